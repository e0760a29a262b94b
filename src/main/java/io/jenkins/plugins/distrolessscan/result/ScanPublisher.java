package io.jenkins.plugins.distrolessscan.result;

import hudson.AbortException;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict;
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

    private static final String INCOMPLETE = "INCOMPLETE";

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
     * @param scope what later scans have to share to be compared with this one
     * @param archived words of the formats that become artifacts, which everybody who may read the job can see
     * @throws AbortException when the report is stored with the build, but its files could not be archived
     */
    public ScanAction publish(String id, String scope, ScanReport report, List<String> archived)
            throws IOException, InterruptedException {
        String free;
        ScanAction action;
        synchronized (run) {
            replaceBegun(id);
            free = free(id);
            ReportStore store = ReportStore.of(run);
            store.write(free, report);
            if (report.verdict().result() == Verdict.Result.PASSED) {
                store.markPassed(scope, free);
            }
            action = new ScanAction(ScanSummary.of(free, report), new JudgedGates(scope, report));
            run.addAction(action);
        }
        run.save();
        ScanJobAction.note(run.getParent());
        try {
            archive(free, report, archived);
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "files of " + run.getExternalizableId() + " could not be archived", e);
            throw new AbortException(
                    Messages.ScanPublisher_notArchived(free, PlainText.line(String.valueOf(e.getMessage()))));
        }
        return action;
    }

    /**
     * Puts every file of a report into a folder of the workspace, where the next steps of the build find it.
     *
     * @throws AbortException when they cannot be written; the report is stored with the build all the same
     */
    public void toWorkspace(ScanReport report, FilePath folder) throws IOException, InterruptedException {
        try {
            folder.mkdirs();
            for (ReportFile file : JenkinsReportFiles.of(report)) {
                try (OutputStream out =
                        new BufferedOutputStream(folder.child(file.name()).write())) {
                    file.write(report, out);
                }
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "files of " + run.getExternalizableId() + " are not in the workspace", e);
            throw new AbortException(Messages.ScanPublisher_notInWorkspace(
                    PlainText.line(folder.getRemote()), PlainText.line(String.valueOf(e.getMessage()))));
        }
    }

    /** Records a scan that could not be done, with the reason and the debug containers whose end nobody saw. */
    public ScanAction publishNotPossible(String id, String reason, List<String> leftovers) throws IOException {
        return record(ScanSummary.without(id, INCOMPLETE, List.of(reason), leftovers));
    }

    /** Records an aborted scan at once; the end of its debug containers is not verified yet. */
    public ScanAction publishAborted(String id, List<String> unverified) throws IOException {
        String reason = unverified.isEmpty()
                ? Messages.ScanPublisher_abortedEarly()
                : Messages.ScanPublisher_abortedUnverified(unverified.size());
        return record(ScanSummary.without(id, "ABORTED", List.of(reason), unverified));
    }

    /**
     * Updates the record of a scan that was stopped or that vanished with Jenkins, in place, once the end of its debug
     * containers was looked for. A finished scan's record says more already, and only its leftovers are corrected; a build
     * without one gets it.
     *
     * @param added the debug containers by name
     * @param leftovers a sentence for each that was not seen to end
     */
    public static void settle(Run<?, ?> run, String id, List<String> added, List<String> leftovers) throws IOException {
        if (!run.getRootDir().isDirectory()) {
            // Deleted in the meantime; it stays deleted.
            return;
        }
        List<ScanAction> recorded = run.getActions(ScanAction.class).stream()
                .filter(action -> action.getScanId().equals(id))
                .toList();
        String names = PlainText.line(String.join(", ", added));
        String end = leftovers.isEmpty()
                ? Messages.ScanPublisher_ended(added.size(), names)
                : Messages.ScanPublisher_leftovers(leftovers.size(), added.size(), names);
        if (recorded.isEmpty()) {
            run.addAction(new ScanAction(
                    ScanSummary.without(id, INCOMPLETE, List.of(Messages.ScanPublisher_vanished(), end), leftovers)));
        }
        for (ScanAction action : recorded) {
            if (action.getVerdict().equals("ABORTED")) {
                action.settle(ScanSummary.without(
                        id, "ABORTED", List.of(Messages.ScanPublisher_stopped() + " " + end), leftovers));
            } else if (action.isBegun()) {
                action.settle(ScanSummary.without(
                        id, INCOMPLETE, List.of(Messages.ScanPublisher_vanished(), end), leftovers));
            } else if (!action.getLeftovers().isEmpty()) {
                action.settle(ScanSummary.without(id, action.getVerdict(), action.getReasons(), leftovers));
            }
        }
        run.save();
    }

    /**
     * Records that a scan has begun, so that a build which vanishes with Jenkins says so. The scan's own record takes its
     * place.
     */
    public void begin(String id, List<String> added) throws IOException {
        synchronized (run) {
            replaceBegun(id);
            ScanAction action = new ScanAction(ScanSummary.without(
                    id, INCOMPLETE, List.of(Messages.ScanPublisher_begun(String.join(", ", added))), List.of()));
            action.begin();
            run.addAction(action);
        }
        run.save();
    }

    private void replaceBegun(String id) {
        run.getActions(ScanAction.class).stream()
                .filter(action -> action.isBegun() && action.getScanId().equals(id))
                .forEach(run::removeAction);
    }

    private ScanAction record(ScanSummary summary) throws IOException {
        ScanAction action;
        synchronized (run) {
            replaceBegun(summary.scanId());
            action = new ScanAction(summary.named(free(summary.scanId())));
            run.addAction(action);
        }
        run.save();
        ScanJobAction.note(run.getParent());
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
    private void archive(String id, ScanReport report, List<String> formats) throws IOException, InterruptedException {
        List<ReportFile> files = JenkinsReportFiles.of(report, formats);
        if (files.isEmpty()) {
            return;
        }
        Path folder = Files.createTempDirectory("distroless-scan");
        FilePath root = new FilePath(folder.toFile());
        try {
            Map<String, String> artifacts = new LinkedHashMap<>();
            for (ReportFile file : files) {
                Path place = folder.resolve(file.name());
                Files.createDirectories(place.resolveSibling(""));
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
