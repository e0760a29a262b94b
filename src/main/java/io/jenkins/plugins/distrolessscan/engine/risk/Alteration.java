package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Companion;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.DebugContainer;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a change on the way in takes from the claims of the analysis: a debug container that is not the one that was asked
 * for keeps none of its promises, and one that came in with it runs for as long as it likes (S-33).
 */
final class Alteration {
    /** The claims that rest on the debug container being what was asked for. */
    private static final Set<String> OF_THE_CONTAINER = Set.of(
            "S-5", "S-7", "S-8", "S-13", "S-14", "S-15", "S-16", "S-17", "S-18", "S-20", "S-21a", "S-21c", "S-21d",
            "S-22a", "S-22b", "S-22c", "S-22d", "S-23a", "S-23b", "S-23c", "S-23d", "S-27", "S-28", "S-31", "S-32",
            "S-33");

    /** The claims that nothing of the scan runs on. */
    private static final Set<String> OF_THE_END = Set.of("S-8", "S-13", "S-21c", "S-32");

    private static final String FIND =
            "Find the admission webhook or policy that changes pods when a debug container is added, and exempt the scan.";

    private Alteration() {}

    /** A claim's judgement, and what the changes of this run take from it. */
    static Judgement weakened(String id, RiskEvidence evidence, Judgement judgement) {
        Judgement result = judgement;
        if (OF_THE_CONTAINER.contains(id)) {
            result = weakened(evidence, result, DebugContainer::altered, Alteration::altered);
        }
        if (OF_THE_END.contains(id)) {
            result = weakened(
                    evidence, result, container -> !runningOn(container).isEmpty(), Alteration::injected);
        }
        return result;
    }

    /** Whether any debug container of the run was not the one that was asked for. */
    static boolean any(RiskEvidence evidence) {
        return evidence.attached().stream()
                .anyMatch(target -> RiskEvidence.debugContainer(target).altered());
    }

    private static Judgement weakened(
            RiskEvidence evidence,
            Judgement judgement,
            Predicate<DebugContainer> concerned,
            java.util.function.Function<TargetReport, Judgement> judge) {
        List<TargetReport> targets = evidence.attached().stream()
                .filter(target -> concerned.test(RiskEvidence.debugContainer(target)))
                .toList();
        return targets.isEmpty()
                ? judgement
                : Judgement.weakest(OverTargets.some(targets, OverTargets.Group.attached(evidence), judge), judgement);
    }

    private static Judgement altered(TargetReport target) {
        DebugContainer container = RiskEvidence.debugContainer(target);
        List<String> changes = container.entry().changes().stream()
                .filter(AdmissionChange::ofEntry)
                .map(AdmissionChange::text)
                .toList();
        return Judgement.of(
                        State.NOT_MET,
                        Fact.api(
                                "Admission stored another debug container than was asked for, so that this is not known to hold"
                                        + " of it: " + FactWords.list(changes) + "."
                                        + (container.terminated() ? "" : " It was not seen to end and may run on.")))
                .advising(FIND);
    }

    private static Judgement injected(TargetReport target) {
        List<String> names = runningOn(RiskEvidence.debugContainer(target)).stream()
                .map(Companion::name)
                .toList();
        return Judgement.of(
                        State.NOT_MET,
                        Fact.kubelet(
                                "With the scan's own debug container another one was added on the way, and it was not seen"
                                        + " to end: " + FactWords.list(names)
                                        + ". Nothing but the end of the pod is known to end it."))
                .advising(FIND);
    }

    private static List<Companion> runningOn(DebugContainer container) {
        return container.entry().companions().stream()
                .filter(companion ->
                        companion.injected() && companion.finished().isEmpty())
                .toList();
    }

    /** That the pod had one debug container at a time. */
    static Judgement alone(RiskEvidence evidence) {
        return OverTargets.worst(evidence, "what ran beside it", Alteration::alone);
    }

    private static Judgement alone(TargetReport target) {
        List<Companion> others = RiskEvidence.debugContainer(target).entry().companions();
        return others.isEmpty()
                ? Judgement.of(
                        State.VERIFIED,
                        Fact.api("One debug container at a time is added to a pod, and none of others ran beside it."))
                : Judgement.of(
                                State.NOT_MET,
                                Fact.api("The scan's debug container was not alone: "
                                        + FactWords.list(others.stream()
                                                .map(Alteration::words)
                                                .toList()) + "."))
                        .advising(
                                "Let one scan at a time look at a pod, and find out whose the other debug container is.");
    }

    private static String words(Companion other) {
        String whose = other.injected()
                ? "admission added another ephemeral container, "
                : other.ours() ? "another scan's debug container, " : "another ephemeral container, ";
        String when = other.finished().map(end -> " (until " + end + ")").orElse(" (not seen to end)");
        return whose + other.name() + when;
    }
}
