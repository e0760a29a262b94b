package io.jenkins.plugins.distrolessscan.engine.assess;

import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.DebugContainer;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Stream;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.TargetState;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.Phase;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence;
import io.jenkins.plugins.distrolessscan.engine.model.Target;
import io.jenkins.plugins.distrolessscan.engine.probe.Frames;
import io.jenkins.plugins.distrolessscan.engine.probe.ProbeCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/**
 * Pods of a large cluster: images of 2,000 to 12,000 entries and 20 to 140 packages, and of each pod its own names, UID,
 * container ID, PIDs, times, mounts, data and temporary files. One pod in a hundred has another program than its image.
 */
final class ScalePods {
    private static final String SECURITY_CONTEXT =
            "{\"allowPrivilegeEscalation\":false,\"capabilities\":{\"drop\":[\"ALL\"]},\"readOnlyRootFilesystem\":true,"
                    + "\"runAsGroup\":65532,\"runAsNonRoot\":true,\"runAsUser\":65532,"
                    + "\"seccompProfile\":{\"type\":\"RuntimeDefault\"}}";
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private final int images;
    private final int shrink;
    private final Instant start;

    /** @param shrink by what the number of entries of each image is divided */
    ScalePods(int images, int shrink, Instant start) {
        this.images = images;
        this.shrink = shrink;
        this.start = start;
    }

    /** Entries of an image: most images are small, few are large. */
    int entries(int image) {
        double place = images == 1 ? 0 : (double) image / (images - 1);
        return (int) (2_000 + 10_000 * place * place * place) / shrink;
    }

    int image(int pod) {
        return pod % images;
    }

    boolean deviates(int pod) {
        return (pod / images + pod) % 100 == 99;
    }

    /** What the probe finds in a pod that it was called for. */
    Evidence evidence(int pod, ProbeCall call) {
        int image = image(pod);
        Random own = new Random(1_000_003L * pod + 17);
        List<FileEntry> entries = new ArrayList<>(entries(image));
        entries.add(Frames.folder(".", 0755));
        entries.add(file("app/server-" + image, deviates(pod) ? 0775 : 0755, 4_000_000 + image, own));
        Map<String, String> files = packages(image, entries, own);
        for (int n = entries.size(); n < entries(image) - 16; n++) {
            String path = n % 3 == 0
                    ? "usr/share/doc-" + image + "/chapter-" + n / 40 + "/page-" + n + ".txt"
                    : "usr/lib/module-" + image % 17 + "/part-" + n / 60 + "/libobject-" + n + ".so";
            entries.add(file(path, 0644, 1_000 + (n * 31L + image) % 90_000, own));
        }
        for (int n = 12 + own.nextInt(8); n > 0; n--) {
            entries.add(file("tmp/work-" + own.nextInt(100_000), 0600, own.nextInt(1 << 20), own));
        }
        int pid = 2 + own.nextInt(30_000);
        Evidence e = Frames.evidence(entries, files);
        Evidence.TargetProcess t = e.target();
        return new Evidence(
                e.probe(),
                new Evidence.TargetProcess(
                        pid,
                        t.proof(),
                        true,
                        true,
                        Optional.empty(),
                        t.status(),
                        "server",
                        "app/server-" + image,
                        false),
                List.of(new Evidence.Process(
                        pid, "server", 65532, 65532, 40_000, true, "app/server-" + image, Optional.empty())),
                List.of(
                        new Evidence.Mount(".", "overlay", true, false),
                        new Evidence.Mount("var/lib/data-" + image, "ext4", false, true),
                        new Evidence.Mount("var/run/secrets/token-" + own.nextInt(1 << 30), "tmpfs", true, true)),
                e.entries(),
                e.files(),
                e.goBinaries(),
                e.limits(),
                e.errors(),
                new Evidence.End(
                        entries.size(),
                        files.size(),
                        0,
                        0,
                        0,
                        2,
                        1,
                        100_000 + own.nextInt(20_000),
                        0,
                        false,
                        20 + own.nextInt(80),
                        6_000 + own.nextInt(900),
                        entries.size() + files.size() + 8L),
                runtime(pod, call, own),
                content(image));
    }

    private RuntimeEvidence runtime(int pod, ProbeCall call, Random own) {
        long boot = start.toEpochMilli() - 900_000_000L - own.nextInt(1 << 28);
        long started = start.toEpochMilli() - 80_000_000L - own.nextInt(1 << 24);
        long read = attached(pod).plusMillis(1_200).toEpochMilli();
        List<String> arguments = new ArrayList<>(call.command());
        arguments.addAll(call.arguments());
        List<RuntimeEvidence.LoadedFile> loaded = new ArrayList<>();
        loaded.add(loaded("app/server-" + image(pod), true, own));
        for (int n = 0; n < 12; n++) {
            loaded.add(loaded("usr/lib/module-" + image(pod) % 17 + "/part-0/libloaded-" + n + ".so", false, own));
        }
        long memory = (40L << 20) + own.nextInt(1 << 26);
        long waited = own.nextInt(4);
        return new RuntimeEvidence(
                Optional.of(new RuntimeEvidence.Self(arguments, container(pod).substring("containerd://".length()))),
                Optional.of(new RuntimeEvidence.Clock(boot, 100, 40_000, started, read)),
                Optional.of(pressure(memory, 2 + own.nextInt(9), 9_000 + own.nextInt(9_000), 3 + waited)),
                Optional.of(pressure(memory + 4_096L * own.nextInt(500), 20 + own.nextInt(70), 18_100, 60 + waited)),
                List.of(),
                loaded,
                Optional.of(new RuntimeEvidence.Looked(2, 1, 0, "", 3, 1)),
                Optional.of(new RuntimeEvidence.Work(0, 0, 4_000_000, 20 + own.nextInt(70), 0, 0)));
    }

    private static RuntimeEvidence.LoadedFile loaded(String path, boolean executed, Random own) {
        return new RuntimeEvidence.LoadedFile(
                path,
                executed,
                RuntimeEvidence.Mapping.EXECUTE,
                false,
                1 + own.nextInt(3),
                40_000 + own.nextInt(900),
                false,
                "",
                "");
    }

    private static RuntimeEvidence.Pressure pressure(long memory, long probe, long target, long wall) {
        return new RuntimeEvidence.Pressure(
                2,
                "",
                Optional.of(256L << 20),
                Optional.of(memory),
                Optional.of(memory),
                Optional.of(memory / 3),
                Optional.of(0L),
                Optional.of(0L),
                Optional.of(0L),
                probe,
                Optional.of(target),
                Optional.of(7L),
                wall);
    }

    private static ContentEvidence content(int image) {
        Map<String, ContentEvidence.CodeFile> code = new HashMap<>();
        String path = "app/server-" + image;
        code.put(
                path,
                new ContentEvidence.CodeFile(
                        path,
                        ContentEvidence.CodeKind.ELF,
                        "",
                        "",
                        ContentEvidence.OwnerCheck.NOT_COMPARED,
                        String.format("%064x", 99L + image),
                        false));
        return new ContentEvidence(List.of(), List.of(), code, List.of());
    }

    String uid(int pod) {
        return String.format(
                "%08x-%04x-4%03x-8%03x-%012x",
                new Random(31L * pod + 7).nextInt(), pod & 0xffff, pod & 0xfff, image(pod), pod);
    }

    String container(int pod) {
        Random own = new Random(31L * pod + 11);
        return "containerd://"
                + String.format("%016x%016x%016x%016x", own.nextLong(), own.nextLong(), own.nextLong(), (long) pod);
    }

    Instant attached(int pod) {
        return start.plusMillis(30L * pod + new Random(31L * pod + 13).nextInt(20));
    }

    /** Packages of one of four distributions, and the image's own. */
    private static Map<String, String> packages(int image, List<FileEntry> entries, Random own) {
        Map<String, String> files = new HashMap<>();
        for (int n = 0; n < 20 + image % 4 * 40; n++) {
            String name = n < 20 ? "libbase" + image % 4 + "-" + n : "libtool" + (image % 50) + "-" + n;
            String path = "var/lib/dpkg/status.d/" + name;
            entries.add(file(path, 0644, 300, own));
            files.put(
                    path,
                    "Package: " + name + "\nSource: " + name + "-src\nVersion: 1." + n + "."
                            + (n < 20 ? image % 3 : image % 50)
                            + "-2+deb12u1\nArchitecture: amd64\nDescription: the package " + name + "\n");
        }
        String release = "ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME=\"Distroless\"\n";
        entries.add(file("etc/passwd", 0644, 100, own));
        entries.add(file("usr/lib/os-release", 0644, release.length(), own));
        files.put("etc/passwd", "root:x:0:0:root:/root:/sbin/nologin\n");
        files.put("usr/lib/os-release", release);
        return files;
    }

    private static FileEntry file(String path, int mode, long size, Random own) {
        return new FileEntry(
                path,
                FileEntry.Kind.FILE,
                mode,
                0,
                0,
                size,
                1_700_000_000 + own.nextInt(1 << 24),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** What the collecting side brings of a pod. */
    Observation observation(int pod, ProbeCall call, Stream stream, byte[] sealed) {
        int image = image(pod);
        Random own = new Random(31L * pod + 5);
        String owner = "service-" + image + "-" + letters(new Random(image), 9);
        String name = owner + "-" + letters(own, 5);
        String uid = uid(pod);
        String id = container(pod);
        String reference = "registry.example.com/shop/service-" + image;
        String imageId = reference + "@sha256:" + String.format("%064x", 7_777L + image);
        Instant created = start.minusSeconds(86_400L + own.nextInt(1_000_000));
        Instant attached = attached(pod);
        List<String> asked = new ArrayList<>(call.command());
        asked.addAll(call.arguments());
        String node = "node-" + pod % 311;
        Target target = new Target(
                "shop",
                name,
                uid,
                "app",
                id,
                reference + ":1.4",
                imageId,
                node,
                created,
                Optional.of("ReplicaSet/" + owner));
        ContainerFacts container = new ContainerFacts(
                "app",
                ContainerFacts.Kind.REGULAR,
                reference + ":1.4",
                imageId,
                id,
                Phase.RUNNING,
                "",
                true,
                0,
                Optional.of(created.plusSeconds(3)),
                OptionalLong.of(65532),
                OptionalLong.of(65532),
                Optional.of(true),
                true,
                false,
                List.of(),
                Optional.empty(),
                OptionalLong.of(256L << 20),
                OptionalLong.of(128L << 20),
                OptionalLong.of(500),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty());
        PodFacts facts = new PodFacts(
                "shop",
                name,
                uid,
                String.valueOf(100_000 + pod),
                created,
                false,
                "Running",
                node,
                "",
                "service-" + image,
                "Burstable",
                false,
                "",
                false,
                false,
                false,
                false,
                false,
                List.of(),
                Map.of("app", "service-" + image, "pod-template-hash", owner.substring(owner.length() - 9)),
                Map.of(),
                target.owner(),
                OptionalLong.empty(),
                List.of(container),
                List.of());
        DebugContainer debug = new DebugContainer(
                "distroless-scan-" + letters(own, 10),
                "registry.example.com/distroless-scan/probe@sha256:" + "5e".repeat(32),
                "registry.example.com/distroless-scan/probe@sha256:" + "5e".repeat(32),
                String.join(" ", asked).length(),
                SECURITY_CONTEXT,
                attached,
                Optional.of(seconds(attached).plusSeconds(1)),
                Optional.of(seconds(attached).plusSeconds(2)),
                "Completed",
                Optional.of(0),
                attached.plusMillis(2_300),
                call.notAfter().getEpochSecond(),
                new Observation.PodEntry(
                        call.nonce(), asked, List.of(), List.of(), 1, List.of(), List.of(), List.of()));
        return new Observation(
                target,
                facts,
                Outcome.COLLECTED,
                "",
                new Identity(65532, 65532, "runAsUser and runAsGroup of the target's security context."),
                Optional.of(debug),
                new TargetState(id, 0, true, Phase.RUNNING, attached.minusMillis(40)),
                Optional.of(new TargetState(id, 0, true, Phase.RUNNING, attached.plusMillis(2_350))),
                stream,
                Optional.of(sealed));
    }

    /** The audit record of one target, as it is written while it is scanned. */
    static List<AuditEvent> audit(Observation o) {
        DebugContainer debug = o.debugContainer().orElseThrow();
        String key = o.target().key();
        Instant at = debug.attached();
        return List.of(
                new AuditEvent(
                        at.minusMillis(30),
                        "dry-run",
                        key,
                        "Asked the API server whether " + debug.name() + " would be admitted."),
                new AuditEvent(
                        at.minusMillis(10),
                        "attach",
                        key,
                        "Adding the ephemeral container " + debug.name() + " as 65532:65532."),
                new AuditEvent(
                        at.plusMillis(2_100),
                        "collected",
                        key,
                        "Read " + o.stream().bytes() + " bytes of the debug container's log: COMPLETE."),
                new AuditEvent(
                        at.plusMillis(2_310),
                        "ended",
                        key,
                        "The debug container " + debug.name() + " terminated: Completed, exit code 0, "
                                + debug.finished().orElseThrow()
                                + ". Its record stays in the pod until the pod is deleted."));
    }

    private static Instant seconds(Instant time) {
        return Instant.ofEpochSecond(time.getEpochSecond());
    }

    private static String letters(Random random, int count) {
        StringBuilder text = new StringBuilder();
        random.ints(count, 0, LETTERS.length()).forEach(n -> text.append(LETTERS.charAt(n)));
        return text.toString();
    }
}
