package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.Level;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Mitigation;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Scenario;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The three scenarios with their mitigations, S-21 to S-23. */
final class Scenarios {
    static final Map<String, Function<RiskEvidence, Judgement>> TABLE = Map.ofEntries(
            Map.entry("S-21a", Ending::timeout),
            Map.entry("S-21b", Monitoring::collection),
            Map.entry("S-21c", Monitoring::longRunning),
            Map.entry("S-21d", Hardening::capabilities),
            Map.entry("S-22a", Hardening::restricted),
            Map.entry("S-22b", Interference::readOnly),
            Map.entry("S-22c", Isolation::hostMounts),
            Map.entry("S-22d", Network::judge),
            Map.entry("S-23a", ProbeImage::judge),
            Map.entry("S-23b", Window::closed),
            Map.entry("S-23c", Network::judge),
            Map.entry("S-23d", Hardening::unprivileged));

    private Scenarios() {}

    /** The page's residual, one step worse for each mitigation that does not hold. */
    static Scenario assess(SecurityAnalysis.ScenarioRow row, Function<String, Judgement> judgements) {
        List<Mitigation> mitigations = row.mitigations().stream()
                .map(mitigation -> mitigation(mitigation, judgements.apply(mitigation.id())))
                .toList();
        Level residual = row.residual();
        for (Mitigation mitigation : mitigations) {
            residual = mitigation.state() == State.NOT_MET ? residual.worse() : residual;
        }
        return new Scenario(
                row.id(), row.name(), row.risk(), row.residual(), residual, reason(row, mitigations), mitigations);
    }

    private static Mitigation mitigation(SecurityAnalysis.MitigationRow row, Judgement judgement) {
        return new Mitigation(row.id(), row.name(), judgement.state(), judgement.evidence());
    }

    private static String reason(SecurityAnalysis.ScenarioRow row, List<Mitigation> mitigations) {
        List<String> failed = mitigations.stream()
                .filter(mitigation -> mitigation.state() == State.NOT_MET)
                .map(mitigation -> mitigation.id() + " " + mitigation.name())
                .toList();
        return failed.isEmpty()
                ? row.reason()
                : row.reason() + " Does not hold in this run: " + FactWords.list(failed) + ".";
    }
}
