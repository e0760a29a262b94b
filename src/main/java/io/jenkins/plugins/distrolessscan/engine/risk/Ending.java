package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.DebugContainer;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whether the debug containers ended, when, and by what (S-5, S-8, S-13, S-21a, S-23b). */
final class Ending {
    /** No debug container should live longer, whatever a scan is asked for. */
    static final Duration LONGEST = Duration.ofSeconds(900);
    /** The kubelet's clock counts whole seconds and starts the process after the container. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Fact REMAINS = Fact.api(
            "What remains in each pod until it is deleted is the entry in its spec and "
                    + "status, and the sealed output in the node's log; Kubernetes cannot remove an ephemeral container (S-38).");

    private Ending() {}

    /** Every debug container is terminated, and the kubelet says so. */
    static Judgement ended(RiskEvidence evidence) {
        Judgement ended = OverTargets.worst(evidence.attached(), "whether one ended", Ending::ended);
        if (!evidence.attached().isEmpty()) {
            ended = ended.with(tally(evidence), REMAINS);
        }
        List<TargetReport> unknown = evidence.perhapsAttached();
        if (unknown.isEmpty()) {
            return ended;
        }
        Judgement unclear = Judgement.of(
                        State.NOT_VERIFIABLE,
                        Fact.client(Words.list(names(unknown))
                                + ": the attempt failed before a debug container was reported; "
                                + "whether one was stored all the same is not known."))
                .advising("Look for leftovers in the pods whose scan failed.");
        return evidence.attached().isEmpty() ? unclear : Judgement.weakest(ended, unclear);
    }

    private static Fact tally(RiskEvidence evidence) {
        List<Instant> ends = evidence.attached().stream()
                .flatMap(target -> RiskEvidence.debugContainer(target).finished().stream())
                .sorted()
                .toList();
        return Fact.kubelet(ends.size() + " of "
                + Words.count(evidence.attached().size(), "debug container") + " seen to have ended"
                + (ends.isEmpty() ? "." : ", the last at " + ends.get(ends.size() - 1) + "."));
    }

    private static Judgement ended(TargetReport target) {
        DebugContainer container = RiskEvidence.debugContainer(target);
        if (container.terminated()) {
            return Judgement.of(State.VERIFIED, Fact.kubelet("The debug container ended" + how(container) + "."));
        }
        if (container.started().isEmpty()) {
            return Judgement.of(
                            State.NOT_MET,
                            Fact.kubelet("The debug container had not started when last looked at, " + container.asOf()
                                    + "; its entry stays, and a start after "
                                    + Instant.ofEpochSecond(container.notAfter())
                                    + " ends at once without output."))
                    .advising(
                            "Find out why the debug container did not start, then delete the pod to be rid of its entry.");
        }
        return Judgement.of(
                        State.NOT_MET,
                        Fact.kubelet(
                                "The debug container was not seen to end; last looked at " + container.asOf() + "."))
                .advising(
                        "Look at the pod now: if the debug container still runs, delete the pod, nothing else ends it.");
    }

    private static String how(DebugContainer container) {
        return " with reason " + (container.reason().isEmpty() ? "unknown" : Words.plain(container.reason()))
                + container.exitCode().map(code -> " and exit code " + code).orElse("");
    }

    /** The process ends itself after its lifetime, and did so within it. */
    static Judgement timeout(RiskEvidence evidence) {
        int lifetime = evidence.scan().bounds().lifetimeSeconds();
        Fact set = Fact.client("Each debug container was told to end after " + lifetime + " s whatever it does, after "
                + evidence.scan().bounds().deadlineSeconds() + " s of work, and not to start after a fixed time.");
        return OverTargets.worst(
                        evidence.attached(),
                        "the timeout",
                        target -> timeout(RiskEvidence.debugContainer(target), Duration.ofSeconds(lifetime)))
                .with(set);
    }

    private static Judgement timeout(DebugContainer container, Duration lifetime) {
        Duration limit = lifetime.plus(GRACE);
        if (container.terminated()) {
            long ran = container.exposureSeconds().orElse(0);
            return ran > limit.toSeconds()
                    ? Judgement.of(
                            State.NOT_MET,
                            Fact.kubelet("The debug container ran longer than its lifetime: " + ran + " s."))
                    : Judgement.of(
                            State.ENFORCED,
                            Fact.kubelet(
                                    container
                                                    .exitCode()
                                                    .filter(code -> code == 76)
                                                    .isPresent()
                                            ? "The lifetime ended the debug container."
                                            : "The debug container ended within its lifetime, by itself."));
        }
        if (container
                .started()
                .map(start -> start.plus(limit).isBefore(container.asOf()))
                .orElse(false)) {
            return Judgement.of(
                    State.NOT_MET, Fact.kubelet("The debug container was still running after its lifetime was over."));
        }
        return Judgement.of(
                State.NOT_VERIFIABLE,
                Fact.kubelet("The debug container had not ended when last looked at, and its lifetime was not over."));
    }

    /** The time that targets were exposed: known, and within the limit. */
    static Judgement window(RiskEvidence evidence) {
        int limit = (int) Math.min(evidence.scan().bounds().lifetimeSeconds(), LONGEST.toSeconds());
        Judgement each = OverTargets.worst(
                evidence.attached(),
                "the exposure window",
                target -> window(RiskEvidence.debugContainer(target), Duration.ofSeconds(limit)));
        List<Long> exposures = evidence.exposures();
        if (exposures.isEmpty()) {
            return each;
        }
        long total = exposures.stream().mapToLong(Long::longValue).sum();
        long longest = exposures.stream().mapToLong(Long::longValue).max().orElse(0);
        return each.with(Fact.kubelet("Exposure window: " + total + " s in all over "
                + Words.count(exposures.size(), "debug container") + ", the longest " + longest + " s; the limit is "
                + limit
                + " s each."));
    }

    private static Judgement window(DebugContainer container, Duration limit) {
        if (container.exposureSeconds().isPresent()) {
            boolean within =
                    container.exposureSeconds().getAsLong() <= limit.plus(GRACE).toSeconds();
            return Judgement.of(
                    within ? State.VERIFIED : State.NOT_MET,
                    Fact.kubelet(
                            "The exposure window was closed " + (within ? "within" : "only after") + " the limit."));
        }
        if (container.started().isEmpty()) {
            return container.terminated()
                    ? Judgement.of(State.VERIFIED, Fact.kubelet("The debug container never ran; it is terminated."))
                    : Judgement.of(
                            State.NOT_VERIFIABLE,
                            Fact.kubelet(
                                    "The debug container had not started when last looked at: its window may still open."));
        }
        return Judgement.of(State.NOT_MET, Fact.kubelet("The exposure window was opened and not seen to be closed."));
    }

    private static List<String> names(List<TargetReport> targets) {
        return targets.stream().map(target -> target.target().key()).toList();
    }
}
