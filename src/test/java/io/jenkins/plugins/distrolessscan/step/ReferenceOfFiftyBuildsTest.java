package io.jenkins.plugins.distrolessscan.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Run;
import io.jenkins.plugins.distrolessscan.engine.assess.TypeOrder;
import io.jenkins.plugins.distrolessscan.engine.difference.Comparison;
import io.jenkins.plugins.distrolessscan.engine.difference.ManyFindings;
import io.jenkins.plugins.distrolessscan.engine.difference.ReferenceSearch.Found;
import io.jenkins.plugins.distrolessscan.engine.difference.Scope;
import io.jenkins.plugins.distrolessscan.engine.model.Difference;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.FindingChange.Kind;
import io.jenkins.plugins.distrolessscan.engine.store.IndexFile;
import io.jenkins.plugins.distrolessscan.engine.store.ReferenceMark;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.RunLoadCounter;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * A job of fifty builds of which the newest five missed their gates, 10,000 findings in each: the reference is found and
 * compared with. Run by {@code bench/difference} too, which asks for more runs and for the median of all but the first.
 */
@WithJenkins
class ReferenceOfFiftyBuildsTest {
    private static final int BUILDS = 50;
    private static final int FINDINGS = 10_000;
    private static final int NEWEST_PASSED = BUILDS - 5;
    private static final int RUNS = Integer.getInteger("difference.runs", 1);
    private static final String SCAN = "distroless-scan";
    private static final String SCOPE = Scope.of(SCAN, "https://cluster:6443", "shop", "all pods");

    @Test
    void oneIndexIsReadAndNoBuildIsLoaded(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("shop");
        for (int build = 1; build <= BUILDS; build++) {
            jenkins.buildAndAssertSuccess(job);
        }
        byte[] index = IndexFile.write(ManyFindings.index(1, FINDINGS));
        for (int build = 1; build <= BUILDS; build++) {
            write(job.getBuildByNumber(build), build == NEWEST_PASSED ? null : index);
        }
        RunLoadCounter.prepare(job);
        Run<?, ?> run = jenkins.buildAndAssertSuccess(job);
        write(run, IndexFile.write(ManyFindings.index(run.getNumber(), FINDINGS)));
        ScanParameters parameters = ScanParameters.of(new DistrolessScanStep());

        List<Double> times = new ArrayList<>();
        int loaded = 0;
        int reads = 0;
        for (int i = 0; i < RUNS; i++) {
            AtomicReference<Difference> found = new AtomicReference<>();
            try (LogRecorder log = new LogRecorder()
                    .record("io.jenkins.plugins.distrolessscan.result.ReportStore", Level.FINE)
                    .capture(100)) {
                long start = System.nanoTime();
                loaded = RunLoadCounter.countLoads(job, () -> found.set(compare(run, parameters)));
                times.add((System.nanoTime() - start) / 1e6);
                // The scan's own index is read here as well; a scan has it in memory.
                reads = log.getMessages().size() + 1;
            }
            Difference difference = found.get();
            assertThat(difference.reference().name()).isEqualTo("shop #" + NEWEST_PASSED);
            int newer = (run.getNumber() - NEWEST_PASSED) * 10;
            assertThat(difference.count(Kind.NEW)).isEqualTo(newer);
            assertThat(difference.count(Kind.FIXED)).isEqualTo(newer);
            assertThat(difference.unchanged()).isEqualTo(FINDINGS - newer);
            System.out.printf(Locale.ROOT, "run %d: %.0f ms%n", i + 1, times.get(i));
        }
        List<Double> warm = times.subList(times.size() > 1 ? 1 : 0, times.size()).stream()
                .sorted()
                .toList();
        System.out.printf(
                Locale.ROOT,
                "difference findings=%d builds=%d ms=%.0f index_reads=%d builds_loaded=%d%n",
                FINDINGS,
                BUILDS,
                warm.get(warm.size() / 2),
                reads,
                loaded);
        assertThat(loaded).isZero();
        assertThat(reads).as("the reference's and the scan's own").isEqualTo(2);
    }

    private static Difference compare(Run<?, ?> run, ScanParameters parameters) {
        Found found = new BuildReference(run, SCOPE).find(parameters);
        try (InputStream in = new GZIPInputStream(Files.newInputStream(indexFile(run)))) {
            return new Comparison(new TypeOrder())
                    .of(found.reference().name(), found.index().orElseThrow(), IndexFile.read(in));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** @param index null for the reference, whose index is its own */
    private static void write(Run<?, ?> run, byte[] index) throws IOException {
        Path file = indexFile(run);
        Files.createDirectories(file.getParent());
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(index == null ? IndexFile.write(ManyFindings.index(NEWEST_PASSED, FINDINGS)) : index);
        }
        if (run.getNumber() <= NEWEST_PASSED) {
            ReferenceMark.write(file.getParent(), SCOPE, SCAN);
        }
    }

    private static Path indexFile(Run<?, ?> run) {
        return run.getRootDir().toPath().resolve("distroless-scan").resolve(SCAN + ".index.json.gz");
    }
}
