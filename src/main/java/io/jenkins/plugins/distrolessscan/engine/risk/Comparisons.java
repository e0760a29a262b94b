package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Characteristic;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Comparison;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Risk;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Scenario;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The three approaches side by side, with this run's values for the one that was run. */
final class Comparisons {
    private Comparisons() {}

    static List<Comparison> compare(
            SecurityAnalysis page, List<Characteristic> characteristics, List<Risk> risks, List<Scenario> scenarios) {
        Map<String, String> values = new HashMap<>();
        characteristics.forEach(
                factor -> values.put(factor.id(), factor.rating().word()));
        risks.forEach(risk -> values.put(risk.id(), risk.residual().word() + " residual"));
        scenarios.forEach(
                scenario -> values.put(scenario.id(), scenario.residual().word()));
        return page.comparison().stream()
                .map(row -> new Comparison(
                        row.id(),
                        row.subject(),
                        row.kubernetesApi(),
                        row.debugContainer(),
                        values.getOrDefault(row.id(), ""),
                        row.sidecar()))
                .toList();
    }
}
