package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.DebugContainer;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.time.Duration;
import java.util.List;

/** The exposure window: how long debug containers ran, by the kubelet's clock (S-5, S-16, S-20, S-23b). */
final class Window {
    /** No debug container should live longer, whatever a scan is asked for. */
    static final Duration LONGEST = Duration.ofSeconds(900);

    private Window() {}

    /** The time that targets were exposed is known, and within the limit. */
    static Judgement closed(RiskEvidence evidence) {
        long limit = Math.min(evidence.scan().bounds().lifetimeSeconds(), LONGEST.toSeconds());
        Judgement each =
                OverTargets.worst(evidence, "the exposure window", target -> closed(target, Duration.ofSeconds(limit)));
        List<Long> exposures = evidence.exposures();
        if (exposures.isEmpty()) {
            return each;
        }
        long total = exposures.stream().mapToLong(Long::longValue).sum();
        long longest = exposures.stream().mapToLong(Long::longValue).max().orElse(0);
        String sum = exposures.size() == 1
                ? total + " s for one debug container"
                : total + " s over " + exposures.size() + " debug containers, the longest " + longest + " s";
        each = each.with(Fact.kubelet("Exposure window: " + sum + "; the limit is " + limit + " s each."));
        List<String> unknown = evidence.perhapsAttached().stream()
                .map(target -> target.target().key())
                .toList();
        return unknown.isEmpty()
                ? each
                : Judgement.weakest(
                        each,
                        Judgement.of(
                                State.NOT_VERIFIABLE,
                                Fact.client(FactWords.list(unknown)
                                        + ": whether a debug container was added, and how long it"
                                        + " ran, is not known.")));
    }

    private static Judgement closed(TargetReport target, Duration limit) {
        DebugContainer container = RiskEvidence.debugContainer(target);
        if (container.exposureSeconds().isPresent()) {
            long most = limit.plus(Ending.GRACE).toSeconds();
            boolean within = container.exposureSeconds().getAsLong() <= most;
            return Judgement.of(
                    within ? State.VERIFIED : State.NOT_MET,
                    Fact.kubelet("The exposure window closed " + (within ? "within" : "only after") + " the limit."));
        }
        if (container.terminated()) {
            return Judgement.of(
                    State.VERIFIED,
                    Fact.kubelet("The debug container is terminated, and no start of it is on record."));
        }
        if (RiskEvidence.gone(target)) {
            return Judgement.of(
                    State.NOT_VERIFIABLE,
                    Fact.api(
                            "The exposure window closed with the pod, which was gone before it was looked at again; how "
                                    + "long it was open is not known."));
        }
        return container.started().isEmpty()
                ? Judgement.of(
                        State.NOT_VERIFIABLE,
                        Ending.lookedAtAgain(target)
                                ? Fact.kubelet(
                                        "The debug container had not started when last looked at: its window may still open.")
                                : Fact.client(
                                        "The debug container was not seen to start after it was added: whether its"
                                                + " window was open is not known."))
                : Judgement.of(
                        State.NOT_MET, Fact.kubelet("The exposure window was opened and not seen to be closed."));
    }
}
