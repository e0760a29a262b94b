package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Characteristic;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Rating;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import java.util.Map;
import java.util.function.Function;

/** The five factors, S-4 to S-8. */
final class Characteristics {
    static final Map<String, Function<RiskEvidence, Judgement>> TABLE = Map.of(
            "S-4", Characteristics::requiredPrivileges,
            "S-5", Characteristics::attackSurface,
            "S-6", CredentialLife::judge,
            "S-7", Characteristics::isolation,
            "S-8", Characteristics::persistence);

    private Characteristics() {}

    static Characteristic assess(SecurityAnalysis.Factor factor, Judgement judgement) {
        return new Characteristic(
                factor.id(),
                factor.name(),
                factor.rating(),
                rating(factor.rating(), judgement.state()),
                factor.description(),
                judgement.state(),
                judgement.evidence());
    }

    /**
     * The page's rating or a worse one, never a better one. A factor that does not hold goes up one colour. A green rating
     * has to be earned: where nothing shows that it holds, the factor counts as Moderate.
     */
    static Rating rating(Rating baseline, State state) {
        boolean green = baseline.compareTo(Rating.MODERATE) < 0;
        return switch (state) {
            case NOT_MET -> green ? Rating.MODERATE : Rating.HIGH;
            case NOT_VERIFIABLE -> green ? Rating.MODERATE : baseline;
            default -> baseline;
        };
    }

    private static Judgement requiredPrivileges(RiskEvidence evidence) {
        return Judgement.weakest(MisuseRefused.judge(evidence), Privileges.excess(evidence))
                .with(Privileges.needed(evidence));
    }

    private static Judgement attackSurface(RiskEvidence evidence) {
        Judgement window = Window.closed(evidence);
        return evidence.attached().isEmpty()
                ? window
                : Judgement.weakest(window, Isolation.podUnchanged(evidence), Alteration.alone(evidence));
    }

    private static Judgement isolation(RiskEvidence evidence) {
        return evidence.attached().isEmpty()
                ? Isolation.shared(evidence)
                : Judgement.weakest(
                                Isolation.shared(evidence), Window.closed(evidence), Hardening.unprivileged(evidence))
                        .with(Isolation.WITHIN_REACH);
    }

    private static Judgement persistence(RiskEvidence evidence) {
        return Ending.ended(evidence)
                .with(Fact.client(
                        "The analysis rates the same risk higher in S-13 and S-21; read the three together (S-43)."));
    }
}
