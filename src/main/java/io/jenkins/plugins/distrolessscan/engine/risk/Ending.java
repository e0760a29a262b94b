package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.DebugContainer;
import io.jenkins.plugins.distrolessscan.engine.model.ScanInfo.Bounds;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whether the debug containers ended, and by what (S-8, S-13, S-21a, S-32). */
final class Ending {
    /** The kubelet's clock counts whole seconds and starts the container before its process. */
    static final Duration GRACE = Duration.ofSeconds(5);

    /** The probe's exit code when its lifetime is over. */
    private static final int LIFETIME_OVER = 76;

    private static final long YEAR_10000 = 253_402_300_800L;
    private static final Fact REMAINS = Fact.api(
            "Until the pod is deleted, the entry in its spec and status remains, and so does the sealed output in the "
                    + "node's log; Kubernetes cannot remove an ephemeral container (S-38).");

    private Ending() {}

    /** Every debug container is terminated, and the kubelet says so. */
    static Judgement ended(RiskEvidence evidence) {
        Judgement ended = OverTargets.worst(evidence, "whether one ended", Ending::ended);
        if (!evidence.attached().isEmpty()) {
            ended = ended.with(tally(evidence), REMAINS);
        }
        List<String> unknown = evidence.perhapsAttached().stream()
                .map(target -> target.target().key())
                .toList();
        if (unknown.isEmpty()) {
            return ended;
        }
        Judgement unclear = Judgement.of(
                        State.NOT_VERIFIABLE,
                        Fact.client(FactWords.list(unknown)
                                + ": the request to add a debug container got no usable answer; "
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
                + FactWords.count(evidence.attached().size(), "debug container") + " seen to have ended"
                + (ends.isEmpty() ? "." : ", the last at " + ends.get(ends.size() - 1) + "."));
    }

    private static Judgement ended(TargetReport target) {
        DebugContainer container = RiskEvidence.debugContainer(target);
        if (container.terminated()) {
            return Judgement.of(State.VERIFIED, Fact.kubelet("The debug container ended" + how(container) + "."));
        }
        if (RiskEvidence.gone(target)) {
            return Judgement.of(
                    State.NOT_VERIFIABLE,
                    Fact.api(
                            "The pod was gone before the debug container was seen to end; it goes with its pod, but the "
                                    + "kubelet did not say so."));
        }
        if (container.started().isEmpty() && target.stream().bytes() > 0) {
            return Judgement.of(
                            State.NOT_MET,
                            Fact.client(
                                    "The debug container ran, since its log was read, and was not seen to end; last looked at "
                                            + container.asOf() + "."))
                    .advising(
                            "Look at the pod now: if the debug container still runs after its lifetime, delete the pod; "
                                    + "nothing else ends it.");
        }
        if (container.started().isEmpty() && !lookedAtAgain(target)) {
            return Judgement.of(
                            State.NOT_VERIFIABLE,
                            Fact.client("The debug container was added, and nobody could look at it again afterwards."))
                    .advising("Look at the pod now, and at what stands between here and the API server.");
        }
        if (container.started().isEmpty()) {
            return Judgement.of(
                            State.NOT_MET,
                            Fact.kubelet("The debug container had not started when last looked at, " + container.asOf()
                                    + "; its entry stays, and a start after " + notAfter(container)
                                    + " ends at once without output."))
                    .advising("Find out why the debug container did not start, then delete the pod to be rid of its "
                            + "entry.");
        }
        return Judgement.of(
                        State.NOT_MET,
                        Fact.kubelet(
                                "The debug container was not seen to end; last looked at " + container.asOf() + "."))
                .advising("Look at the pod now: if the debug container still runs after its lifetime, delete the pod; "
                        + "nothing else ends it.");
    }

    private static String notAfter(DebugContainer container) {
        long seconds = container.notAfter();
        return seconds >= 0 && seconds < YEAR_10000
                ? Instant.ofEpochSecond(seconds).toString()
                : "its not-after time";
    }

    private static String how(DebugContainer container) {
        return " with reason " + (container.reason().isEmpty() ? "unknown" : FactWords.plain(container.reason()))
                + container.exitCode().map(code -> " and exit code " + code).orElse("");
    }

    /** The process ends itself after its lifetime, and did so within it. */
    static Judgement timeout(RiskEvidence evidence) {
        Bounds bounds = evidence.scan().bounds();
        Duration limit = Duration.ofSeconds(bounds.lifetimeSeconds()).plus(GRACE);
        Judgement each = OverTargets.worst(evidence, "the timeout", target -> timeout(target, limit));
        return evidence.attached().isEmpty() || Alteration.any(evidence)
                ? each
                : each.with(
                        Fact.client("Each debug container was told to stop reading after " + bounds.deadlineSeconds()
                                + " s, to end after " + bounds.lifetimeSeconds()
                                + " s whatever it does, and to do nothing if it is started late."));
    }

    /** Whether what is known of the start of a debug container comes from a look at it, and not from its addition alone. */
    static boolean lookedAtAgain(TargetReport target) {
        DebugContainer container = RiskEvidence.debugContainer(target);
        return container.asOf().isAfter(container.attached()) && target.stream().bytes() == 0;
    }

    private static Judgement timeout(TargetReport target, Duration limit) {
        DebugContainer container = RiskEvidence.debugContainer(target);
        if (container.terminated()) {
            return inTime(container, limit);
        }
        if (container.started().isEmpty()) {
            return Judgement.of(
                    State.NOT_VERIFIABLE,
                    lookedAtAgain(target)
                            ? Fact.kubelet(
                                    "The debug container had not started when last looked at, so its timeout had not"
                                            + " begun.")
                            : Fact.client(
                                    "The debug container was not seen again after it was added: whether its timeout"
                                            + " began is not known."));
        }
        boolean overdue =
                Duration.between(container.started().get(), container.asOf()).compareTo(limit) > 0;
        return overdue && !RiskEvidence.gone(target)
                ? Judgement.of(
                        State.NOT_MET,
                        Fact.kubelet("The debug container was still running after its lifetime was over."))
                : Judgement.of(
                        State.NOT_VERIFIABLE,
                        Fact.kubelet(
                                "The debug container was not seen to end, and its lifetime was not over when it was last "
                                        + "looked at."));
    }

    private static Judgement inTime(DebugContainer container, Duration limit) {
        long ran = container.exposureSeconds().orElse(0);
        if (ran > limit.toSeconds()) {
            return Judgement.of(
                    State.NOT_MET, Fact.kubelet("The debug container ran longer than its lifetime: " + ran + " s."));
        }
        boolean forced =
                container.exitCode().filter(code -> code == LIFETIME_OVER).isPresent();
        return Judgement.of(
                State.ENFORCED,
                Fact.kubelet(
                        forced
                                ? "The end of its lifetime ended the debug container."
                                : "The debug container ended by itself before its lifetime was over."));
    }
}
