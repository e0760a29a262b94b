package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Consideration;
import java.util.Map;
import java.util.function.Function;

/** The five considerations for enterprises, S-25 to S-29. */
final class Enterprise {
    static final Map<String, Function<RiskEvidence, Judgement>> TABLE = Map.of(
            "S-25", evidence -> Judgement.weakest(Monitoring.unexpected(evidence), Monitoring.longRunning(evidence)),
            "S-26", Monitoring::roles,
            "S-27", Enterprise::hardening,
            "S-28", Network::judge,
            "S-29", Monitoring::audit);

    private Enterprise() {}

    static Consideration assess(SecurityAnalysis.Item item, Judgement judgement) {
        return new Consideration(item.id(), item.name(), item.text(), judgement.state(), judgement.evidence());
    }

    private static Judgement hardening(RiskEvidence evidence) {
        return evidence.attached().isEmpty()
                ? ProbeImage.judge(evidence)
                : Judgement.weakest(ProbeImage.judge(evidence), Hardening.restricted(evidence));
    }
}
