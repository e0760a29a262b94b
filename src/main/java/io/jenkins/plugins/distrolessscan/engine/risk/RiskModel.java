package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.Fact.Source;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Characteristic;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Consideration;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Overall;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Risk;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Scenario;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Statement;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The security analysis of the debug container approach, and what one run makes of it. The analysis is data beside this
 * class; each of its items has one function from a run's facts to a state, in the class of its family.
 *
 * <p>A rating or a residual risk is never better than the page's, and one step worse where a mitigation does not hold
 * (S-24). Immutable; one instance serves any number of scans.
 */
public final class RiskModel {
    private static final Fact PLAYED = Fact.client(
            "Demonstration: cluster, node and probe were played, so this shows a form and proves nothing of a cluster.");

    private final SecurityAnalysis page;
    private final Map<String, Function<RiskEvidence, Judgement>> table;

    private RiskModel(SecurityAnalysis page) {
        this.page = page;
        this.table = table();
    }

    /**
     * Loads the analysis and checks it: counts, the matrix, the level of every risk, each item once.
     *
     * @throws IllegalStateException when the data is not what the analysis contains: a broken build
     */
    public static RiskModel load() {
        return new RiskModel(PageCheck.checked(SecurityAnalysis.load()));
    }

    /**
     * Assesses a scan.
     *
     * @param scan its facts
     * @param targets the same scan's targets, with what their evidence says
     */
    public RiskAssessment assess(CollectedScan scan, List<TargetReport> targets) {
        RiskEvidence evidence = new RiskEvidence(scan, targets);
        Map<String, Judgement> judgements = new HashMap<>();
        table.forEach((id, judge) ->
                judgements.put(id, marked(evidence, Alteration.weakened(id, evidence, judge.apply(evidence)))));
        List<Characteristic> characteristics = page.characteristics().stream()
                .map(factor -> Characteristics.assess(factor, judgements.get(factor.id())))
                .toList();
        List<Risk> risks = page.risks().stream()
                .map(row -> Risks.assess(
                        row, page.level(row.likelihood(), row.impact()).orElseThrow(), judgements.get(row.id())))
                .toList();
        List<Scenario> scenarios = page.scenarios().stream()
                .map(row -> Scenarios.assess(row, judgements::get))
                .toList();
        List<Consideration> enterprise = page.enterprise().stream()
                .map(item -> Enterprise.assess(item, judgements.get(item.id())))
                .toList();
        Overall overall = Profile.overall(page.overall(), characteristics, risks, scenarios, enterprise);
        judgements.put("S-30", marked(evidence, Profile.judge(overall)));
        return new RiskAssessment(
                characteristics,
                risks,
                scenarios,
                enterprise,
                statements(judgements),
                page.limits(),
                Comparisons.compare(page, characteristics, risks, scenarios),
                page.compliance(),
                overall);
    }

    private List<Statement> statements(Map<String, Judgement> judgements) {
        return page.statements().stream()
                .map(item -> Statements.assess(item, judgements.get(item.id())))
                .toList();
    }

    /** In a demonstration, what the played cluster said is marked as played. */
    private static Judgement marked(RiskEvidence evidence, Judgement judgement) {
        boolean played = judgement.evidence().stream().anyMatch(fact -> fact.source() != Source.CLIENT);
        return evidence.scan().demo() && played ? judgement.with(PLAYED) : judgement;
    }

    private static Map<String, Function<RiskEvidence, Judgement>> table() {
        Map<String, Function<RiskEvidence, Judgement>> table = new HashMap<>();
        table.putAll(Characteristics.TABLE);
        table.putAll(Risks.TABLE);
        table.putAll(Scenarios.TABLE);
        table.putAll(Enterprise.TABLE);
        table.putAll(Statements.TABLE);
        return Map.copyOf(table);
    }
}
