package io.jenkins.plugins.distrolessscan.engine.assess;

import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
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
import io.jenkins.plugins.distrolessscan.engine.model.Target;
import io.jenkins.plugins.distrolessscan.engine.probe.Frames;
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
    private final Instant start;

    ScalePods(int images, Instant start) {
        this.images = images;
        this.start = start;
    }

    /** Entries of an image: most images are small, few are large. */
    int entries(int image) {
        double place = images == 1 ? 0 : (double) image / (images - 1);
        return (int) (2_000 + 10_000 * place * place * place);
    }

    int image(int pod) {
        return pod % images;
    }

    boolean deviates(int pod) {
        return (pod / images + pod) % 100 == 99;
    }

    Evidence evidence(int pod) {
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
                List.of(new Evidence.Process(pid, "server", 65532, 65532)),
                List.of(
                        new Evidence.Mount(".", "overlay", true, false),
                        new Evidence.Mount("var/run/volume-" + own.nextInt(1 << 30), "ext4", false, true)),
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
                        entries.size() + files.size() + 8L));
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
    Observation observation(int pod, long bytes, byte[] evidence) {
        int image = image(pod);
        Random own = new Random(31L * pod + 5);
        String owner = "service-" + image + "-" + letters(new Random(image), 9);
        String name = owner + "-" + letters(own, 5);
        String uid = String.format("%08x-%04x-4%03x-8%03x-%012x", own.nextInt(), pod & 0xffff, pod & 0xfff, image, pod);
        String id = "containerd://"
                + String.format("%016x%016x%016x%016x", own.nextLong(), own.nextLong(), own.nextLong(), (long) pod);
        String reference = "registry.example.com/shop/service-" + image;
        String imageId = reference + "@sha256:" + String.format("%064x", 7_777L + image);
        Instant created = start.minusSeconds(86_400L + own.nextInt(1_000_000));
        Instant attached = start.plusMillis(30L * pod + own.nextInt(20));
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
                420,
                SECURITY_CONTEXT,
                attached,
                Optional.of(seconds(attached).plusSeconds(1)),
                Optional.of(seconds(attached).plusSeconds(2)),
                "Completed",
                Optional.of(0),
                attached.plusMillis(2_300),
                attached.getEpochSecond() + 90,
                Observation.PodEntry.ALONE);
        return new Observation(
                target,
                facts,
                Outcome.COLLECTED,
                "",
                new Identity(65532, 65532, "runAsUser and runAsGroup of the target's security context."),
                Optional.of(debug),
                new TargetState(id, 0, true, Phase.RUNNING, attached.minusMillis(40)),
                Optional.of(new TargetState(id, 0, true, Phase.RUNNING, attached.plusMillis(2_350))),
                new Stream(Observation.StreamState.COMPLETE, "", bytes, "1.0.0", Frames.DIGEST),
                Optional.of(evidence));
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
