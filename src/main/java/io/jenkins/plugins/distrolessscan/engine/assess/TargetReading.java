package io.jenkins.plugins.distrolessscan.engine.assess;

import io.jenkins.plugins.distrolessscan.engine.control.Classification;
import io.jenkins.plugins.distrolessscan.engine.control.FileTree;
import io.jenkins.plugins.distrolessscan.engine.inventory.Inventory;
import io.jenkins.plugins.distrolessscan.engine.inventory.LoadedStates;
import io.jenkins.plugins.distrolessscan.engine.model.Capacity;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryCoverage;
import io.jenkins.plugins.distrolessscan.engine.model.LoadedPackages;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Clock;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport.PodSummary;
import io.jenkins.plugins.distrolessscan.engine.probe.DebugContainers;
import io.jenkins.plugins.distrolessscan.engine.probe.EvidenceReader;
import io.jenkins.plugins.distrolessscan.engine.probe.Readability;
import io.jenkins.plugins.distrolessscan.engine.probe.SecurityContextCheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the evidence of one observation. What cannot be read, or was not readable for the probe, is no scan. */
final class TargetReading {
    private final Stages.Catalogue inventory;
    private final Map<Object, Object> known;

    /** @param known parts of earlier targets, so that equal ones are held once */
    TargetReading(Stages.Catalogue inventory, Map<Object, Object> known) {
        this.inventory = inventory;
        this.known = known;
    }

    /**
     * What one observation gave.
     *
     * @param evidence empty when there is none that could be judged
     * @param tree its files
     */
    record Read(
            TargetReport report,
            Optional<Evidence> evidence,
            FileTree tree,
            List<PackageItem> inventory,
            InventoryCoverage coverage) {
        /** No evidence that could be judged. */
        Read(TargetReport report) {
            this(report, Optional.empty(), FileTree.NONE, List.of(), InventoryCoverage.NONE);
        }

        /** With fewer packages, which the target's limits then say. */
        Read with(List<PackageItem> fewer) {
            return new Read(
                    report.with(new Evidence.Limit(Evidence.Limit.PACKAGES, "")), evidence, tree, fewer, coverage);
        }
    }

    Read of(Observation brought) {
        Observation observation = brought;
        Claim claim = Claim.of(observation);
        boolean collected = claim.outcome() == Outcome.COLLECTED;
        if (observation.evidence().isEmpty()) {
            return new Read(report(
                    observation,
                    collected ? Outcome.INCOMPLETE : claim.outcome(),
                    collected ? "No evidence came with this target." : claim.reason(),
                    Optional.empty(),
                    FileTree.NONE,
                    List.of()));
        }
        Evidence evidence;
        try {
            evidence = EvidenceReader.read(observation.evidence().get());
        } catch (EvidenceReader.MalformedEvidenceException e) {
            Outcome outcome = collected ? Outcome.INCOMPLETE : claim.outcome();
            return new Read(report(observation, outcome, e.getMessage(), Optional.empty(), FileTree.NONE, List.of()));
        }
        FileTree tree = FileTree.of(evidence);
        observation = Received.with(observation, evidence);
        Optional<String> alteration = collected ? Received.alteration(observation) : Optional.empty();
        if (alteration.isPresent()) {
            return new Read(report(
                    observation, Outcome.ALTERED, alteration.get(), Optional.of(evidence), tree, evidence.limits()));
        }
        Optional<String> killed = collected ? Received.killed(observation) : Optional.empty();
        if (killed.isPresent()) {
            return new Read(report(
                    observation, Outcome.TARGET_CHANGED, killed.get(), Optional.of(evidence), tree, evidence.limits()));
        }
        if ((collected || claim.outcome() == Outcome.NOT_READABLE) && !Readability.readable(evidence)) {
            String reason = Readability.sentence(evidence, observation.identity());
            return new Read(
                    report(observation, Outcome.NOT_READABLE, reason, Optional.of(evidence), tree, evidence.limits()));
        }
        Inventory.Found found = collected ? inventory.of(evidence, Capacity.PACKAGES_OF_TARGET) : Inventory.Found.NONE;
        List<Evidence.Limit> limits = new ArrayList<>(evidence.limits());
        if (found.cut()) {
            limits.add(new Evidence.Limit(Evidence.Limit.PACKAGES, ""));
        }
        found.leftOut().forEach(path -> limits.add(new Evidence.Limit(Evidence.Limit.PACKAGE_NAMES, path)));
        found.notUnderstood().forEach(path -> limits.add(new Evidence.Limit(Evidence.Limit.NOT_UNDERSTOOD, path)));
        if (collected) {
            limits.addAll(NotLookedAt.of(evidence));
        }
        return new Read(
                report(observation, claim.outcome(), claim.reason(), Optional.of(evidence), tree, limits, found),
                collected ? Optional.of(evidence) : Optional.empty(),
                tree,
                found.items(),
                found.coverage());
    }

    private TargetReport report(
            Observation observation,
            Outcome outcome,
            String reason,
            Optional<Evidence> evidence,
            FileTree tree,
            List<Evidence.Limit> limits) {
        return report(observation, outcome, reason, evidence, tree, limits, Inventory.Found.NONE);
    }

    private TargetReport report(
            Observation observation,
            Outcome outcome,
            String reason,
            Optional<Evidence> evidence,
            FileTree tree,
            List<Evidence.Limit> limits,
            Inventory.Found found) {
        Optional<Clock> clock = evidence.flatMap(e -> e.runtime().clock());
        Classification classification = evidence.filter(Readability::readable)
                .map(readable -> Classification.of(tree))
                .orElseGet(Classification::unknown);
        return new TargetReport(
                observation.target(),
                "",
                TargetReport.Basis.NOTHING,
                outcome,
                reason,
                classification.value(),
                shared(classification.facts()),
                shared(observation.identity()),
                observation.debugContainer(),
                observation.before(),
                observation.after(),
                observation.stream(),
                shared(SecurityContextCheck.rows(observation, evidence)),
                shared(summary(observation)),
                shared(evidence.map(Evidence::probe)),
                evidence.map(Evidence::target),
                evidence.map(Evidence::end),
                shared(List.copyOf(limits)),
                shared(evidence.map(Unread::errors).orElse(List.of())),
                evidence.map(Unread::count).orElse(0L),
                clock.map(Clock::readAt).map(Instant::ofEpochMilli),
                clock.map(c -> Math.max(0, c.readAt() - c.startedAt()) / 1000).orElse(-1L),
                shared(evidence.map(e -> LoadedStates.of(e, found.items())).orElse(LoadedPackages.NONE)));
    }

    /** The equal part of an earlier target, if there was one. */
    @SuppressWarnings("unchecked")
    private <T> T shared(T part) {
        return (T) known.computeIfAbsent(part, same -> same);
    }

    static PodSummary summary(Observation observation) {
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
