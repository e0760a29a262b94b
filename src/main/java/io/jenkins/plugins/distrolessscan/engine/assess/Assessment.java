package io.jenkins.plugins.distrolessscan.engine.assess;

import io.jenkins.plugins.distrolessscan.engine.gate.CoverageCount;
import io.jenkins.plugins.distrolessscan.engine.model.Capacity;
import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.Difference;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryItem;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.LookedAt;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict;
import java.util.List;

/**
 * The half of the conductor that judges: from the facts of a scan to its report. It touches no cluster, so that the same
 * facts can be assessed again. In Jenkins it runs on the controller, and everything it is given is hostile.
 */
public final class Assessment {
    private final Stages stages;

    /** @param stages what judges */
    public Assessment(Stages stages) {
        this.stages = stages;
    }

    /** Judges the facts of a scan, whose evidence is opened one after the other. */
    public ScanReport assess(CollectedScan scan) {
        Reduction reduction = reduction();
        scan.observations().forEach(reduction::add);
        return judge(scan, reduction);
    }

    /** Begins to take observations in, for when they come one at a time. */
    public Reduction reduction() {
        return new Reduction(stages, Capacity.PACKAGES);
    }

    /**
     * Judges what was taken in.
     *
     * @param facts all else that is known of the scan; its own observations do not count
     */
    public ScanReport judge(CollectedScan facts, Reduction reduction) {
        reduction.settle(facts.scan());
        CollectedScan scan = facts.with(reduction.observations());
        List<TargetReport> targets = reduction.targets();
        Subjects found = Subjects.of(reduction);
        List<InventoryItem> inventory = reduction.inventory();
        ScanReport report = new ScanReport(
                ScanReport.SCHEMA_VERSION,
                scan.scan(),
                Verdict.NONE,
                found.subjects(),
                targets.stream().map(TargetReport::judged).toList(),
                scan.passedOver(),
                scan.access(),
                stages.risk().of(scan, targets),
                found.controls(),
                inventory,
                found.findings(),
                CoverageCount.of(scan, targets, found.controls(), inventory),
                LookedAt.NOTHING,
                Difference.without(Difference.Reference.none()),
                List.of(),
                scan.audit());
        for (Stages.Addition addition : stages.additions()) {
            report = addition.to(report);
        }
        return stages.gates().of(scan, report);
    }
}
