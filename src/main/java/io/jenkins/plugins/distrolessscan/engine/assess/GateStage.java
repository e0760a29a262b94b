package io.jenkins.plugins.distrolessscan.engine.assess;

import io.jenkins.plugins.distrolessscan.engine.difference.Comparison;
import io.jenkins.plugins.distrolessscan.engine.difference.Indexer;
import io.jenkins.plugins.distrolessscan.engine.difference.ReferenceSearch;
import io.jenkins.plugins.distrolessscan.engine.difference.VersionComparison;
import io.jenkins.plugins.distrolessscan.engine.gate.GateFacts;
import io.jenkins.plugins.distrolessscan.engine.gate.GatePolicy;
import io.jenkins.plugins.distrolessscan.engine.gate.Gates;
import io.jenkins.plugins.distrolessscan.engine.gate.Measures;
import io.jenkins.plugins.distrolessscan.engine.gate.WaivedControls;
import io.jenkins.plugins.distrolessscan.engine.gate.Waiver;
import io.jenkins.plugins.distrolessscan.engine.gate.Waivers;
import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.Difference;
import io.jenkins.plugins.distrolessscan.engine.model.Finding;
import io.jenkins.plugins.distrolessscan.engine.model.LookupInfo;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.IndexedFinding;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.VulnerabilityData;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The last stage: what was looked at, waivers, the difference from an earlier build, and the verdict. It reads no clock: the
 * day that decides about waivers is the day on which the scan ended, so that the same facts give the same verdict again.
 */
public final class GateStage implements Stages.Judgement {
    private final GatePolicy policy;
    private final List<Waiver> waivers;
    private final ReferenceSearch.Found reference;
    private final VersionComparison versions;

    /**
     * @param policy thresholds and gates
     * @param waivers of administrator and build
     * @param reference what to compare with
     * @param versions which of two versions is the later one
     */
    public GateStage(
            GatePolicy policy, List<Waiver> waivers, ReferenceSearch.Found reference, VersionComparison versions) {
        this.policy = policy;
        this.waivers = List.copyOf(waivers);
        this.reference = reference;
        this.versions = versions;
    }

    @Override
    public ScanReport of(CollectedScan scan, ScanReport found) {
        // Data that is too old, or could not be used, has looked up nothing that a gate may rest on.
        Optional<Instant> dataAsOf = found.lookup().state() == LookupInfo.State.LOOKED_UP
                ? found.lookup().data().map(VulnerabilityData::date)
                : Optional.empty();
        ScanReport report = found.with(LookedAtNow.of(found, dataAsOf));
        LocalDate day = LocalDate.ofInstant(report.scan().finished(), ZoneOffset.UTC);
        Waivers onThatDay = new Waivers(waivers, day);
        ReportIndex index = Indexer.of(report);
        Measures measures = Measurement.of(report, dataAsOf);
        Set<String> waived = onThatDay.waived(index.findings(), false);
        Set<String> byAdministrator = onThatDay.waived(index.findings(), true);
        GateFacts facts = facts(report, index.waiving(waived), waived, reference.index(), measures);
        GateFacts floorFacts = byAdministrator.equals(waived)
                ? facts
                : floorFacts(report, index.waiving(byAdministrator), byAdministrator, onThatDay, measures);
        return report.judged(
                Gates.judge(scan, report.targets(), report.coverage(), policy, facts, floorFacts),
                facts.controls(),
                facts.difference(),
                onThatDay.of(index.findings()));
    }

    private GateFacts facts(
            ScanReport report, ReportIndex index, Set<String> waived, Optional<ReportIndex> before, Measures measures) {
        Difference difference = before.map(earlier ->
                        new Comparison(versions).of(reference.reference().name(), earlier, index))
                .orElseGet(() -> Difference.without(reference.reference()));
        return new GateFacts(controls(report, waived), Optional.of(index), difference, measures);
    }

    /**
     * An index does not say whose waiver applied: what the earlier build waived itself is nothing that a floor knows of. What
     * is waived now without a waiver, by a statement of the administrator, was so before.
     */
    private GateFacts floorFacts(
            ScanReport report, ReportIndex index, Set<String> waived, Waivers onThatDay, Measures measures) {
        Optional<ReportIndex> before = reference.index().map(earlier -> {
            Set<String> then = onThatDay.waived(earlier.findings(), true);
            index.findings().stream()
                    .filter(IndexedFinding::waived)
                    .map(IndexedFinding::identity)
                    .forEach(then::add);
            return earlier.waivedAnew(then);
        });
        return facts(report, index, waived, before, measures);
    }

    /** A result is waived when all of its findings are. */
    private static List<ControlResult> controls(ScanReport report, Set<String> waived) {
        if (waived.isEmpty()) {
            return report.controls();
        }
        Set<String> all = new HashSet<>();
        Set<String> not = new HashSet<>();
        for (Finding finding : report.findings()) {
            (waived.contains(Indexer.identity(finding)) ? all : not)
                    .add(WaivedControls.key(finding.rule(), finding.subject()));
        }
        all.removeAll(not);
        return WaivedControls.of(report.controls(), all);
    }
}
