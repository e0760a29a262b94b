package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Risk;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Scenario;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Block;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The factors, risks and scenarios of the analysis with this run's states (S-4 to S-24). */
final class RiskChapter {
    private RiskChapter() {}

    static Optional<Section> factors(ScanReport report) {
        RiskAssessment risk = report.risk();
        Phrase overall = Phrase.of("Baseline ")
                .and(Words.of(risk.overall().baseline()))
                .text(", this run ")
                .and(Words.of(risk.overall().level()))
                .text(". " + risk.overall().text() + " ")
                .mark("S-30");
        return Optional.of(Section.of(
                "factors",
                "Security factors",
                new Block.Paragraph(overall),
                Block.Table.of(
                                "The five factors: baseline of the method, and this run",
                                List.of("Factor", "Baseline", "This run", "State", "Why", "Evidence"),
                                risk.characteristics(),
                                c -> List.of(
                                        Phrase.of(c.name()).text(" ").mark(c.id()),
                                        Words.of(c.baseline()),
                                        Words.of(c.rating()),
                                        Words.of(c.state()),
                                        Phrase.of(c.description()),
                                        Phrase.facts(c.evidence())))
                        .withLastBelow()));
    }

    /** One table for each group of risks, as the analysis has them. */
    static Optional<Section> risks(ScanReport report) {
        Map<String, List<Risk>> groups = new LinkedHashMap<>();
        report.risk()
                .risks()
                .forEach(risk -> groups.computeIfAbsent(risk.group(), group -> new ArrayList<>())
                        .add(risk));
        List<Block> parts = new ArrayList<>();
        parts.add(
                Block.paragraph(
                        "Inherent is the method's own level, from likelihood and impact; remains is what is left of it in this run."));
        groups.forEach((group, risks) -> parts.add(Block.Table.of(
                        PageText.name(group) + " risks",
                        List.of(
                                "Risk",
                                "Likelihood",
                                "Impact",
                                "Inherent",
                                "Mitigation",
                                "State",
                                "Remains",
                                "Evidence"),
                        risks,
                        r -> List.of(
                                Phrase.of(r.name()).text(" ").mark(r.id()),
                                Phrase.of(r.likelihood()),
                                Phrase.of(r.impact()),
                                Words.of(r.inherent()),
                                Phrase.of(r.mitigation()),
                                Words.of(r.state()),
                                Words.of(r.residual()),
                                Phrase.facts(r.evidence())))
                .withLastBelow()));
        return Optional.of(new Section("risks", "Risks", parts));
    }

    static Optional<Section> scenarios(ScanReport report) {
        List<Block> parts = new ArrayList<>();
        parts.add(Block.paragraph(
                "What remains is never better than the method's own value, and one step worse for each mitigation that is "
                        + "not met."));
        report.risk().scenarios().stream().limit(Page.MOST_ROWS).forEach(s -> parts.add(scenario(s)));
        return Optional.of(new Section("scenarios", "Scenarios", parts));
    }

    private static Block scenario(Scenario s) {
        Phrase outcome = Phrase.of("Baseline ")
                .and(Words.of(s.baseline()))
                .text(", remains in this run ")
                .and(Words.of(s.residual()))
                .text(". " + s.reason());
        return new Block.Part(
                Phrase.of(s.name()).text(" ").mark(s.id()),
                List.of(
                        Block.paragraph(s.risk()),
                        new Block.Paragraph(outcome),
                        Block.Table.of(
                                "Mitigations: " + PageText.name(s.name()),
                                List.of("Mitigation", "State", "Evidence"),
                                s.mitigations(),
                                m -> List.of(
                                        Phrase.of(m.name()).text(" ").mark(m.id()),
                                        Words.of(m.state()),
                                        Phrase.facts(m.evidence())))));
    }
}
