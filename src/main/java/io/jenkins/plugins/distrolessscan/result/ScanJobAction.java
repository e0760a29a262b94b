package io.jenkins.plugins.distrolessscan.result;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.Job;
import hudson.model.Run;
import hudson.util.RunList;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;

/** The scans of a job's last builds, newest first. It reads counts only, never a report. */
public final class ScanJobAction implements Action {
    /** So many builds are looked at; a job may have thousands. */
    private static final int BUILDS = 50;

    private final Job<?, ?> job;

    ScanJobAction(Job<?, ?> job) {
        this.job = job;
    }

    public Job<?, ?> getJob() {
        return job;
    }

    @Override
    public String getIconFileName() {
        return "symbol-shield-checkmark-outline plugin-ionicons-api";
    }

    @Override
    public String getDisplayName() {
        return Messages.ScanJobAction_displayName();
    }

    @Override
    public String getUrlName() {
        return ScanAction.URL;
    }

    /** The scans of the last builds. */
    public List<ScanAction> getScans() {
        List<ScanAction> scans = new ArrayList<>();
        for (Run<?, ?> build : RunList.fromRuns(job.getBuilds().limit(BUILDS))) {
            scans.addAll(build.getActions(ScanAction.class));
        }
        return scans;
    }

    /** Notes that the job scans, so that the page appears. */
    static void note(Job<?, ?> job) throws IOException {
        File marker = marker(job);
        if (!marker.isFile()) {
            Files.createDirectories(marker.getParentFile().toPath());
            Files.writeString(marker.toPath(), "");
        }
    }

    private static File marker(Job<?, ?> job) {
        return new File(job.getRootDir(), "distroless-scan.job");
    }

    /** Adds the page to jobs that have scanned; a small file of the job says so, and no build is loaded. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Job> {
        @Override
        public Class<Job> type() {
            return Job.class;
        }

        /** Without this every look for any action of any job would come here. */
        @Override
        public Class<? extends Action> actionType() {
            return ScanJobAction.class;
        }

        @NonNull
        @Override
        public Collection<? extends Action> createFor(@NonNull Job target) {
            return marker(target).isFile() ? List.of(new ScanJobAction(target)) : List.of();
        }
    }
}
