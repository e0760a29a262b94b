package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Statement;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport.Classification;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** What this run can say to the statements of comparison and conclusion, S-19, S-20 and S-31 to S-37; S-30 is {@link Profile}. */
final class Statements {
    static final Map<String, Function<RiskEvidence, Judgement>> TABLE = Map.of(
            "S-19", Statements::againstKubernetesApi,
            "S-20", Statements::againstSidecar,
            "S-31", Statements::distrolessScanned,
            "S-32", Ending::ended,
            "S-33", Isolation::podUnchanged,
            "S-34", Statements::drawbacks,
            "S-35", Statements::interim,
            "S-36", Statements::sensitive,
            "S-37", Statements::related);

    private Statements() {}

    static Statement assess(SecurityAnalysis.Item item, Judgement judgement) {
        return new Statement(item.id(), item.name(), item.text(), judgement.state(), judgement.evidence());
    }

    private static Judgement againstKubernetesApi(RiskEvidence evidence) {
        return OverTargets.worst(
                        evidence,
                        "what this approach needed and shared",
                        target -> Judgement.of(
                                State.OBSERVED,
                                Fact.api(
                                        "A debug container was added, and it shared the target's process namespace; a scan through "
                                                + "the Kubernetes API adds no container.")))
                .with(Fact.client(
                        "The Kubernetes API approach was not run beside this one: its ratings in the comparison are "
                                + "the analysis' own."));
    }

    private static Judgement againstSidecar(RiskEvidence evidence) {
        return Judgement.weakest(
                        Window.closed(evidence),
                        OverTargets.worst(evidence, "how long isolation was broken", target -> share(evidence, target)))
                .with(Fact.client(
                        "No sidecar was run beside this scan: its ratings in the comparison are the analysis' own."));
    }

    /** The window against the pod's life so far: a sidecar would have been there for all of it. */
    private static Judgement share(RiskEvidence evidence, TargetReport target) {
        Duration age =
                Duration.between(target.target().podCreated(), evidence.scan().finished());
        var seconds = RiskEvidence.debugContainer(target).exposureSeconds();
        return Judgement.of(
                State.OBSERVED,
                Fact.kubelet(
                        seconds.isPresent()
                                ? "Isolation was broken for " + seconds.getAsLong() + " s of the pod's life of "
                                        + FactWords.time(age) + "; a sidecar would share its pod for all of it."
                                : "The pod is " + FactWords.time(age)
                                        + " old; how long isolation was broken is not known."));
    }

    private static Judgement distrolessScanned(RiskEvidence evidence) {
        if (evidence.scan().demo()) {
            return Judgement.of(
                    State.NOT_VERIFIABLE,
                    Fact.client("Node and probe were played in this demonstration: no target was looked into."));
        }
        if (evidence.targets().isEmpty()) {
            return OverTargets.worst(evidence, "the target's root", Statements::scanned);
        }
        return OverTargets.some(
                evidence.targets(), new OverTargets.Group(evidence.targets().size(), "targets"), Statements::scanned);
    }

    private static Judgement scanned(TargetReport target) {
        String reason = target.reason().isEmpty() ? "" : " " + FactWords.sentence(target.reason());
        return switch (target.outcome()) {
            case COLLECTED ->
                target.gap().isPresent()
                        ? Judgement.of(
                                State.NOT_VERIFIABLE,
                                Fact.client("The evidence is not complete: "
                                        + FactWords.sentence(target.gap().get())))
                        : Judgement.of(
                                State.OBSERVED,
                                Fact.probe("Evidence was collected; the target is classified as "
                                        + target.classification().name().toLowerCase(Locale.ROOT) + "."));
            case NOT_READABLE, NOT_STARTED, REFUSED ->
                Judgement.of(State.NOT_MET, Fact.client("The target could not be looked into." + reason));
            case TAMPERED ->
                Judgement.of(
                        State.NOT_MET,
                        Fact.client("The stream was tampered with, so nothing is known of the target." + reason));
            case ALTERED ->
                Judgement.of(
                        State.NOT_MET,
                        Fact.client("What looked into the target is not what was asked for, so nothing is known of it."
                                + reason));
            case ASSUMED ->
                Judgement.of(
                        State.NOT_VERIFIABLE,
                        Fact.client("Nothing was attached: what is in the target is assumed, and was not looked at."
                                + reason));
            case INCOMPLETE, TARGET_CHANGED, FAILED ->
                Judgement.of(State.NOT_VERIFIABLE, Fact.client("The evidence is not complete." + reason));
        };
    }

    private static Judgement drawbacks(RiskEvidence evidence) {
        return Judgement.weakest(
                OverTargets.worst(
                        evidence,
                        "the break of isolation",
                        target -> Judgement.of(
                                State.OBSERVED,
                                Fact.api(
                                        "Isolation was broken: a debug container joined the target's process namespace."))),
                Judgement.of(
                        State.OBSERVED,
                        Fact.client("The right to add ephemeral containers is needed, and it is an elevated one."),
                        Privileges.needed(evidence)));
    }

    private static Judgement interim(RiskEvidence evidence) {
        return OverTargets.worst(evidence, "the class of a target", Statements::interim)
                .with(Fact.client("No record of an accepted risk was given to this scan."));
    }

    private static Judgement interim(TargetReport target) {
        Classification classification =
                target.outcome() == Outcome.COLLECTED ? target.classification() : Classification.UNKNOWN;
        return switch (classification) {
            case DISTROLESS ->
                Judgement.of(
                        State.OBSERVED,
                        Fact.probe("The target is distroless: the case that this approach is meant for."));
            case MINIMAL ->
                Judgement.of(
                        State.OBSERVED,
                        Fact.probe(
                                "The target is minimal; whether the Kubernetes API approach could look into it was not tried."));
            case STANDARD ->
                Judgement.of(
                        State.NOT_MET,
                        Fact.probe(
                                "The target has a shell: the Kubernetes API approach could look into it, with lower risk."));
            case UNKNOWN -> Judgement.of(State.NOT_VERIFIABLE, Fact.client("The class of the target is not known."));
        };
    }

    private static Judgement sensitive(RiskEvidence evidence) {
        return Judgement.weakest(
                Monitoring.unexpected(evidence),
                Monitoring.longRunning(evidence),
                MisuseRefused.judge(evidence),
                Privileges.excess(evidence),
                Judgement.of(State.ENFORCED, Fact.client("This report is the implications in writing.")));
    }

    private static Judgement related(RiskEvidence evidence) {
        return Judgement.of(
                State.ENFORCED,
                Fact.client(
                        "This report carries the comparison of the three approaches, every mitigation with its state, and "
                                + "what is claimed for compliance frameworks. The claims are not certified by this program."));
    }
}
