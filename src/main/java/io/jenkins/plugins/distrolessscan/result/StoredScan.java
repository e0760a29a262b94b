package io.jenkins.plugins.distrolessscan.result;

import hudson.model.Run;
import io.jenkins.plugins.distrolessscan.engine.difference.ReferenceSearch;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict;
import java.io.IOException;
import java.util.List;

/** A scan of an earlier build, as something to compare with: of its report only the index is read. */
public final class StoredScan implements ReferenceSearch.Candidate {
    private final Run<?, ?> build;
    private final ScanAction action;

    private StoredScan(Run<?, ?> build, ScanAction action) {
        this.build = build;
        this.action = action;
    }

    /** The scans of a build that have this scope, the last one first. */
    public static List<StoredScan> of(Run<?, ?> build, String scope) {
        List<StoredScan> scans = new java.util.ArrayList<>();
        for (ScanAction action : build.getActions(ScanAction.class)) {
            if (action.isReportStored() && action.getJudgedGates().getScope().equals(scope)) {
                scans.add(0, new StoredScan(build, action));
            }
        }
        return scans;
    }

    @Override
    public String name() {
        return build.getFullDisplayName();
    }

    @Override
    public boolean completed() {
        return !build.isBuilding();
    }

    @Override
    public String scope() {
        return action.getJudgedGates().getScope();
    }

    @Override
    public Verdict.Result result() {
        return Verdict.Result.valueOf(action.getVerdict());
    }

    @Override
    public ReportIndex index() throws IOException {
        return ReportStore.of(build).readIndex(action.getScanId());
    }
}
