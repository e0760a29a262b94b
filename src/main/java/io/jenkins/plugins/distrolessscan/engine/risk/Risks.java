package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.Level;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Risk;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import java.util.Map;
import java.util.function.Function;

/** The nine risks, S-10 to S-18. */
final class Risks {
    static final Map<String, Function<RiskEvidence, Judgement>> TABLE = Map.of(
            "S-10", Risks::tokenLeakage,
            "S-11", Risks::excessivePermissions,
            "S-12", MutualTrust::judge,
            "S-13", Ending::ended,
            "S-14", Caps::judge,
            "S-15", Risks::interference,
            "S-16", Risks::isolationBreach,
            "S-17", Risks::compromise,
            "S-18", Risks::exfiltration);

    private Risks() {}

    /** @param inherent the level of the row's likelihood and impact by the matrix */
    static Risk assess(SecurityAnalysis.RiskRow row, Level inherent, Judgement judgement) {
        return new Risk(
                row.id(),
                row.group(),
                row.name(),
                row.likelihood(),
                row.impact(),
                inherent,
                row.mitigation(),
                judgement.state(),
                judgement.is(State.NOT_MET) ? inherent.worse() : inherent,
                judgement.evidence(),
                judgement.advice().orElse(row.advice()));
    }

    private static Judgement tokenLeakage(RiskEvidence evidence) {
        return Judgement.weakest(CredentialLife.judge(evidence), Privileges.excess(evidence))
                .with(
                        Fact.client("Whoever had the credential could do what S-11 says, as long as it is good."),
                        Fact.client("The report names facts of the credential, never the credential."));
    }

    private static Judgement excessivePermissions(RiskEvidence evidence) {
        Judgement misuse = MisuseRefused.judge(evidence);
        Judgement excess = Privileges.excess(evidence);
        Judgement both = Judgement.weakest(misuse, excess).with(Privileges.needed(evidence));
        boolean two = misuse.is(State.NOT_MET) && excess.is(State.NOT_MET);
        // Two steps, and neither may hide the other; S-10 tells the second one unless it has a nearer one of its own.
        return two && !tokenLeakage(evidence).advice().equals(excess.advice())
                ? both.advising(
                        misuse.advice().orElseThrow() + " " + excess.advice().orElseThrow())
                : both;
    }

    private static Judgement interference(RiskEvidence evidence) {
        return evidence.attached().isEmpty()
                ? Interference.unchanged(evidence)
                : Judgement.weakest(Interference.readOnly(evidence), Interference.unchanged(evidence))
                        .with(
                                Fact.client(
                                        "The debug container's user is the target's, or root: it could have signalled the target's "
                                                + "processes. The probe sends no signal, and nothing but its own code holds it to that."));
    }

    private static Judgement isolationBreach(RiskEvidence evidence) {
        if (evidence.attached().isEmpty()) {
            return Isolation.shared(evidence);
        }
        return Judgement.weakest(Window.closed(evidence), Isolation.shared(evidence), Isolation.podUnchanged(evidence))
                .with(
                        Isolation.WITHIN_REACH,
                        Fact.client(
                                "Started by " + FactWords.plain(evidence.scan().actor()) + " for "
                                        + FactWords.plain(evidence.scan().selection()) + "."));
    }

    private static Judgement compromise(RiskEvidence evidence) {
        return evidence.attached().isEmpty()
                ? ProbeImage.judge(evidence)
                : Judgement.weakest(ProbeImage.judge(evidence), Hardening.restricted(evidence));
    }

    private static Judgement exfiltration(RiskEvidence evidence) {
        return evidence.attached().isEmpty()
                ? Network.judge(evidence)
                : Judgement.weakest(Network.judge(evidence), Window.closed(evidence));
    }
}
