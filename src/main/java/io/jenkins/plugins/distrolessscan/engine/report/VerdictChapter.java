package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.Coverage;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.DebugContainer;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Overall;
import io.jenkins.plugins.distrolessscan.engine.model.ScanInfo;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Block;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Card;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Pair;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The verdict, its numbers, its reasons and every gate. */
final class VerdictChapter {
    private VerdictChapter() {}

    static Optional<Section> section(ScanReport report) {
        Verdict verdict = report.verdict();
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Cards(List.of(
                new Card("Verdict", Words.word(verdict.result()), Words.tone(verdict.result()), meaning(verdict)),
                compliance(verdict),
                coverage(report.coverage()),
                exposure(report),
                overall(report.risk().overall()))));
        if (!verdict.reasons().isEmpty()) {
            blocks.add(new Block.Items(
                    true,
                    verdict.reasons().stream()
                            .limit(Page.MOST_ROWS)
                            .map(Phrase::of)
                            .toList(),
                    verdict.reasons().size()));
        }
        if (!CriterionWords.judged(verdict).isEmpty()) {
            blocks.add(Block.paragraph(CriterionWords.judged(verdict)));
        }
        if (!verdict.criteria().isEmpty()) {
            blocks.add(Block.Table.of(
                    "What was judged",
                    List.of("Criterion", "Limit", "Found", "Holds", "If missed"),
                    verdict.criteria(),
                    c -> List.of(
                            named(c),
                            Phrase.of(CriterionWords.limit(c)),
                            Phrase.of(CriterionWords.found(c)),
                            Words.of(c),
                            Phrase.of(CriterionWords.result(c)))));
        }
        return Optional.of(new Section("verdict", "Verdict", blocks));
    }

    /** With a reference to the rows that count. */
    private static Phrase named(Criterion criterion) {
        return Phrase.EMPTY.link(CriterionWords.section(criterion), PageText.sentence(CriterionWords.name(criterion)));
    }

    private static String meaning(Verdict verdict) {
        return switch (verdict.result()) {
            case PASSED ->
                switch (verdict.judged()) {
                    case GATES -> looked(verdict) + ", no gate is missed";
                    case ONLY_COMPLETENESS -> looked(verdict) + "; no gate was configured";
                };
            case FAILED -> "at least one gate is missed";
            case INCOMPLETE -> "not enough was seen to judge: never a pass";
        };
    }

    private static String looked(Verdict verdict) {
        boolean assumed = verdict.criteria().stream()
                .anyMatch(criterion -> criterion.kind() == Criterion.Kind.COMPLETENESS
                        && !criterion.qualifiers().isEmpty());
        return assumed ? "everything looked at or assumed" : "everything looked at";
    }

    private static Card compliance(Verdict verdict) {
        return verdict.compliance().isPresent()
                ? new Card(
                        "Compliance",
                        verdict.compliance().getAsInt() + " %",
                        Tone.PLAIN,
                        "passed of the controls that count")
                : new Card("Compliance", "Not evaluated", Tone.WARN, "no control gave a result");
    }

    private static Card coverage(Coverage coverage) {
        return new Card(
                "Coverage",
                coverage.chosen() == 0 ? "Nothing chosen" : coverage.percent() + " %",
                coverage.chosen() > 0 && coverage.scanned() == coverage.chosen() ? Tone.GOOD : Tone.WARN,
                Words.number(coverage.scanned()) + " of " + Words.count(coverage.chosen(), "container") + " scanned"
                        + (coverage.assumed().orElse(0) == 0
                                ? ""
                                : ", " + Words.number(coverage.assumed().getAsInt()) + " assumed"));
    }

    private static Card exposure(ScanReport report) {
        List<DebugContainer> attached = report.targets().stream()
                .flatMap(t -> t.debugContainer().stream())
                .toList();
        Set<String> tried = AuditEvent.targets(report.audit(), AuditEvent.ATTACH);
        long unknown =
                report.targets().stream().filter(t -> t.perhapsAttached(tried)).count();
        if (attached.isEmpty() && unknown == 0) {
            return new Card("Exposure window", "None", Tone.GOOD, "nothing was attached");
        }
        long open = attached.stream().filter(d -> !d.terminated()).count();
        long seconds =
                attached.stream().mapToLong(d -> d.exposureSeconds().orElse(0)).sum();
        String containers = Words.count(attached.size(), "debug container");
        if (open == 0 && unknown > 0) {
            return new Card(
                    "Exposure window",
                    "Not known",
                    Tone.WARN,
                    "for " + Words.count(unknown, "target")
                            + " it is not known whether a debug container was attached");
        }
        return open == 0
                ? new Card("Exposure window", Words.number(seconds) + " s", Tone.PLAIN, containers + ", all ended")
                : new Card(
                        "Exposure window",
                        "Not closed",
                        Tone.BAD,
                        Words.number(open) + " of " + containers + " not seen to have ended");
    }

    private static Card overall(Overall overall) {
        return new Card(
                "Overall risk",
                overall.level().word(),
                Words.tone(overall.level()),
                "of the method in this run; baseline " + overall.baseline().word());
    }

    /** The head of the report (S-1). */
    static Optional<Section> scan(ScanReport report) {
        ScanInfo scan = report.scan();
        Duration duration = Duration.between(scan.started(), scan.finished());
        return Optional.of(Section.of(
                "scan",
                "This scan",
                Block.Pairs.of(
                        "What, where, when and by whom",
                        new Pair("Cluster", Phrase.name(scan.server())),
                        new Pair("Namespace", Phrase.name(scan.namespace())),
                        new Pair("Chosen", Phrase.of(scan.selection())),
                        new Pair("Approach", Phrase.of(scan.approach())),
                        new Pair("Probe image", Phrase.name(scan.image())),
                        new Pair("Time", Phrase.of(Words.time(scan.started()) + ", took " + Words.duration(duration))),
                        new Pair("Started by", Phrase.name(scan.actor())),
                        new Pair(
                                "Scan",
                                Phrase.name(scan.id())
                                        .text(", Distroless Scan ")
                                        .code(scan.toolVersion())
                                        .text(" ")
                                        .mark("S-1")))));
    }
}
