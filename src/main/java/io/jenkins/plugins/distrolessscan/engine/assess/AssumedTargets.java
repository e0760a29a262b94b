package io.jenkins.plugins.distrolessscan.engine.assess;

import io.jenkins.plugins.distrolessscan.engine.assess.EarlierScans.Looked;
import io.jenkins.plugins.distrolessscan.engine.control.Classification;
import io.jenkins.plugins.distrolessscan.engine.model.Assumption;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.KnownTarget;
import io.jenkins.plugins.distrolessscan.engine.model.LoadedPackages;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ReplicaGroup;
import io.jenkins.plugins.distrolessscan.engine.model.ScanInfo;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport.Basis;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is in targets that nothing was attached to: what an earlier scan found in the same container, or what this scan found
 * in equal replicas, if it found the same in all of them. Where neither is so, nothing is known.
 */
final class AssumedTargets {
    private final Assumptions allowed;
    private final ScanInfo scan;
    private final Map<String, List<TargetReport>> replicas = new HashMap<>();

    /** @param targets those that were attached to, in the order of {@code observations} */
    AssumedTargets(Assumptions allowed, ScanInfo scan, List<Observation> observations, List<TargetReport> targets) {
        this.allowed = allowed;
        this.scan = scan;
        for (int index = 0; index < observations.size(); index++) {
            TargetReport target = targets.get(index);
            if (target.complete() && target.basis() == Basis.SCANNED) {
                group(observations.get(index))
                        .ifPresent(group -> replicas.computeIfAbsent(group, same -> new ArrayList<>())
                                .add(target));
            }
        }
    }

    /**
     * What is known of one of them.
     *
     * @param earlier the report that its subject is in; empty when it is one of this scan, or none
     */
    record Known(TargetReport report, Optional<Looked> earlier) {}

    Known of(Observation observation) {
        Optional<Looked> looked = allowed.earlier().of(KnownTarget.of(observation.target()));
        if (looked.isPresent()) {
            return new Known(unchanged(observation, looked.get()), looked);
        }
        List<TargetReport> sample = group(observation).map(replicas::get).orElse(List.of());
        if (allowed.perImage() == 0) {
            return nothing(observation, "no earlier scan of this container is known that it could be taken from");
        }
        if (sample.size() < allowed.perImage()) {
            return nothing(
                    observation,
                    "only " + sample.size() + " of the " + allowed.perImage()
                            + " equal replicas of the sample could be looked at completely");
        }
        TargetReport first = sample.get(0);
        Optional<TargetReport> other = sample.stream()
                .filter(target -> !target.subject().equals(first.subject()))
                .findFirst();
        return other.isPresent()
                ? nothing(
                        observation,
                        "the replicas of the sample are not equal: "
                                + first.target().key() + " and "
                                + other.get().target().key() + " differ; scan all of them, without a sample")
                : new Known(equal(observation, first), Optional.empty());
    }

    private static Optional<String> group(Observation observation) {
        PodFacts pod = observation.pod();
        return pod.container(observation.target().container()).flatMap(container -> ReplicaGroup.of(pod, container));
    }

    /** Its moment, and what was loaded at it, stay those of the earlier scan. */
    private static TargetReport unchanged(Observation observation, Looked looked) {
        TargetReport old = looked.target();
        ScanInfo before = looked.report().scan();
        Assumption from = new Assumption(
                Assumption.Kind.UNCHANGED, before.id(), old.target().key(), before.started());
        return report(
                observation,
                old,
                old.end(),
                old.limits(),
                old.errors(),
                old.unread(),
                old.moment(),
                old.running(),
                old.loaded(),
                Optional.of(from));
    }

    private TargetReport equal(Observation observation, TargetReport replica) {
        Assumption from = new Assumption(
                Assumption.Kind.SAMPLE, scan.id(), replica.target().key(), scan.started());
        return report(
                observation,
                replica,
                Optional.empty(),
                List.of(),
                List.of(),
                0,
                Optional.empty(),
                -1,
                LoadedPackages.NONE,
                Optional.of(from));
    }

    private static Known nothing(Observation observation, String why) {
        Classification unknown = Classification.unknown();
        return new Known(
                new TargetReport(
                        observation.target(),
                        "",
                        Basis.NOTHING,
                        Outcome.ASSUMED,
                        "It was to be assumed, and " + why + ".",
                        unknown.value(),
                        unknown.facts(),
                        observation.identity(),
                        Optional.empty(),
                        observation.before(),
                        Optional.empty(),
                        Observation.Stream.none(),
                        List.of(),
                        TargetReading.summary(observation),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        0),
                Optional.empty());
    }

    private static TargetReport report(
            Observation observation,
            TargetReport like,
            Optional<Evidence.End> end,
            List<Evidence.Limit> limits,
            List<Evidence.ReadError> errors,
            long unread,
            Optional<Instant> moment,
            long running,
            LoadedPackages loaded,
            Optional<Assumption> from) {
        TargetReport.PodSummary pod = TargetReading.summary(observation);
        return new TargetReport(
                observation.target(),
                like.subject(),
                Basis.ASSUMED,
                Outcome.ASSUMED,
                "",
                like.classification(),
                like.classificationEvidence(),
                observation.identity(),
                Optional.empty(),
                observation.before(),
                Optional.empty(),
                Observation.Stream.none(),
                List.of(),
                pod,
                Optional.empty(),
                Optional.empty(),
                end,
                limits,
                errors,
                unread,
                moment,
                running,
                loaded,
                OptionalInt.of(observation.pod().slotsLeft()),
                from);
    }
}
