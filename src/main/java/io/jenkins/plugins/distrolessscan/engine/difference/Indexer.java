package io.jenkins.plugins.distrolessscan.engine.difference;

import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.Finding;
import io.jenkins.plugins.distrolessscan.engine.model.FindingKind;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryItem;
import io.jenkins.plugins.distrolessscan.engine.model.LoadedState;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.IndexedControl;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.IndexedFinding;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.IndexedPackage;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.IndexedRisk;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import io.jenkins.plugins.distrolessscan.engine.model.Subject;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.VulnerabilityFinding;
import io.jenkins.plugins.distrolessscan.engine.model.WaiverUse;
import io.jenkins.plugins.distrolessscan.engine.model.Workload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** Reduces a report to what builds are compared by. */
public final class Indexer {
    /** Controls about what happened to a container since it started: what they find is a change. */
    private static final String CHANGES = "runtime-";

    /** What waivers call a program that nothing explains. */
    private static final String UNEXPLAINED = "unexplained-executable";

    private final ScanReport report;
    private final Map<String, Set<String>> workloads = new LinkedHashMap<>();
    private final Map<String, IndexedFinding> findings = new LinkedHashMap<>();
    private final Set<String> waived = new HashSet<>();

    private Indexer(ScanReport report) {
        this.report = report;
        for (TargetReport target : report.targets()) {
            if (!target.subject().isEmpty()) {
                workloads
                        .computeIfAbsent(target.subject(), subject -> new TreeSet<>())
                        .add(Workload.of(target.target()).key());
            }
        }
        report.waivers().stream()
                .filter(waiver -> waiver.state() == WaiverUse.State.APPLIED)
                .forEach(waiver -> waived.addAll(waiver.findings()));
    }

    /** The index of a report. */
    public static ReportIndex of(ScanReport report) {
        return new Indexer(report).index();
    }

    /** What a finding of a control is about. */
    public static FindingKind kind(String rule) {
        return rule.startsWith(CHANGES) ? FindingKind.CHANGE : FindingKind.CONTROL;
    }

    /** By what a finding of a control is known again. */
    public static String identity(Finding finding) {
        return FindingIdentity.of(kind(finding.rule()), finding.rule(), finding.location(), finding.workload());
    }

    private ReportIndex index() {
        report.findings().forEach(this::add);
        report.vulnerabilities().forEach(this::add);
        report.subjects().forEach(this::add);
        List<IndexedControl> controls = new ArrayList<>();
        ControlResult.overTargets(report.controls())
                .forEach((id, status) -> controls.add(new IndexedControl(id, status)));
        return new ReportIndex(
                FindingIdentity.VERSION,
                report.scan().id(),
                report.scan().finished(),
                report.scan().server(),
                report.scan().namespace(),
                report.scan().selection(),
                report.verdict().result(),
                report.lookedAt(),
                List.copyOf(findings.values()),
                packages(),
                controls,
                risks(report.risk()));
    }

    private void add(Finding finding) {
        String identity = identity(finding);
        put(new IndexedFinding(
                identity,
                kind(finding.rule()),
                finding.rule(),
                finding.severity(),
                finding.location(),
                finding.workload(),
                Optional.empty(),
                "",
                false,
                waived.contains(identity)));
    }

    /** What the distribution calls unimportant is shown and counted elsewhere, and is in no gate. */
    private void add(VulnerabilityFinding finding) {
        if (finding.kind() == VulnerabilityFinding.Kind.UNIMPORTANT) {
            return;
        }
        for (String workload : workloads.getOrDefault(finding.subject(), Set.of())) {
            String identity = FindingIdentity.of(
                    FindingKind.VULNERABILITY, finding.vulnerability(), finding.packageKey(), workload);
            put(new IndexedFinding(
                    identity,
                    FindingKind.VULNERABILITY,
                    finding.vulnerability(),
                    finding.severity(),
                    finding.packageKey(),
                    workload,
                    Optional.of(finding.loaded()),
                    finding.fixedVersion(),
                    finding.knownExploited(),
                    finding.kind() == VulnerabilityFinding.Kind.MALICIOUS,
                    finding.certainty() == VulnerabilityFinding.Certainty.POSSIBLE,
                    finding.epss(),
                    base(finding.ecosystem()),
                    waived.contains(identity) || !finding.suppressed().isEmpty()));
        }
    }

    /** Programs that nothing explains: nobody says how bad that is. */
    private void add(Subject subject) {
        for (String workload : workloads.getOrDefault(subject.id(), Set.of())) {
            for (String program : subject.inventory().programs()) {
                String identity = FindingIdentity.of(FindingKind.EXECUTABLE, UNEXPLAINED, program, workload);
                put(new IndexedFinding(
                        identity,
                        FindingKind.EXECUTABLE,
                        UNEXPLAINED,
                        Severity.UNKNOWN,
                        program,
                        workload,
                        Optional.empty(),
                        "",
                        false,
                        waived.contains(identity)));
            }
        }
    }

    private static String base(String ecosystem) {
        int colon = ecosystem.indexOf(':');
        return colon < 0 ? ecosystem : ecosystem.substring(0, colon);
    }

    /** The same thing seen more than once, in another version or subject, stands once, with the worst of each. */
    private void put(IndexedFinding finding) {
        findings.merge(finding.identity(), finding, Indexer::worst);
    }

    private static IndexedFinding worst(IndexedFinding one, IndexedFinding other) {
        Severity severity = one.severity().compareTo(other.severity()) >= 0 ? one.severity() : other.severity();
        return new IndexedFinding(
                one.identity(),
                one.kind(),
                one.rule(),
                severity,
                one.subject(),
                one.workload(),
                // LOADED comes first among the states, and what is not known is stronger than what was not seen.
                one.loaded().isPresent() && other.loaded().isPresent()
                        ? Optional.of(
                                stronger(one.loaded().get(), other.loaded().get()))
                        : one.loaded().or(other::loaded),
                one.fixedVersion().isEmpty() ? other.fixedVersion() : one.fixedVersion(),
                one.knownExploited() || other.knownExploited(),
                one.malicious() || other.malicious(),
                // One that is certain makes it so.
                one.possible() && other.possible(),
                higher(one.epss(), other.epss()),
                one.ecosystem().isEmpty() ? other.ecosystem() : one.ecosystem(),
                one.waived());
    }

    private static OptionalDouble higher(OptionalDouble one, OptionalDouble other) {
        return one.isPresent() && one.getAsDouble() >= other.orElse(0) ? one : other.isPresent() ? other : one;
    }

    private static LoadedState stronger(LoadedState one, LoadedState other) {
        List<LoadedState> strongest =
                List.of(LoadedState.LOADED, LoadedState.OPENED, LoadedState.CANNOT_TELL, LoadedState.NOT_SEEN_LOADED);
        return strongest.indexOf(one) <= strongest.indexOf(other) ? one : other;
    }

    private List<IndexedPackage> packages() {
        Set<IndexedPackage> packages = new LinkedHashSet<>();
        for (InventoryItem item : report.inventory()) {
            for (String subject : item.subjects()) {
                for (String workload : workloads.getOrDefault(subject, Set.of())) {
                    packages.add(new IndexedPackage(item.type(), item.name(), item.version(), workload));
                }
            }
        }
        return List.copyOf(packages);
    }

    private static List<IndexedRisk> risks(RiskAssessment risk) {
        List<IndexedRisk> risks = new ArrayList<>();
        risk.characteristics()
                .forEach(one -> risks.add(new IndexedRisk(one.id(), one.state().name())));
        risk.risks()
                .forEach(one -> risks.add(new IndexedRisk(one.id(), one.state().name())));
        for (RiskAssessment.Scenario scenario : risk.scenarios()) {
            risks.add(new IndexedRisk(scenario.id(), scenario.residual().name()));
            scenario.mitigations()
                    .forEach(one ->
                            risks.add(new IndexedRisk(one.id(), one.state().name())));
        }
        risk.enterprise()
                .forEach(one -> risks.add(new IndexedRisk(one.id(), one.state().name())));
        risks.add(new IndexedRisk("overall", risk.overall().level().name()));
        return risks;
    }
}
