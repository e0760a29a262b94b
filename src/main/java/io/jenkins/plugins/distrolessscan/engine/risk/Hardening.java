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
                faults.add("capabilities are added: " + Words.list(context.added()));
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
                : Judgement.weakest(unprivileged(evidence), capabilities(evidence), rest, effective(evidence));
    }

    private static Judgement judged(
            RiskEvidence evidence, String what, String good, BiConsumer<StoredContext, List<String>> check) {
        return OverTargets.worst(evidence.attached(), what, target -> {
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
    private static Judgement effective(RiskEvidence evidence) {
        return OverTargets.worst(evidence.attached(), "the effective context", Hardening::effective);
    }

    private static Judgement effective(TargetReport target) {
        List<String> differing = target.contexts().stream()
                .filter(row -> row.state() == State.NOT_MET)
                .map(ContextRow::setting)
                .toList();
        if (!differing.isEmpty()) {
            return Judgement.of(
                            State.NOT_MET,
                            Fact.probe("What is effective by the probe's own /proc differs from what is stored: "
                                    + Words.list(differing) + "."))
                    .advising("Find out why the node's runtime does not apply the stored security context.");
        }
        return Judgement.of(
                State.VERIFIED,
                Fact.api("The stored security context was read back from the API server."),
                Fact.probe(
                        target.probe().isPresent()
                                ? "The probe's own /proc shows nothing that differs from it."
                                : "The probe said nothing of what was effective."));
    }
}
