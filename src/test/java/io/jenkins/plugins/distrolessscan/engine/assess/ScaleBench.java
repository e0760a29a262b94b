package io.jenkins.plugins.distrolessscan.engine.assess;

import io.jenkins.plugins.distrolessscan.engine.Scans;
import io.jenkins.plugins.distrolessscan.engine.gate.GatePolicy;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.probe.EvidenceWriter;
import io.jenkins.plugins.distrolessscan.engine.probe.FrameReader;
import io.jenkins.plugins.distrolessscan.engine.probe.Frames;
import io.jenkins.plugins.distrolessscan.engine.probe.KeyRing;
import io.jenkins.plugins.distrolessscan.engine.probe.ProbeCall;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFile;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFiles;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How large a scan may be: {@code bench/scale} runs it. Each pod's frame is sealed on its own, opened, reduced and dropped;
 * then the whole is judged and all files are written. Times of making the frames are not counted.
 */
public final class ScaleBench {
    private static final int ENTRIES = 2_000;
    /** Frames that are made before they are asked for; more would count as heap. */
    private static final int AHEAD = 4;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ScaleBench() {}

    /**
     * @param args number of pods, number of images, folder for the files, folder in which frames are kept for another run, and
     *     by what the number of entries of each image is divided
     */
    public static void main(String[] args) throws Exception {
        int pods = Integer.parseInt(args[0]);
        int images = Integer.parseInt(args[1]);
        Path folder = Path.of(args[2]);
        ScalePods cluster = new ScalePods(images, Integer.parseInt(args[4]), Scans.START);
        Assessment assessment = new Assessment(Stages.standard(GatePolicy.none().withMinimumCompliance(80)));
        Reduction reduction = assessment.reduction();
        List<AuditEvent> audit = new ArrayList<>();
        List<Double> opened = new ArrayList<>();
        ExecutorService probes = Executors.newFixedThreadPool(2);
        long half = 0;
        System.out.println("| pods taken in | heap in use after a collection | median to open 2,000 entries |");
        System.out.println("|---|---|---|");
        Path frames = Files.createDirectories(Path.of(args[3]));
        KeyRing keys = new KeyRing(sameKeysInEachRun());
        Deque<Future<Sealed>> coming = new ArrayDeque<>();
        int asked = 0;
        for (int pod = 0; pod < pods; pod++) {
            while (asked < pods && coming.size() < AHEAD) {
                int next = asked++;
                ProbeCall call = call(cluster, next, keys);
                coming.add(probes.submit(() -> Sealed.of(cluster, next, call, frames.resolve(next + ".frame"))));
            }
            Sealed sealed = coming.remove().get();
            long before = THREADS.getCurrentThreadCpuTime();
            FrameReader.Result read = FrameReader.read(new ByteArrayInputStream(sealed.frame()), sealed.call());
            Observation brought = cluster.observation(
                    pod, sealed.call(), read.stream(), read.evidence().orElseThrow());
            reduction.add(keys.opened(brought));
            opened.add(
                    (THREADS.getCurrentThreadCpuTime() - before) / 1e6 * ENTRIES / cluster.entries(cluster.image(pod)));
            audit.addAll(ScalePods.audit(brought));
            if (pod + 1 == pods / 2) {
                half = jsonSize(assessment, reduction, audit);
            }
            if ((pod + 1) % Math.max(1, pods / 5) == 0) {
                System.out.printf(
                        Locale.ROOT, "| %,d | %.0f MB | %.2f ms |%n", pod + 1, usedAfterCollection(), median(opened));
            }
        }
        probes.shutdown();
        resetPeaks();
        long begin = System.nanoTime();
        ScanReport report = assessment.judge(facts(audit), reduction);
        double judged = (System.nanoTime() - begin) / 1e9;
        checkAllCollected(report, pods);
        Map<String, Long> sizes = write(report, folder);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double heap = peakMb();
        System.out.printf(Locale.ROOT, "%njudged in %.2f s; files written in %.2f s:%n%n", judged, seconds - judged);
        System.out.println("| file | size |\n|---|---|");
        sizes.forEach((name, size) -> System.out.printf(Locale.ROOT, "| %s | %.2f MB |%n", name, size / 1e6));
        long json = sizes.get("report.json");
        System.out.printf(
                Locale.ROOT, "%neach further pod takes %d bytes of report.json%n", (json - half) / (pods - pods / 2));
        System.out.printf(
                Locale.ROOT,
                "scale pods=%d images=%d subjects=%d open_ms=%.2f seconds=%.2f json_mb=%.2f largest_mb=%.2f heap_mb=%.0f%n",
                pods,
                images,
                report.subjects().size(),
                median(opened),
                seconds,
                json / 1e6,
                sizes.values().stream().mapToLong(size -> size).max().orElse(0) / 1e6,
                heap);
    }

    /** What one debug container printed, and the call that it was started with. */
    private record Sealed(ProbeCall call, byte[] frame) {
        static Sealed of(ScalePods cluster, int pod, ProbeCall call, Path kept) throws IOException {
            if (!Files.exists(kept)) {
                Path part = Path.of(kept + ".part");
                Files.write(part, Frames.frame(call, EvidenceWriter.gzip(cluster.evidence(pod, call))));
                Files.move(part, kept);
            }
            return new Sealed(call, Files.readAllBytes(kept));
        }
    }

    private static ProbeCall call(ScalePods cluster, int pod, KeyRing keys) throws ScanException {
        return ProbeCall.create(
                keys.next(cluster.uid(pod), "app"),
                cluster.container(pod),
                cluster.attached(pod).plusSeconds(90),
                Duration.ofSeconds(60),
                Duration.ofSeconds(75),
                8 << 20);
    }

    /** So that frames which an earlier run kept open in this one. */
    private static SecureRandom sameKeysInEachRun() throws NoSuchAlgorithmException {
        SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
        random.setSeed(20_261_128);
        return random;
    }

    /** A pod that was not scanned would be cheap. */
    private static void checkAllCollected(ScanReport report, int pods) {
        long collected = report.targets().stream()
                .filter(target -> target.outcome() == Outcome.COLLECTED
                        && !target.subject().isEmpty())
                .count();
        if (collected != pods) {
            throw new IllegalStateException("only " + collected + " of " + pods + " pods were read: "
                    + report.targets().get(0).reason());
        }
    }

    private static CollectedScan facts(List<AuditEvent> audit) {
        CollectedScan sample = Scans.empty().build().scan();
        return new CollectedScan(
                sample.format(), sample.scan(), sample.access(), List.of(), sample.passedOver(), audit);
    }

    private static long jsonSize(Assessment assessment, Reduction reduction, List<AuditEvent> audit)
            throws IOException {
        ScanReport report = assessment.judge(facts(audit), reduction);
        Path file = Files.createTempFile("scale", ".json");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            ReportFiles.all().get(0).write(report, out);
        }
        long size = Files.size(file);
        Files.delete(file);
        return size;
    }

    private static Map<String, Long> write(ScanReport report, Path folder) throws IOException {
        Files.createDirectories(folder);
        Map<String, Long> sizes = new TreeMap<>();
        for (ReportFile file : ReportFiles.all()) {
            Path path = folder.resolve(file.name());
            long begin = System.nanoTime();
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
                file.write(report, out);
            }
            System.err.printf(Locale.ROOT, "%s %.2f s%n", file.name(), (System.nanoTime() - begin) / 1e9);
            sizes.put(file.name(), Files.size(path));
        }
        return sizes;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static double usedAfterCollection() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
    }

    private static void resetPeaks() {
        System.gc();
        ManagementFactory.getMemoryPoolMXBeans().forEach(pool -> pool.resetPeakUsage());
    }

    /** Sum of the peaks of all pools of the heap: never less than was in use at one moment. */
    private static double peakMb() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .mapToLong(pool -> pool.getPeakUsage().getUsed())
                        .sum()
                / 1e6;
    }
}
