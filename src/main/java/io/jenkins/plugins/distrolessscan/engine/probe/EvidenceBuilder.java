package io.jenkins.plugins.distrolessscan.engine.probe;

import io.jenkins.plugins.distrolessscan.engine.model.CapabilitySet;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.ProcessStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Turns records into evidence, in the order in which they come. */
final class EvidenceBuilder {
    private static final int OLDEST = 1;
    private static final int NEWEST = 2;
    private static final int WORD = 256;
    private static final int CONTENT = 4 * 1024 * 1024;
    private static final long ID = 4294967295L;
    private static final int PID = 1 << 22;

    private final List<Evidence.Process> processes = new ArrayList<>();
    private final List<Evidence.Mount> mounts = new ArrayList<>();
    private final List<FileEntry> entries = new ArrayList<>();
    private final Map<String, Evidence.Content> files = new HashMap<>();
    private final List<Evidence.GoBinary> goBinaries = new ArrayList<>();
    private final List<Evidence.Limit> limits = new ArrayList<>();
    private final List<Evidence.ReadError> errors = new ArrayList<>();
    private final RuntimeRecords runtime = new RuntimeRecords();
    private final ContentRecords content = new ContentRecords();
    private Evidence.Probe probe;
    private Evidence.TargetProcess target;
    private Evidence.End end;
    private long records;
    private long entryRecords;
    private long fileRecords;
    private long goRecords;
    private long refused;

    void add(JsonRecord r) throws IOException {
        if (end != null) {
            throw new IOException("The evidence goes on behind its last record.");
        }
        String type = r.text("t", WORD);
        if (records == 0 != type.equals("probe") || records == 1 != type.equals("target")) {
            throw new IOException(
                    "The evidence does not begin with one record of the probe and one of the target, or has them twice.");
        }
        records++;
        if (runtime.add(type, r)) {
            return;
        }
        switch (type) {
            case "probe" -> probe = probe(r);
            case "target" -> target = target(r);
            case "process" -> processes.add(process(r));
            case "mount" -> mount(r);
            case "entry" -> entry(r);
            case "file" -> file(r);
            case "go" -> go(r);
            case "limit" ->
                limits.add(new Evidence.Limit(
                        word(r, "what"), RecordPaths.text(r, "p").orElse("")));
            case "error" ->
                errors.add(new Evidence.ReadError(RecordPaths.text(r, "p").orElse(""), word(r, "op"), word(r, "x")));
            case "end" -> end = end(r);
            case "format" -> content.add(type, r, Optional.empty());
            case "archive", "version", "code" -> content.add(type, r, path(r));
            default -> {
                // A newer probe of the same major version: counted, not understood.
            }
        }
    }

    Evidence build() throws IOException {
        if (end == null) {
            throw new IOException("The evidence has no last record: it was cut.");
        }
        if (end.records() != records
                || end.entries() != entryRecords
                || end.files() != fileRecords
                || end.goBinaries() != goRecords) {
            throw new IOException("The evidence's last record counts other records than there are.");
        }
        if (refused > 0) {
            limits.add(new Evidence.Limit(Evidence.Limit.REFUSED, refused + " records without a path below the root"));
        }
        return new Evidence(
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
                runtime.build(),
                content.build());
    }

    private static Evidence.Probe probe(JsonRecord r) throws IOException {
        long format = r.number("format", 0, Integer.MAX_VALUE, 0);
        if (format < OLDEST || format > NEWEST) {
            throw new IOException("The evidence has a format that this version does not read; update one of the two.");
        }
        return new Evidence.Probe(
                word(r, "version"),
                word(r, "arch"),
                status(r),
                word(r, "apparmor"),
                constant(Evidence.Landlock.class, r, "landlock"),
                (int) r.number("landlockAbi", -1, 1000, 0),
                r.flag("rootWritable"),
                r.flag("exposed"));
    }

    private static Evidence.TargetProcess target(JsonRecord r) throws IOException {
        return new Evidence.TargetProcess(
                (int) r.number("pid", 0, PID, 0),
                constant(Evidence.ProofOfTarget.class, r, "proof"),
                r.flag("rootDiffers"),
                r.flag("rootReadable"),
                r.has("rootError") ? Optional.of(word(r, "rootError")) : Optional.empty(),
                r.has("uid") ? Optional.of(status(r)) : Optional.empty(),
                word(r, "name"),
                RecordPaths.text(r, "exe").orElse(""),
                r.flag("sharedPidNamespace"));
    }

    private static Evidence.Process process(JsonRecord r) throws IOException {
        return new Evidence.Process(
                (int) r.number("pid", 1, PID, 0),
                word(r, "name"),
                id(r, "uid"),
                id(r, "gid"),
                r.number("start", -1, Long.MAX_VALUE, -1),
                r.flag("ours"),
                RecordPaths.text(r, "exe").orElse(""),
                r.has("x") ? Optional.of(word(r, "x")) : Optional.empty());
    }

    private static ProcessStatus status(JsonRecord r) throws IOException {
        JsonRecord caps = r.object("caps");
        return new ProcessStatus(
                id(r, "uid"),
                id(r, "gid"),
                r.numbers("groups"),
                capabilities(caps, "eff"),
                capabilities(caps, "prm"),
                capabilities(caps, "bnd"),
                r.flag("noNewPrivs"),
                (int) r.number("seccomp", -1, 2, -1));
    }

    private static String capabilities(JsonRecord caps, String name) throws IOException {
        String text = word(caps, name);
        try {
            return text.isEmpty()
                    ? text
                    : String.format("%016x", CapabilitySet.parse(text).bits());
        } catch (IllegalArgumentException e) {
            throw new IOException("A capability set of the evidence is malformed.");
        }
    }

    private void mount(JsonRecord r) throws IOException {
        Optional<String> path = path(r);
        if (path.isPresent()) {
            mounts.add(new Evidence.Mount(path.get(), word(r, "fs"), r.flag("ro"), r.flag("pruned")));
        }
    }

    private void entry(JsonRecord r) throws IOException {
        entryRecords++;
        Optional<String> path = path(r);
        if (path.isEmpty()) {
            return;
        }
        Optional<String> error = r.has("x") ? Optional.of(word(r, "x")) : Optional.empty();
        entries.add(new FileEntry(
                path.get(),
                kind(r.text("k", WORD)),
                (int) r.number("m", 0, 07777, 0),
                id(r, "u"),
                id(r, "g"),
                r.number("s", 0, Long.MAX_VALUE, 0),
                r.number("mt", Long.MIN_VALUE, Long.MAX_VALUE, 0),
                RecordPaths.text(r, "l"),
                Optional.of(capabilities(r, "fc")).filter(set -> !set.isEmpty()),
                r.flag("pruned") ? Optional.of(FileEntry.PRUNED) : error,
                r.has("ct") ? Optional.of(r.number("ct", 0, Long.MAX_VALUE, 0)) : Optional.empty()));
    }

    private static FileEntry.Kind kind(String letter) {
        return switch (letter) {
            case "f" -> FileEntry.Kind.FILE;
            case "d" -> FileEntry.Kind.FOLDER;
            case "l" -> FileEntry.Kind.LINK;
            case "c" -> FileEntry.Kind.CHARACTER_DEVICE;
            case "b" -> FileEntry.Kind.BLOCK_DEVICE;
            case "p" -> FileEntry.Kind.FIFO;
            case "s" -> FileEntry.Kind.SOCKET;
            default -> FileEntry.Kind.UNKNOWN;
        };
    }

    private void file(JsonRecord r) throws IOException {
        fileRecords++;
        Optional<String> path = path(r);
        if (path.isEmpty()) {
            return;
        }
        byte[] bytes = r.has("db")
                ? RecordPaths.base64(r.text("db", CONTENT * 2))
                : r.text("d", CONTENT).getBytes(StandardCharsets.UTF_8);
        if (bytes.length > CONTENT || r.has("d") && r.has("db")) {
            throw new IOException("A file of the evidence is larger than " + CONTENT + " bytes, or there twice.");
        }
        long size = r.number("s", 0, Long.MAX_VALUE, bytes.length);
        boolean cut = r.flag("cut") || size > bytes.length;
        Evidence.Content content = new Evidence.Content(bytes, size, cut, r.flag("reduced"), word(r, "f"));
        if (files.put(path.get(), content) != null) {
            throw new IOException("The evidence holds the content of a file twice.");
        }
    }

    private void go(JsonRecord r) throws IOException {
        goRecords++;
        Optional<String> path = path(r);
        if (path.isPresent()) {
            goBinaries.add(new Evidence.GoBinary(path.get(), word(r, "v"), r.text("m", CONTENT)));
        }
    }

    private static Evidence.End end(JsonRecord r) throws IOException {
        return new Evidence.End(
                count(r, "entries"),
                count(r, "files"),
                count(r, "goBinaries"),
                count(r, "unlisted"),
                count(r, "unreadable"),
                count(r, "prunedMounts"),
                count(r, "processes"),
                count(r, "bytesRead"),
                count(r, "errors"),
                r.flag("cut"),
                count(r, "elapsedMs"),
                count(r, "peakRssKiB"),
                count(r, "records"));
    }

    private Optional<String> path(JsonRecord r) throws IOException {
        Optional<String> path = RecordPaths.path(r);
        if (path.isEmpty()) {
            refused++;
        }
        return path;
    }

    private static String word(JsonRecord r, String name) throws IOException {
        return EscapedPath.escape(r.text(name, WORD));
    }

    private static long id(JsonRecord r, String name) throws IOException {
        return r.number(name, -1, ID, -1);
    }

    private static long count(JsonRecord r, String name) throws IOException {
        return r.number(name, 0, Long.MAX_VALUE, 0);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, JsonRecord r, String name) throws IOException {
        try {
            return Enum.valueOf(type, r.text(name, WORD).toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IOException("The member " + name + " of an evidence record is none of the known words.");
        }
    }
}
