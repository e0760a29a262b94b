package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the probe saw in one target. All of it is the target's word (S-44): it is input of an assessment, never proof.
 * The wire format is docs/probe-protocol.md.
 *
 * @param probe what the probe is
 * @param target what it found of the target's main process
 * @param processes processes of the PID namespace
 * @param mounts the target's mounts, without sources
 * @param entries file tree metadata
 * @param files contents of the few files that are sent, by path
 * @param goBinaries build info of Go executables
 * @param limits bounds that were reached, by the probe or by the reader of the records
 * @param errors errors, at most 200
 * @param end the closing record
 * @param runtime the running target: loaded files, clock, memory and CPU
 * @param content archives, versions, owners and digests of files, counts of formats
 */
public record Evidence(
        Probe probe,
        TargetProcess target,
        List<Process> processes,
        List<Mount> mounts,
        List<FileEntry> entries,
        Map<String, Content> files,
        List<GoBinary> goBinaries,
        List<Limit> limits,
        List<ReadError> errors,
        End end,
        RuntimeEvidence runtime,
        ContentEvidence content) {
    public Evidence {
        processes = List.copyOf(processes);
        mounts = List.copyOf(mounts);
        entries = List.copyOf(entries);
        files = Map.copyOf(files);
        goBinaries = List.copyOf(goBinaries);
        limits = List.copyOf(limits);
        errors = List.copyOf(errors);
    }

    /** Evidence of version 1, which knows nothing of {@link #runtime()} and {@link #content()}. */
    public Evidence(
            Probe probe,
            TargetProcess target,
            List<Process> processes,
            List<Mount> mounts,
            List<FileEntry> entries,
            Map<String, Content> files,
            List<GoBinary> goBinaries,
            List<Limit> limits,
            List<ReadError> errors,
            End end) {
        this(
                probe,
                target,
                processes,
                mounts,
                entries,
                files,
                goBinaries,
                limits,
                errors,
                end,
                RuntimeEvidence.NONE,
                ContentEvidence.NONE);
    }

    /** The content of a file as text, if it was sent. */
    public Optional<Content> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /** The metadata of one path, if it was seen. */
    public Optional<FileEntry> entry(String path) {
        return entries.stream().filter(e -> e.path().equals(path)).findFirst();
    }

    /**
     * Record {@code probe}: the probe's own /proc/self.
     *
     * @param exposed whether other processes of its user could read, write and trace it at its start
     */
    public record Probe(
            String version,
            String arch,
            ProcessStatus status,
            String apparmor,
            Landlock landlock,
            int landlockAbi,
            boolean ownRootWritable,
            boolean exposed) {}

    /** Whether the kernel took the right to write from the probe. */
    public enum Landlock {
        ENFORCED,
        UNSUPPORTED,
        FAILED
    }

    /** Record {@code target}. {@code status} is empty when no process was found. */
    public record TargetProcess(
            int pid,
            ProofOfTarget proof,
            boolean rootDiffers,
            boolean rootReadable,
            Optional<String> rootError,
            Optional<ProcessStatus> status,
            String name,
            String exe,
            boolean sharedPidNamespace) {}

    /** How the probe knows which process is the target's. */
    public enum ProofOfTarget {
        CGROUP,
        MOUNTINFO,
        PID1,
        NONE
    }

    /**
     * Record {@code process}.
     *
     * @param start ticks from the kernel's start, -1 when not known
     * @param ours it belongs to the target's container
     * @param exe path of its program, empty when not known
     * @param error why it could not be looked at, though it is ours; empty if it could
     */
    public record Process(
            int pid, String name, long uid, long gid, long start, boolean ours, String exe, Optional<String> error) {
        /** Of evidence of version 1. */
        public Process(int pid, String name, long uid, long gid) {
            this(pid, name, uid, gid, -1, false, "", Optional.empty());
        }
    }

    /** Record {@code mount}. */
    public record Mount(String path, String fileSystem, boolean readOnly, boolean pruned) {}

    /**
     * Record {@code file}.
     *
     * @param size of the file; of what was sent, when it is reduced
     * @param cut only the beginning was sent
     * @param reduced only what the table of formats names was sent
     * @param format id of its format in the table; empty for files that say what the system is, and in version 1
     */
    public record Content(byte[] bytes, long size, boolean cut, boolean reduced, String format) {
        /** A text as it stands in the target. */
        public Content(byte[] bytes, long size, boolean cut) {
            this(bytes, size, cut, false, "");
        }

        /** The bytes as UTF-8, malformed ones replaced. */
        public String text() {
            return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    /** Record {@code go}: Go version and the module text. */
    public record GoBinary(String path, String goVersion, String modules) {}

    /** Record {@code limit}. */
    public record Limit(String what, String path) {
        /** {@link #what()} of records that the reader left out; the path holds their number in words. */
        public static final String REFUSED = "refused";

        /** {@link #what()} of packages that the inventory has no room for. */
        public static final String PACKAGES = "packages";

        /** {@link #what()} of packages that were left out because no package has such a name or version. */
        public static final String PACKAGE_NAMES = "package names";

        /** {@link #what()} of a package database that holds something else than records of packages. */
        public static final String NOT_UNDERSTOOD = "not understood";

        /** {@link #what()} of code of the target's processes that lies on a mount that was not entered; the path is its mount point. */
        public static final String MOUNTED_CODE = "code on a mount";

        /** {@link #what()} of work that did not fit into the probe's share of CPU; the path holds a clause about it. */
        public static final String CPU = "CPU time";

        boolean ofMountedCode() {
            return what.equals(MOUNTED_CODE);
        }

        boolean ofCpu() {
            return what.equals(CPU);
        }

        /** A bound of the evidence itself; the others say what is missing in other words. */
        boolean ofBound() {
            return !ofPackageNames() && !ofNotUnderstood() && !ofMountedCode() && !ofCpu();
        }

        boolean ofNotUnderstood() {
            return what.equals(NOT_UNDERSTOOD);
        }

        boolean ofPackageNames() {
            return what.equals(PACKAGE_NAMES);
        }
    }

    /**
     * Record {@code error}: what the probe could not look at.
     *
     * @param path below the root; empty for the root itself, or when no path was named
     * @param operation such as {@code open}, {@code read}, {@code list}, {@code go}
     * @param code such as {@code EACCES}; for a package database also {@code link} and {@code special}
     */
    public record ReadError(String path, String operation, String code) {
        /** {@link #code()} of a package database that is a link: it could lead anywhere, so that it is not followed. */
        public static final String LINK = "link";

        /** {@link #code()} of something in a package database's place that is no regular file. */
        public static final String SPECIAL = "special";

        /** {@link #code()} of a package database that is none: noise, or another format. */
        public static final String MALFORMED = "malformed";

        /** {@link #code()} of a package database that has a journal beside it, in which newer packages may stand. */
        public static final String WAL = "wal";

        /** {@link #operation()} of a mount of the target's that the probe did not enter; the path is its mount point. */
        public static final String MOUNT = "mount";

        /** {@link #operation()} of a package database whose format is only told; the code is the format's id. */
        private static final String FORMAT = "format";

        /** {@link #operation()} of a package database that could not be read, or is none. Version 1 has no such word. */
        private static final String DATABASE = "database";

        private static final Set<String> READING = Set.of("open", "read", "list", "go", FORMAT, DATABASE);
        private static final Set<String> ABSENT = Set.of("ENOENT", "ENOTDIR");
        /** Those of version 1 of the evidence. */
        private static final Set<String> DATABASES = Set.of(
                "var/lib/dpkg/status", "var/lib/dpkg/status.d", "lib/apk/db/installed", "usr/lib/apk/db/installed");

        /** Something below the root was there and could not be read. */
        public boolean ofContent() {
            return READING.contains(operation) && !path.isEmpty();
        }

        /** A mount that was not entered: what is in it, and what it covers, was not looked at. */
        public boolean ofMount() {
            return operation.equals(MOUNT);
        }

        /** The whole root could not be read. */
        public boolean ofRoot() {
            return operation.equals("open") && path.isEmpty();
        }

        /** A package database of a format that nobody reads here. */
        public boolean ofUnreadFormat() {
            return operation.equals(FORMAT);
        }

        /** A package database was there and could not be read, so that packages are missing. */
        public boolean ofPackageDatabase() {
            return ofUnreadFormat()
                    || operation.equals(DATABASE)
                    || ofContent()
                            && !operation.equals("go")
                            && !ABSENT.contains(code)
                            && (DATABASES.contains(path) || path.startsWith("var/lib/dpkg/status.d/"));
        }
    }

    /**
     * Record {@code end}. Times in milliseconds, memory in KiB.
     *
     * @param processes all processes that were listed, whether they were looked at or not; 0 when the probe did not say
     */
    public record End(
            long entries,
            long files,
            long goBinaries,
            long unlisted,
            long unreadable,
            long prunedMounts,
            long processes,
            long bytesRead,
            long errors,
            boolean cut,
            long elapsedMs,
            long peakRssKiB,
            long records) {}
}
