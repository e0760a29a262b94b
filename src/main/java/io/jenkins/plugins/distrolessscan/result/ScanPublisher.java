package io.jenkins.plugins.distrolessscan.result;

import hudson.AbortException;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.BuildListenerAdapter;

/** Stores what a scan brought with its build: side file, artifacts, action. */
public final class ScanPublisher {
    private static final Logger LOGGER = Logger.getLogger(ScanPublisher.class.getName());

    private final Run<?, ?> run;
    private final TaskListener listener;

    public ScanPublisher(Run<?, ?> run, TaskListener listener) {
        this.run = run;
        this.listener = listener;
    }

    /**
     * Refuses an id that this build has used already, before anything is attached. A scan that could not be finished may
     * be repeated, in a {@code retry} for example: the next one gets a number.
     */
    public void checkUnused(String id) throws ScanException {
        if (run.getActions(ScanAction.class).stream()
                .anyMatch(action -> action.getScanId().equalsIgnoreCase(id) && !action.isUnfinished())) {
            throw new ScanException(ScanException.Kind.CONFIGURATION, Messages.ScanPublisher_idUsed(id));
        }
    }

    /**
     * Stores a report. Branches that run at the same time with one id lose nothing: the later one gets a number.
     *
     * @throws AbortException when the report is stored with the build, but its files could not be archived
     */
    public ScanAction publish(String id, ScanReport report) throws IOException, InterruptedException {
        String free;
        ScanAction action;
        synchronized (run) {
            free = free(id);
            ReportStore.of(run).write(free, report);
            action = new ScanAction(ScanSummary.of(free, report));
            run.addAction(action);
        }
        run.save();
        try {
            archive(free, report);
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "files of " + run.getExternalizableId() + " could not be archived", e);
            throw new AbortException(
                    Messages.ScanPublisher_notArchived(free, PlainText.line(String.valueOf(e.getMessage()))));
        }
        return action;
    }

    /** Records a scan that could not be done, with the reason and the debug containers whose end nobody saw. */
    public ScanAction publishNotPossible(String id, String reason, List<String> leftovers) throws IOException {
        return record(ScanSummary.without(id, "INCOMPLETE", List.of(reason), leftovers));
    }

    /** Records an aborted scan at once; the end of its debug containers is not verified yet. */
    public ScanAction publishAborted(String id, List<String> unverified) throws IOException {
        String reason = unverified.isEmpty()
                ? Messages.ScanPublisher_abortedEarly()
                : Messages.ScanPublisher_abortedUnverified(unverified.size());
        return record(ScanSummary.without(id, "ABORTED", List.of(reason), unverified));
    }

    /**
     * Updates an aborted scan's record in place, once the end of its debug containers was looked for. A build that was
     * deleted in the meantime stays deleted.
     *
     * @param build its externalizable id
     */
    public static void settleAborted(String build, String id, int attached, List<String> leftovers) throws IOException {
        Run<?, ?> run = Run.fromExternalizableId(build);
        if (run == null) {
            return;
        }
        String reason = leftovers.isEmpty()
                ? Messages.ScanPublisher_abortedClean(attached)
                : Messages.ScanPublisher_abortedLeftovers(leftovers.size(), attached);
        run.getActions(ScanAction.class).stream()
                .filter(action -> action.getScanId().equals(id))
                .forEach(action -> action.settle(ScanSummary.without(id, "ABORTED", List.of(reason), leftovers)));
        run.save();
    }

    private ScanAction record(ScanSummary summary) throws IOException {
        ScanAction action;
        synchronized (run) {
            action = new ScanAction(summary.named(free(summary.scanId())));
            run.addAction(action);
        }
        run.save();
        return action;
    }

    private String free(String id) {
        String free = id;
        for (int number = 2; used(free); number++) {
            free = id + "-" + number;
        }
        return free;
    }

    /** Also in other letters: files and addresses of both could be the same. */
    private boolean used(String id) {
        return run.getActions(ScanAction.class).stream()
                .anyMatch(action -> action.getScanId().equalsIgnoreCase(id));
    }

    /** Hands the files to the build's artifact manager, which may keep them elsewhere. */
    private void archive(String id, ScanReport report) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("distroless-scan");
        FilePath root = new FilePath(folder.toFile());
        try {
            Map<String, String> artifacts = new LinkedHashMap<>();
            for (ReportFile file : JenkinsReportFiles.of(report)) {
                Path place = folder.resolve(file.name());
                Files.createDirectories(place.getParent());
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(place))) {
                    file.write(report, out);
                }
                artifacts.put("distroless-scan/" + id + "/" + file.name(), file.name());
            }
            run.pickArtifactManager()
                    .archive(
                            root, new Launcher.LocalLauncher(listener), BuildListenerAdapter.wrap(listener), artifacts);
        } finally {
            root.deleteRecursive();
        }
    }
}
