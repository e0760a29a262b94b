package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import io.jenkins.plugins.distrolessscan.engine.model.Finding;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Block;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Controls and findings. */
final class ResultChapter {
    private static final List<Status> WORST_FIRST =
            List.of(Status.FAILED, Status.ERROR, Status.NOT_REVIEWED, Status.PASSED, Status.NOT_APPLICABLE);

    private ResultChapter() {}

    static Optional<Section> controls(ScanReport report) {
        SubjectTargets targets = SubjectTargets.of(report);
        List<ControlResult> controls = report.controls().stream()
                .sorted(Comparator.comparingInt((ControlResult c) -> WORST_FIRST.indexOf(c.status()))
                        .thenComparing(
                                Comparator.comparing(ControlResult::severity).reversed())
                        .thenComparing(ControlResult::id))
                .toList();
        if (controls.isEmpty()) {
            return Optional.of(Section.of("controls", "Controls", Block.paragraph("No control was evaluated.")));
        }
        return Optional.of(Section.of(
                "controls",
                "Controls",
                counts(controls),
                new Block.Fold(
                        "Results, what failed first: " + Words.number(controls.size()),
                        List.of(Block.Table.of(
                                "Control results",
                                List.of("Control", "Status", "Severity", "Seen", "Where", "Evidence"),
                                controls,
                                c -> List.of(
                                        Phrase.name(c.id()).text(" " + c.title()),
                                        Words.of(c.status()),
                                        Words.of(c.severity()),
                                        Phrase.of(c.message()),
                                        Phrase.of(targets.words(c.subject())),
                                        Phrase.facts(c.evidence())))))));
    }

    private static Block counts(List<ControlResult> controls) {
        List<Severity> severities = Arrays.stream(Severity.values())
                .filter(s -> s != Severity.UNKNOWN || controls.stream().anyMatch(c -> c.severity() == Severity.UNKNOWN))
                .sorted(Comparator.reverseOrder())
                .toList();
        return Block.Table.of(
                "Results by status and severity",
                Stream.of(Stream.of("Status"), severities.stream().map(Words::word), Stream.of("All"))
                        .flatMap(s -> s)
                        .toList(),
                WORST_FIRST,
                status -> {
                    List<Phrase> row = new ArrayList<>();
                    row.add(Words.of(status));
                    severities.forEach(severity -> row.add(Phrase.number(controls.stream()
                            .filter(c -> c.status() == status && c.severity() == severity)
                            .count())));
                    row.add(Phrase.number(
                            controls.stream().filter(c -> c.status() == status).count()));
                    return row;
                });
    }

    static Optional<Section> findings(ScanReport report) {
        SubjectTargets targets = SubjectTargets.of(report);
        List<Finding> findings = report.findings().stream()
                .sorted(Comparator.comparing(Finding::severity).reversed())
                .toList();
        return Optional.of(Section.of(
                "findings",
                "Findings",
                findings.isEmpty()
                        ? Block.paragraph("There is none. Read it with the coverage: it says how much was looked at.")
                        : Block.Table.of(
                                "Findings, the worst first; an unknown severity is never a low one",
                                List.of("Finding", "Severity", "What to do", "Where", "Location", "Rule"),
                                findings,
                                f -> List.of(
                                        Phrase.of(f.title()),
                                        Words.of(f.severity()),
                                        Phrase.of(f.text()),
                                        Phrase.of(targets.words(f)),
                                        Phrase.nameOr(f.location(), "none"),
                                        Phrase.name(f.rule())))));
    }
}
