package io.jenkins.plugins.distrolessscan.engine.assess;

import io.jenkins.plugins.distrolessscan.engine.control.Classification;
import io.jenkins.plugins.distrolessscan.engine.control.ControlInput;
import io.jenkins.plugins.distrolessscan.engine.control.Findings;
import io.jenkins.plugins.distrolessscan.engine.gate.Claim;
import io.jenkins.plugins.distrolessscan.engine.gate.CoverageCount;
import io.jenkins.plugins.distrolessscan.engine.inventory.Inventory;
import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Finding;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryItem;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport.PodSummary;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict;
import io.jenkins.plugins.distrolessscan.engine.probe.DebugContainers;
import io.jenkins.plugins.distrolessscan.engine.probe.EvidenceReader;
import io.jenkins.plugins.distrolessscan.engine.probe.Readability;
import io.jenkins.plugins.distrolessscan.engine.probe.SecurityContextCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The half of the conductor that judges: from the facts of a scan to its report. It touches no cluster, so that the same
 * facts can be assessed again. In Jenkins it runs on the controller, and everything it is given is hostile.
 */
public final class Assessment {
    /** Packages that are taken from one target. The largest images hold a few thousand. */
    static final int MOST_PACKAGES_OF_TARGET = 50_000;

    /** Packages that are taken from all targets together: what a report can hold and a controller can bear. */
    static final int MOST_PACKAGES = 200_000;

    private final Stages stages;

    /** @param stages what judges */
    public Assessment(Stages stages) {
        this.stages = stages;
    }

    /** Judges the facts of a scan. */
    public ScanReport assess(CollectedScan scan) {
        List<TargetReport> targets = new ArrayList<>();
        List<ControlResult> controls = new ArrayList<>();
        List<InventoryItem> inventory = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (Observation observation : scan.observations()) {
            Read read = read(observation, MOST_PACKAGES - inventory.size());
            targets.add(read.report());
            read.inventory()
                    .forEach(item -> inventory.add(
                            InventoryItem.of(item, List.of(observation.target().key()))));
            read.evidence().ifPresent(evidence -> {
                List<ControlResult> results =
                        stages.controls().of(new ControlInput(evidence, observation.pod(), observation.target()));
                controls.addAll(results);
                findings.addAll(Findings.of(results, observation.target()));
            });
        }
        ScanReport report = new ScanReport(
                ScanReport.SCHEMA_VERSION,
                scan.scan(),
                Verdict.NONE,
                targets,
                scan.passedOver(),
                scan.access(),
                stages.risk().of(scan, targets),
                controls,
                inventory,
                findings,
                CoverageCount.of(scan, targets, controls, inventory),
                scan.audit());
        for (Stages.Addition addition : stages.additions()) {
            report = addition.to(report);
        }
        return report.with(stages.gates().of(scan, report));
    }

    private record Read(TargetReport report, Optional<Evidence> evidence, List<PackageItem> inventory) {
        /** No evidence that could be judged. */
        Read(TargetReport report) {
            this(report, Optional.empty(), List.of());
        }
    }

    /** Reads one observation's evidence. What cannot be read, or was not readable for the probe, is no scan. */
    private Read read(Observation observation, int room) {
        Claim claim = Claim.of(observation);
        boolean collected = claim.outcome() == Outcome.COLLECTED;
        if (observation.evidence().isEmpty()) {
            return new Read(report(
                    observation,
                    collected ? Outcome.INCOMPLETE : claim.outcome(),
                    collected ? "No evidence came with this target." : claim.reason(),
                    Optional.empty(),
                    List.of()));
        }
        Evidence evidence;
        try {
            evidence = EvidenceReader.read(observation.evidence().get());
        } catch (EvidenceReader.MalformedEvidenceException e) {
            Outcome outcome = collected ? Outcome.INCOMPLETE : claim.outcome();
            return new Read(report(observation, outcome, e.getMessage(), Optional.empty(), List.of()));
        }
        if (collected && !Readability.readable(evidence)) {
            String reason = Readability.sentence(evidence, observation.identity());
            return new Read(
                    report(observation, Outcome.NOT_READABLE, reason, Optional.of(evidence), evidence.limits()));
        }
        Inventory.Found found = collected
                ? stages.inventory().of(evidence, Math.min(room, MOST_PACKAGES_OF_TARGET))
                : Inventory.Found.NONE;
        List<Evidence.Limit> limits = new ArrayList<>(evidence.limits());
        if (found.cut()) {
            limits.add(new Evidence.Limit(Evidence.Limit.PACKAGES, ""));
        }
        found.leftOut().forEach(path -> limits.add(new Evidence.Limit(Evidence.Limit.PACKAGE_NAMES, path)));
        found.notUnderstood().forEach(path -> limits.add(new Evidence.Limit(Evidence.Limit.NOT_UNDERSTOOD, path)));
        return new Read(
                report(observation, claim.outcome(), claim.reason(), Optional.of(evidence), limits),
                collected ? Optional.of(evidence) : Optional.empty(),
                found.items());
    }

    private static TargetReport report(
            Observation observation,
            Outcome outcome,
            String reason,
            Optional<Evidence> evidence,
            List<Evidence.Limit> limits) {
        Classification classification =
                evidence.filter(Readability::readable).map(Classification::of).orElseGet(Classification::unknown);
        return new TargetReport(
                observation.target(),
                outcome,
                reason,
                classification.value(),
                classification.facts(),
                observation.identity(),
                observation.debugContainer(),
                observation.before(),
                observation.after(),
                observation.stream(),
                SecurityContextCheck.rows(observation, evidence),
                summary(observation),
                evidence.map(Evidence::probe),
                evidence.map(Evidence::target),
                evidence.map(Evidence::end),
                limits,
                evidence.map(Unread::errors).orElse(List.of()),
                evidence.map(Unread::count).orElse(0L));
    }

    private static PodSummary summary(Observation observation) {
        List<String> unknown = observation.pod().ephemeralContainers().stream()
                .map(container -> container.name())
                .filter(name -> !DebugContainers.isOurs(name))
                .toList();
        boolean readOnly = observation
                .pod()
                .container(observation.target().container())
                .map(container -> container.readOnlyRootFilesystem())
                .orElse(false);
        return new PodSummary(
                observation.pod().qosClass(),
                observation.pod().serviceAccount(),
                observation.pod().hostNetwork(),
                observation.pod().hostIpc(),
                observation.pod().sharedProcessNamespace(),
                observation.pod().hostPathVolumes(),
                readOnly,
                observation.pod().ephemeralContainers().size(),
                unknown);
    }
}
