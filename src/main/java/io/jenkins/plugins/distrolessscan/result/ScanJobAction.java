package io.jenkins.plugins.distrolessscan.result;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.Job;
import hudson.model.Run;
import hudson.util.RunList;
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

    /** Adds the page to jobs whose newest builds have a scan. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Job> {
        private static final int RECENT = 10;

        @Override
        public Class<Job> type() {
            return Job.class;
        }

        /** Without this every look for any action of any job would load builds. */
        @Override
        public Class<? extends Action> actionType() {
            return ScanJobAction.class;
        }

        @NonNull
        @Override
        public Collection<? extends Action> createFor(@NonNull Job target) {
            Run<?, ?> build = target.getLastBuild();
            for (int looked = 0; build != null && looked < RECENT; looked++) {
                if (build.getAction(ScanAction.class) != null) {
                    return List.of(new ScanJobAction(target));
                }
                build = build.getPreviousBuild();
            }
            return List.of();
        }
    }
}
