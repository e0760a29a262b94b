package io.jenkins.plugins.distrolessscan.result;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jenkins.util.BuildListenerAdapter;

/** Stores what a scan brought with its build: side file, artifacts, action. */
public final class ScanPublisher {
    private final Run<?, ?> run;
    private final TaskListener listener;

    public ScanPublisher(Run<?, ?> run, TaskListener listener) {
        this.run = run;
        this.listener = listener;
    }

    /** Refuses an id that this build has used already, before anything is attached. */
    public void checkUnused(String id) throws ScanException {
        if (used(id)) {
            throw new ScanException(ScanException.Kind.CONFIGURATION, Messages.ScanPublisher_idUsed(id));
        }
    }

    /** Stores a report. Branches that run at the same time with one id lose nothing: the later one gets a number. */
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
        } catch (IOException e) {
            throw new IOException(Messages.ScanPublisher_notArchived(free), e);
        }
        return action;
    }

    /** Records a scan that could not be done, with the reason and the debug containers whose end nobody saw. */
    public ScanAction publishNotPossible(String id, String reason, List<String> leftovers) throws IOException {
        return record(ScanSummary.without(id, "INCOMPLETE", List.of(reason), leftovers));
    }

    /** Records an aborted scan, with the debug containers that were not seen to end. */
    public ScanAction publishAborted(String id, int attached, List<String> leftovers) throws IOException {
        String reason = leftovers.isEmpty()
                ? Messages.ScanPublisher_abortedClean(attached)
                : Messages.ScanPublisher_abortedLeftovers(leftovers.size(), attached);
        return record(ScanSummary.without(id, "ABORTED", List.of(reason), leftovers));
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

    private boolean used(String id) {
        return run.getActions(ScanAction.class).stream()
                .anyMatch(action -> action.getScanId().equals(id));
    }

    /** Hands the files to the build's artifact manager, which may keep them elsewhere. */
    private void archive(String id, ScanReport report) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("distroless-scan");
        FilePath root = new FilePath(folder.toFile());
        try {
            Map<String, String> artifacts = new LinkedHashMap<>();
            for (ReportFile file : JenkinsReportFiles.all()) {
                Files.write(folder.resolve(file.name()), file.render(report));
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
