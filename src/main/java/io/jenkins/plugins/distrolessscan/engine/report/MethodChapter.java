package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Block;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the analysis says of the method as a whole, with what this run can say to it (S-19, S-20, S-25 to S-44). */
final class MethodChapter {
    private MethodChapter() {}

    static Optional<Section> enterprise(ScanReport report) {
        return Optional.of(Section.of(
                "enterprise",
                "Enterprise considerations",
                Block.Table.of(
                                "The five considerations",
                                List.of("Consideration", "Asked for", "State", "Evidence"),
                                report.risk().enterprise(),
                                c -> List.of(
                                        Phrase.of(c.name()).text(" ").mark(c.id()),
                                        Phrase.of(c.text()),
                                        Words.of(c.state()),
                                        Phrase.facts(c.evidence())))
                        .withLastBelow()));
    }

    static Optional<Section> conclusions(ScanReport report) {
        RiskAssessment risk = report.risk();
        List<Block> blocks = new ArrayList<>();
        blocks.add(Block.Table.of(
                        "What the analysis concludes, and this run",
                        List.of("Statement", "What the analysis says", "State in this run", "Evidence"),
                        risk.statements(),
                        s -> List.of(
                                Phrase.of(s.name()).text(" ").mark(s.id()),
                                Phrase.of(s.text()),
                                Words.of(s.state()),
                                Phrase.facts(s.evidence())))
                .withLastBelow());
        if (!risk.comparison().isEmpty()) {
            blocks.add(Block.Table.of(
                    "Beside other approaches, as the analysis rates them; risks as likelihood / impact",
                    List.of("Subject", "Kubernetes API", "Debug container", "This run", "Sidecar"),
                    risk.comparison(),
                    c -> List.of(
                            c.id().isEmpty()
                                    ? Phrase.of(c.subject())
                                    : Phrase.of(c.subject()).text(" ").mark(c.id()),
                            orNotRated(c.kubernetesApi()),
                            orNotRated(c.debugContainer()),
                            orNotRated(c.thisRun()),
                            orNotRated(c.sidecar()))));
        }
        if (!risk.compliance().isEmpty()) {
            blocks.add(Block.Table.of(
                    "Compliance frameworks, as claimed by the authors of the analysis: nothing here is a certificate",
                    List.of("Framework", "Reference", "Claim", "Note"),
                    risk.compliance(),
                    a -> List.of(
                            Phrase.of(a.framework()),
                            Phrase.of(a.reference()),
                            Phrase.of(a.claim()),
                            Phrase.of(a.note()))));
        }
        return Optional.of(new Section("conclusions", "Conclusions and comparison", blocks));
    }

    static Optional<Section> limits(ScanReport report) {
        return Optional.of(Section.of(
                "limits",
                "What cannot be promised",
                Block.Table.of(
                        "Claims that Kubernetes cannot keep, and what is true instead",
                        List.of("Claim", "What is true"),
                        report.risk().limits(),
                        l -> List.of(Phrase.of(l.claim()).text(" ").mark(l.id()), Phrase.of(l.truth())))));
    }

    private static Phrase orNotRated(String text) {
        return Phrase.of(text.isBlank() ? "not rated" : text);
    }
}
