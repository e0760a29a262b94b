package io.jenkins.plugins.distrolessscan.result;

import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.distrolessscan.engine.difference.ReferenceSearch;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jenkins.model.lazy.LazyBuildMixIn.LazyLoadingJob;

/** A scan of an earlier build, as something to compare with: of its report only the index is read. */
public final class StoredScan implements ReferenceSearch.Candidate {
    private static final Logger LOGGER = Logger.getLogger(StoredScan.class.getName());
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    private final ReportStore store;
    private final String id;
    private final String name;
    private final boolean completed;
    private final String scope;
    private final Verdict.Result result;

    private StoredScan(
            ReportStore store, String id, String name, boolean completed, String scope, Verdict.Result result) {
        this.store = store;
        this.id = id;
        this.name = name;
        this.completed = completed;
        this.scope = scope;
        this.result = result;
    }

    /** The last scan of a build that has this scope. */
    public static Optional<StoredScan> of(Run<?, ?> build, String scope) {
        return build.getActions(ScanAction.class).stream()
                .filter(ScanAction::isReportStored)
                .filter(action -> action.getJudgedGates().getScope().equals(scope))
                .reduce((earlier, later) -> later)
                .map(action -> new StoredScan(
                        ReportStore.of(build),
                        action.getScanId(),
                        build.getFullDisplayName(),
                        !build.isBuilding(),
                        scope,
                        Verdict.Result.valueOf(action.getVerdict())));
    }

    /**
     * Scans of this scope that were complete and met their gates, the newest first, each looked for when it is asked for.
     * At most {@value ReferenceSearch#MOST_BUILDS} builds are looked at, and none is loaded.
     *
     * @param below only builds with a smaller number
     */
    public static Iterator<StoredScan> passed(Job<?, ?> job, int below, String scope) {
        Path builds = job.getBuildDir().toPath();
        return numbers(builds)
                .filter(number -> number < below)
                .sorted(Comparator.reverseOrder())
                .limit(ReferenceSearch.MOST_BUILDS)
                .flatMap(number -> passed(job, builds.resolve(number.toString()), number, scope).stream())
                .iterator();
    }

    private static Stream<Integer> numbers(Path builds) {
        try (Stream<Path> folders = Files.list(builds)) {
            List<Integer> numbers = folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> NUMBER.matcher(name).matches())
                    .map(Integer::valueOf)
                    .toList();
            return numbers.stream();
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "there are no builds to compare with", e);
            return Stream.empty();
        }
    }

    private static Optional<StoredScan> passed(Job<?, ?> job, Path build, int number, String scope) {
        ReportStore store = ReportStore.of(build);
        return store.passed(scope)
                .map(id -> new StoredScan(
                        store,
                        id,
                        job.getFullDisplayName() + " #" + number,
                        !isBuilding(job, number),
                        scope,
                        Verdict.Result.PASSED));
    }

    /** What runs is in memory. */
    private static boolean isBuilding(Job<?, ?> job, int number) {
        Run<?, ?> build = job instanceof LazyLoadingJob<?, ?> lazy
                ? lazy.getLazyBuildMixIn().getRunMap().getLoadedBuilds().get(number)
                : job.getBuildByNumber(number);
        return build != null && build.isBuilding();
    }

    /** The reports of a build's scans that can be read, the last one first. */
    public static List<ScanReport> reports(Run<?, ?> build) {
        List<ScanReport> reports = new java.util.ArrayList<>();
        for (ScanAction action : build.getActions(ScanAction.class)) {
            if (action.isReportStored()) {
                ReportStore.of(build).read(action.getScanId()).ifPresent(report -> reports.add(0, report));
            }
        }
        return reports;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean completed() {
        return completed;
    }

    @Override
    public String scope() {
        return scope;
    }

    @Override
    public Verdict.Result result() {
        return result;
    }

    @Override
    public ReportIndex index() throws IOException {
        return store.readIndex(id);
    }
}
