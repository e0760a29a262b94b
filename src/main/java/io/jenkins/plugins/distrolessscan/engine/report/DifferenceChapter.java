package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.Difference;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.FindingChange;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.IndexedFinding;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.WaiverUse;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Block;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is different from an earlier build, and what is waived. */
final class DifferenceChapter {
    private DifferenceChapter() {}

    static Optional<Section> difference(ScanReport report) {
        Difference difference = report.difference();
        List<Block> blocks = new ArrayList<>();
        DifferenceWords.lines(difference).forEach(line -> blocks.add(Block.paragraph(line)));
        if (!difference.findings().isEmpty()) {
            blocks.add(Block.Table.of(
                    "Findings that are not as they were",
                    List.of("What", "Kind", "Finding", "Severity", "In", "Where", "Why"),
                    difference.findings(),
                    change -> List.of(
                            of(change.kind()),
                            Phrase.of(Words.word(change.finding().kind())),
                            Phrase.name(change.finding().rule()),
                            severity(change),
                            Phrase.nameOr(change.finding().subject(), "the container"),
                            Phrase.name(change.finding().workload()),
                            Phrase.of(why(change)))));
        }
        if (!difference.packages().isEmpty()) {
            blocks.add(Block.Table.of(
                    "Packages that are not as they were",
                    List.of("What", "Package", "Type", "Before", "Now", "Where"),
                    difference.packages(),
                    change -> List.of(
                            Phrase.of(DifferenceWords.word(change.kind())),
                            Phrase.name(change.name()),
                            Phrase.name(change.type()),
                            Phrase.nameOr(change.before(), "none"),
                            Phrase.nameOr(change.after(), "none"),
                            Phrase.name(change.workload()))));
        }
        if (!difference.controls().isEmpty()) {
            blocks.add(Block.Table.of(
                    "Controls of another status",
                    List.of("Control", "Before", "Now"),
                    difference.controls(),
                    change -> List.of(
                            Phrase.name(change.id()),
                            change.before().map(Words::of).orElse(Phrase.of("not evaluated")),
                            change.after().map(Words::of).orElse(Phrase.of("not evaluated")))));
        }
        if (!difference.risks().isEmpty()) {
            blocks.add(Block.Table.of(
                    "Parts of the security analysis in another state",
                    List.of("Statement", "Before", "Now"),
                    difference.risks(),
                    change -> List.of(
                            Phrase.name(change.id()), Phrase.name(change.before()), Phrase.name(change.after()))));
        }
        return Optional.of(new Section("difference", "Difference", blocks));
    }

    static Optional<Section> waivers(ScanReport report) {
        if (report.waivers().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Section.of(
                "waivers",
                "Waivers",
                Block.paragraph("What is waived stays among the findings and counts for no gate."),
                Block.Table.of(
                        "Waivers and what they did",
                        List.of("Waiver", "Where", "State", "Findings", "Until", "Approved by", "Reason", "Whose"),
                        report.waivers(),
                        waiver -> List.of(
                                Phrase.name(waiver.id()),
                                Phrase.name(waiver.target()),
                                of(waiver),
                                Phrase.number(waiver.count()),
                                Phrase.name(waiver.expires()),
                                Phrase.name(waiver.approver()),
                                Phrase.of(waiver.reason()),
                                Phrase.of(
                                        waiver.origin() == WaiverUse.Origin.ADMINISTRATOR
                                                ? "administrator"
                                                : "build")))));
    }

    private static Phrase of(WaiverUse waiver) {
        return switch (waiver.state()) {
            case APPLIED ->
                waiver.expiresSoon() ? Phrase.tone("Ends soon", Tone.WARN) : Phrase.tone("Applied", Tone.NOTE);
            case EXPIRED -> Phrase.tone("Expired: does not apply", Tone.BAD);
            case UNUSED -> Phrase.tone("Unused", Tone.WARN);
        };
    }

    private static Phrase of(FindingChange.Kind kind) {
        return switch (kind) {
            case NEW -> Phrase.tone("New", Tone.BAD);
            case FIXED -> Phrase.tone("Fixed", Tone.GOOD);
            case CHANGED -> Phrase.tone("Changed", Tone.WARN);
            case FIRST_LOOKED_AT -> Phrase.tone("First looked at", Tone.NOTE);
            case NO_LONGER_LOOKED_AT -> Phrase.tone("No longer looked at", Tone.NOTE);
        };
    }

    private static Phrase severity(FindingChange change) {
        Phrase now = Words.of(change.finding().severity());
        return change.before()
                .filter(before -> before.severity() != change.finding().severity())
                .map(before -> Words.of(before.severity()).text(" to ").and(now))
                .orElse(now);
    }

    private static String why(FindingChange change) {
        if (change.cause().isPresent()) {
            return DifferenceWords.word(change.cause().get());
        }
        return change.kind() == FindingChange.Kind.CHANGED
                ? changed(change.before().orElse(change.finding()), change.finding())
                : "";
    }

    private static String changed(IndexedFinding before, IndexedFinding now) {
        List<String> what = new ArrayList<>();
        if (before.severity() != now.severity()) {
            what.add("severity");
        }
        if (!before.loaded().equals(now.loaded())) {
            what.add("loaded state");
        }
        if (!before.fixedVersion().equals(now.fixedVersion())) {
            what.add(now.fixedVersion().isEmpty() ? "no fixed version any more" : "fixed in " + now.fixedVersion());
        }
        if (before.knownExploited() != now.knownExploited()) {
            what.add(now.knownExploited() ? "listed as exploited" : "no longer listed as exploited");
        }
        if (before.waived() != now.waived()) {
            what.add(now.waived() ? "waived" : "no longer waived");
        }
        return String.join(", ", what);
    }
}
