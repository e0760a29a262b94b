package io.jenkins.plugins.distrolessscan.engine.difference;

import io.jenkins.plugins.distrolessscan.engine.difference.ReferenceSearch.Candidate;
import io.jenkins.plugins.distrolessscan.engine.difference.ReferenceSearch.Found;
import io.jenkins.plugins.distrolessscan.engine.model.Difference;
import io.jenkins.plugins.distrolessscan.engine.model.LoadedState;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict.Result;
import io.jenkins.plugins.distrolessscan.engine.store.IndexFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Run by {@code bench/difference}: a job of fifty builds with an index of 10,000 findings each, of which the newest ones missed
 * their gates; the time to find the reference and to compare the newest scan with it, both indexes read from files.
 */
final class DifferenceBench {
    private static final int BUILDS = 50;
    private static final int FINDINGS = 10_000;
    private static final int RUNS = 6;

    private int indexReads;
    private int buildsLoaded;

    private DifferenceBench() {}

    /** @param args a folder for the indexes */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        for (int build = 1; build <= BUILDS + 1; build++) {
            Files.write(file(folder, build), IndexFile.write(index(build)));
        }
        System.out.printf(
                Locale.ROOT,
                "%d indexes of %d findings and packages, %.1f MB each%n",
                BUILDS + 1,
                FINDINGS,
                Files.size(file(folder, 1)) / 1e6);
        double[] times = new double[RUNS];
        DifferenceBench bench = new DifferenceBench();
        for (int run = 0; run < RUNS; run++) {
            bench = new DifferenceBench();
            long start = System.nanoTime();
            Difference difference = bench.compare(folder);
            times[run] = (System.nanoTime() - start) / 1e6;
            System.out.printf(
                    Locale.ROOT,
                    "run %d: %.0f ms, compared with %s: %d new, %d fixed, %d unchanged%n",
                    run + 1,
                    times[run],
                    difference.reference().name(),
                    difference.count(Difference.FindingChange.Kind.NEW),
                    difference.count(Difference.FindingChange.Kind.FIXED),
                    difference.unchanged());
        }
        double[] warm = Arrays.copyOfRange(times, 1, RUNS);
        Arrays.sort(warm);
        System.out.printf(
                Locale.ROOT,
                "difference findings=%d builds=%d ms=%.0f index_reads=%d builds_loaded=%d%n",
                FINDINGS,
                BUILDS,
                warm[warm.length / 2],
                bench.indexReads,
                bench.buildsLoaded);
    }

    private Difference compare(Path folder) throws IOException {
        Iterator<Candidate> newestFirst = IntStream.iterate(BUILDS, build -> build >= 1, build -> build - 1)
                .mapToObj(build -> candidate(folder, build))
                .iterator();
        Found found = ReferenceSearch.newest(newestFirst, "scope");
        ReportIndex now = read(folder, BUILDS + 1);
        return new Comparison(VersionComparison.unknown())
                .of(found.reference().name(), found.index().orElseThrow(), now);
    }

    private Candidate candidate(Path folder, int build) {
        buildsLoaded++;
        return new Candidate() {
            @Override
            public String name() {
                return "shop #" + build;
            }

            @Override
            public boolean completed() {
                return true;
            }

            @Override
            public String scope() {
                return "scope";
            }

            @Override
            public Result result() {
                return build > BUILDS - 5 ? Result.FAILED : Result.PASSED;
            }

            @Override
            public ReportIndex index() throws IOException {
                return read(folder, build);
            }
        };
    }

    private ReportIndex read(Path folder, int build) throws IOException {
        indexReads++;
        try (InputStream in = Files.newInputStream(file(folder, build))) {
            return IndexFile.read(in);
        }
    }

    /** Each build has ten findings that the one before had not, and lacks ten of it. */
    private static ReportIndex index(int build) {
        Indexes index = Indexes.build();
        for (int i = 0; i < FINDINGS; i++) {
            int number = build * 10 + i;
            index.pack("deb", "package-" + number, "1.2.3-" + number)
                    .vulnerability(
                            "CVE-2026-" + number,
                            "deb/package-" + number,
                            Severity.values()[number % 5],
                            LoadedState.values()[number % 4],
                            number % 2 == 0 ? "1.2.4" : "");
        }
        return index.index();
    }

    private static Path file(Path folder, int build) {
        return folder.resolve(build + "." + IndexFile.NAME);
    }
}
