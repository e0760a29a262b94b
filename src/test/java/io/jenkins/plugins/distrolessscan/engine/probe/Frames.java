package io.jenkins.plugins.distrolessscan.engine.probe;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.ProcessStatus;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls, evidence and frames for tests of everything that reads a debug container's log. */
public final class Frames {
    public static final String CONTAINER =
            "containerd://4a5b6c7d8e9f00112233445566778899aabbccddeeff0123456789abcdef0123";
    public static final String DIGEST = "0123456789abcdef".repeat(4);
    public static final String NO_CAPABILITIES = "0".repeat(16);
    public static final String POD = "0d9e5f3a-7c11-4b0e-9a54-000000000000";
    private static final SecureRandom RANDOM = new SecureRandom();
    /** The keys of all calls. */
    public static final KeyRing KEYS = new KeyRing(RANDOM);

    private Frames() {}

    /** A call with a cap of 1 MiB. */
    public static ProbeCall call() {
        return call(1024 * 1024);
    }

    public static ProbeCall call(int cap) {
        try {
            return ProbeCall.create(
                    KEYS.next(POD, "app"),
                    CONTAINER,
                    Instant.parse("2026-11-23T10:16:00Z"),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(75),
                    cap);
        } catch (ScanException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The frame that an honest probe prints for a call. */
    public static byte[] frame(ProbeCall call, byte[] gzip) {
        return new FrameWriter(call.arguments(), "1.0.0", DIGEST, RANDOM).frame(gzip);
    }

    /** What a log is worth, with its evidence opened as it is where the keys are. */
    public static FrameReader.Result read(ProbeCall call, byte[]... pieces) {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            log.writeBytes(piece);
        }
        return opened(KEYS, call, FrameReader.read(new ByteArrayInputStream(log.toByteArray()), call));
    }

    static FrameReader.Result opened(KeyRing keys, ProbeCall call, FrameReader.Result sealed) {
        if (sealed.evidence().isEmpty()) {
            return sealed;
        }
        Observation.Stream stream = sealed.stream();
        Optional<byte[]> plain =
                keys.open(call.nonce(), stream, sealed.evidence().get());
        return plain.isPresent()
                ? new FrameReader.Result(stream, plain)
                : new FrameReader.Result(
                        new Observation.Stream(
                                Observation.StreamState.TAMPERED,
                                "somebody else",
                                stream.bytes(),
                                stream.probeVersion(),
                                stream.probeDigest()),
                        plain);
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static ProcessStatus status(long uid, long gid, String capabilities) {
        return new ProcessStatus(uid, gid, List.of(gid), capabilities, capabilities, capabilities, true, 2);
    }

    /** A file of root's with the given mode. */
    public static FileEntry file(String path, int mode) {
        return entry(path, FileEntry.Kind.FILE, mode);
    }

    public static FileEntry folder(String path, int mode) {
        return entry(path, FileEntry.Kind.FOLDER, mode);
    }

    public static FileEntry entry(String path, FileEntry.Kind kind, int mode) {
        return new FileEntry(
                path, kind, mode, 0, 0, 10, 1767225600, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static FileEntry link(String path, String text) {
        return new FileEntry(
                path,
                FileEntry.Kind.LINK,
                0777,
                0,
                0,
                0,
                1767225600,
                Optional.of(text),
                Optional.empty(),
                Optional.empty());
    }

    /** The same entry with an error code. */
    public static FileEntry failed(FileEntry e, String code) {
        return new FileEntry(
                e.path(),
                e.kind(),
                e.mode(),
                e.uid(),
                e.gid(),
                e.size(),
                e.modified(),
                e.link(),
                e.capabilities(),
                Optional.of(code));
    }

    /** A small distroless root, complete. */
    public static Evidence distroless() {
        return evidence(
                List.of(
                        folder(".", 0755),
                        folder("app", 0755),
                        file("app/hello", 0755),
                        folder("etc", 0755),
                        link("etc/os-release", "../usr/lib/os-release"),
                        file("etc/passwd", 0644),
                        folder("tmp", 01777),
                        file("usr/lib/os-release", 0644)),
                Map.of(
                        "etc/passwd", "root:x:0:0:root:/root:/sbin/nologin\n",
                        "usr/lib/os-release", "PRETTY_NAME=\"Distroless\"\nID=debian\nVERSION_ID=\"12\"\n"));
    }

    /** Evidence of a target that runs as 65532, with these entries and contents, complete. */
    public static Evidence evidence(List<FileEntry> entries, Map<String, String> files) {
        Map<String, Evidence.Content> contents = new java.util.HashMap<>();
        files.forEach((path, text) -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            contents.put(path, new Evidence.Content(bytes, bytes.length, false));
        });
        return new Evidence(
                probe(65532, 65532, NO_CAPABILITIES),
                target(status(65532, 65532, NO_CAPABILITIES), true),
                List.of(new Evidence.Process(1, "hello", 65532, 65532)),
                List.of(
                        new Evidence.Mount(".", "overlay", false, false),
                        new Evidence.Mount("proc", "proc", false, true)),
                entries,
                contents,
                List.of(),
                List.of(),
                List.of(),
                new Evidence.End(entries.size(), files.size(), 0, 0, 0, 1, 1, 100, 0, false, 12, 6200, 0));
    }

    public static Evidence.Probe probe(long uid, long gid, String capabilities) {
        return new Evidence.Probe(
                "1.0.0",
                "amd64",
                status(uid, gid, capabilities),
                "cri-containerd.apparmor.d (enforce)",
                Evidence.Landlock.ENFORCED,
                6,
                false,
                true);
    }

    public static Evidence.TargetProcess target(ProcessStatus status, boolean readable) {
        return new Evidence.TargetProcess(
                1,
                Evidence.ProofOfTarget.CGROUP,
                readable,
                readable,
                readable ? Optional.empty() : Optional.of("EACCES"),
                Optional.of(status),
                "hello",
                "app/hello",
                false);
    }

    /** The same evidence with what the probe saw of the running target. */
    public static Evidence withRuntime(Evidence e, RuntimeEvidence runtime) {
        return new Evidence(
                e.probe(),
                e.target(),
                e.processes(),
                e.mounts(),
                e.entries(),
                e.files(),
                e.goBinaries(),
                e.limits(),
                e.errors(),
                e.end(),
                runtime,
                e.content());
    }

    /** The same evidence with other mounts. */
    public static Evidence withMounts(Evidence e, List<Evidence.Mount> mounts) {
        return new Evidence(
                e.probe(),
                e.target(),
                e.processes(),
                mounts,
                e.entries(),
                e.files(),
                e.goBinaries(),
                e.limits(),
                e.errors(),
                e.end());
    }

    /** The same evidence of another probe and target. */
    public static Evidence with(Evidence e, Evidence.Probe probe, Evidence.TargetProcess target) {
        return new Evidence(
                probe,
                target,
                e.processes(),
                e.mounts(),
                e.entries(),
                e.files(),
                e.goBinaries(),
                e.limits(),
                e.errors(),
                e.end());
    }
}
