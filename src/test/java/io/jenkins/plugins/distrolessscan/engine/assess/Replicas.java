package io.jenkins.plugins.distrolessscan.engine.assess;

import io.jenkins.plugins.distrolessscan.engine.ScannedTarget;
import io.jenkins.plugins.distrolessscan.engine.Scans;
import io.jenkins.plugins.distrolessscan.engine.gate.GatePolicy;
import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.probe.EvidenceWriter;
import io.jenkins.plugins.distrolessscan.engine.probe.Frames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Replicas of one pod: the same image, and around it what differs between any two of them. */
final class Replicas {
    static final List<FileEntry> IMAGE = List.of(
            Frames.folder(".", 0755),
            Frames.file("app/hello", 0755),
            Frames.file("app/lib/util.jar", 0644),
            Frames.link("usr/lib/libssl.so", "libssl.so.3"),
            Frames.file("usr/lib/libssl.so.3", 0644),
            Frames.file("etc/passwd", 0644));

    private Replicas() {}

    /** One replica as it may be found: PIDs, names, times, mounts, data and temporary files of its own. */
    static Evidence of(List<FileEntry> image, Random random) {
        List<FileEntry> entries = new ArrayList<>();
        image.forEach(entry -> entries.add(modified(entry, random.nextInt(1 << 30))));
        for (int n = random.nextInt(5); n > 0; n--) {
            entries.add(sized("tmp/work-" + random.nextInt(1_000), random.nextInt(100_000)));
            entries.add(sized("var/log/app-" + n + ".log", random.nextInt(100_000)));
            entries.add(sized("data/blob." + n, random.nextInt(100_000)));
        }
        int pid = 1 + random.nextInt(30_000);
        Map<String, String> files = Map.of("var/lib/dpkg/status.d/libssl3", "Package: libssl3\nVersion: 3.0.15-1\n");
        Evidence e = Frames.evidence(entries, files);
        Evidence.TargetProcess t = e.target();
        return new Evidence(
                e.probe(),
                new Evidence.TargetProcess(
                        pid,
                        t.proof(),
                        t.rootDiffers(),
                        t.rootReadable(),
                        t.rootError(),
                        t.status(),
                        t.name(),
                        t.exe(),
                        t.sharedPidNamespace()),
                List.of(
                        new Evidence.Process(pid, "hello", 65532, 65532),
                        new Evidence.Process(pid + 1, "worker-" + random.nextInt(9), 65532, 65532)),
                List.of(new Evidence.Mount("var/run/secrets/" + random.nextInt(9_999), "tmpfs", true, true)),
                e.entries(),
                e.files(),
                e.goBinaries(),
                e.limits(),
                e.errors(),
                e.end());
    }

    /** The report of pods with this evidence, all of one image and one workload. */
    static ScanReport report(List<Evidence> replicas) {
        CollectedScan scan = scan(replicas.size());
        return new Assessment(Stages.standard(GatePolicy.none())).assess(scan.with(observations(replicas)));
    }

    private static CollectedScan scan(int count) {
        Scans scans = Scans.empty();
        for (int n = 0; n < count; n++) {
            scans = scans.target(ScannedTarget.named("checkout-" + n).ownedBy("ReplicaSet/checkout-0"));
        }
        return scans.build().scan();
    }

    /** What was collected of pods with this evidence. */
    static List<Observation> observations(List<Evidence> replicas) {
        CollectedScan scan = scan(replicas.size());
        List<Observation> read = new ArrayList<>();
        for (int n = 0; n < replicas.size(); n++) {
            Observation o = scan.observations().get(n);
            read.add(new Observation(
                    o.target(),
                    o.pod(),
                    o.outcome(),
                    o.reason(),
                    o.identity(),
                    o.debugContainer(),
                    o.before(),
                    o.after(),
                    o.stream(),
                    Optional.of(EvidenceWriter.gzip(replicas.get(n)))));
        }
        return read;
    }

    /** The image with one entry put in the place of that of the same path, or added. */
    static List<FileEntry> with(FileEntry other) {
        Map<String, FileEntry> entries = new HashMap<>();
        IMAGE.forEach(entry -> entries.put(entry.path(), entry));
        entries.put(other.path(), other);
        return List.copyOf(entries.values());
    }

    static FileEntry sized(String path, long size) {
        FileEntry e = Frames.file(path, 0644);
        return new FileEntry(
                path, e.kind(), e.mode(), 0, 0, size, size, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static FileEntry modified(FileEntry e, long time) {
        return new FileEntry(
                e.path(), e.kind(), e.mode(), e.uid(), e.gid(), e.size(), time, e.link(), e.capabilities(), e.error());
    }
}
