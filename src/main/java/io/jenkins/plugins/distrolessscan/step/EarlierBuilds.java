package io.jenkins.plugins.distrolessscan.step;

import hudson.model.Run;
import io.jenkins.plugins.distrolessscan.config.ClusterAccess;
import io.jenkins.plugins.distrolessscan.engine.assess.Assumptions;
import io.jenkins.plugins.distrolessscan.engine.assess.EarlierScans;
import io.jenkins.plugins.distrolessscan.engine.difference.ReferenceSearch;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.result.StoredScan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a build may take over from earlier builds of its own job: by their files on the controller, which no workspace and no
 * agent can write. At most {@value ReferenceSearch#MOST_BUILDS} builds are looked at.
 */
final class EarlierBuilds {
    private final Run<?, ?> run;

    EarlierBuilds(Run<?, ?> run) {
        this.run = run;
    }

    /** What may be assumed; nothing unless it was asked for. */
    Assumptions assumptions(ScanParameters parameters, ClusterAccess access) throws ScanException {
        Optional<Duration> within = parameters.unchangedFor();
        if (within.isEmpty()) {
            return new Assumptions(parameters.perImage(), EarlierScans.NONE);
        }
        Instant now = Instant.now();
        Instant since = now.minus(within.get());
        List<ScanReport> reports = new ArrayList<>();
        Run<?, ?> build = run.getPreviousBuild();
        // By the controller's clock, whatever an agent says of its own.
        for (int n = 0;
                n < ReferenceSearch.MOST_BUILDS
                        && build != null
                        && !started(build).isBefore(since);
                n++) {
            if (!build.isBuilding()) {
                reports.addAll(StoredScan.reports(build));
            }
            build = build.getPreviousBuild();
        }
        return new Assumptions(
                parameters.perImage(),
                EarlierScans.of(
                        reports,
                        new EarlierScans.Conditions(
                                access.connection().server(),
                                access.namespace(),
                                access.image(),
                                ToolVersion.text(),
                                since,
                                now)));
    }

    private static Instant started(Run<?, ?> build) {
        return Instant.ofEpochMilli(build.getStartTimeInMillis());
    }
}
