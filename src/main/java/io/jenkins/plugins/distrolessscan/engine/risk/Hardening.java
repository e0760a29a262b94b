package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport.ContextRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The debug container's security context, as stored and as effective (S-17, S-21d, S-22a, S-23d). */
final class Hardening {
    private Hardening() {}

    /** All capabilities dropped, none added. */
    static Judgement capabilities(RiskEvidence evidence) {
        return judged(evidence, "its capabilities", "all capabilities dropped, none added", (context, faults) -> {
            if (!context.dropsAll()) {
                faults.add("capabilities are not dropped");
            }
            if (!context.added().isEmpty()) {
                faults.add("capabilities are added: " + FactWords.list(context.added()));
            }
        });
    }

    /** Not privileged, and not root. */
    static Judgement unprivileged(RiskEvidence evidence) {
        return judged(evidence, "its privileges", "not privileged, not root", (context, faults) -> {
            if (context.privileged()) {
                faults.add("it is privileged");
            }
            if (!context.nonRoot()) {
                faults.add("it may run as root");
            }
        });
    }

    /** The whole of the restricted profile: the two above, no escalation, read-only root, the runtime's seccomp filter. */
    static Judgement restricted(RiskEvidence evidence) {
        Judgement rest = judged(
                evidence,
                "its security context",
                "no privilege escalation, its own root read-only, the runtime's seccomp filter",
                (context, faults) -> {
                    if (!context.noEscalation()) {
                        faults.add("privilege escalation is not forbidden");
                    }
                    if (!context.readOnlyRoot()) {
                        faults.add("its own root is writable");
                    }
                    if (!context.seccomp().equals("RuntimeDefault")) {
                        faults.add("seccomp is not RuntimeDefault");
                    }
                });
        return evidence.attached().isEmpty()
                ? rest
                : effective(evidence, Judgement.weakest(unprivileged(evidence), capabilities(evidence), rest));
    }

    private static Judgement judged(
            RiskEvidence evidence, String what, String good, BiConsumer<StoredContext, List<String>> check) {
        return OverTargets.worst(evidence, what, target -> {
            Optional<StoredContext> context =
                    StoredContext.parse(RiskEvidence.debugContainer(target).storedSecurityContext());
            if (context.isEmpty()) {
                return Judgement.of(
                        State.NOT_VERIFIABLE, Fact.api("The debug container's security context was not read back."));
            }
            List<String> faults = new ArrayList<>();
            check.accept(context.get(), faults);
            return faults.isEmpty()
                    ? Judgement.of(State.VERIFIED, Fact.api("Stored by the API server: " + good + "."))
                    : Judgement.of(
                                    State.NOT_MET,
                                    Fact.api("Stored by the API server: " + String.join(", ", faults) + "."))
                            .advising(
                                    "Run the target as a user other than root, so that the restricted profile can read it.");
        });
    }

    /**
     * What the kernel made of the context. That it agrees is the probe's word and carries nothing; that it differs is
     * enough to doubt the stored context.
     */
    private static Judgement effective(RiskEvidence evidence, Judgement stored) {
        List<TargetReport> differing = evidence.attached().stream()
                .filter(target -> !differences(target).isEmpty())
                .toList();
        if (!differing.isEmpty()) {
            return Judgement.weakest(
                    OverTargets.some(
                            differing,
                            OverTargets.Group.attached(evidence),
                            target -> Judgement.of(
                                            State.NOT_MET,
                                            Fact.probe("What was asked for, stored and effective is not the same: "
                                                    + FactWords.list(differences(target)) + "."))
                                    .advising(
                                            "Find out why the stored security context is not the one that took effect.")),
                    stored);
        }
        long spoke = evidence.attached().stream()
                .filter(target -> target.probe().isPresent())
                .count();
        return spoke == 0
                ? stored.with(Fact.client("No probe told what took effect."))
                : stored.with(Fact.probe("What took effect, by the own word of "
                        + (spoke == evidence.attached().size()
                                ? "the probe"
                                : "the probe in " + spoke + " of "
                                        + evidence.attached().size() + " targets")
                        + ", does not contradict it."));
    }

    private static List<String> differences(TargetReport target) {
        return target.contexts().stream()
                .filter(row -> row.state() == State.NOT_MET)
                .map(ContextRow::setting)
                .toList();
    }
}
