package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.Assumption;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Block;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** All targets in one table, then each with all that was seen of it. */
final class TargetChapter {
    private static final Phrase NOT_KNOWN = Phrase.tone("Not known", Tone.WARN);

    /** Targets that are shown with all that was seen of them. */
    private static final int MOST_PARTS = 50;

    private TargetChapter() {}

    static Optional<Section> section(ScanReport report) {
        if (report.targets().isEmpty()) {
            return Optional.of(Section.of("targets", "Targets", Block.paragraph("No debug container was asked for.")));
        }
        Set<String> tried = AuditEvent.targets(report.audit(), AuditEvent.ATTACH);
        List<Block> blocks = new ArrayList<>();
        blocks.add(Block.Table.of(
                "Targets and their exposure windows",
                List.of("Target", "Outcome", "Class", "Identity", "Exposure", "Pod's life before", "Debug container"),
                report.targets(),
                t -> row(t, report, t.perhapsAttached(tried))));
        List<TargetReport> told = inFull(report.targets());
        told.stream().limit(MOST_PARTS).forEach(t -> blocks.add(part(t)));
        int others = report.targets().size() - Math.min(told.size(), MOST_PARTS);
        if (others > 0) {
            blocks.add(Block.paragraph("All that was seen of " + Words.count(others, "other target")
                    + " is in report.json. Shown are those that are not complete, and the first of each subject."));
        }
        return Optional.of(new Section("targets", "Targets", blocks));
    }

    /** Those that are not complete, then the first of each subject: the others hold nothing else that was found. */
    private static List<TargetReport> inFull(List<TargetReport> targets) {
        if (targets.size() <= MOST_PARTS) {
            return targets;
        }
        Set<String> subjects = new HashSet<>();
        List<TargetReport> told =
                new ArrayList<>(targets.stream().filter(t -> !known(t)).toList());
        targets.stream().filter(t -> known(t) && subjects.add(t.subject())).forEach(told::add);
        return told;
    }

    private static boolean known(TargetReport t) {
        return t.complete() || t.basis() == TargetReport.Basis.ASSUMED;
    }

    private static List<Phrase> row(TargetReport t, ScanReport report, boolean perhapsAttached) {
        return List.of(
                Phrase.name(t.target().key()),
                outcome(t),
                Phrase.of(Words.word(t.classification())),
                Phrase.name(t.identity().toString()),
                perhapsAttached ? NOT_KNOWN : exposure(t),
                Phrase.of(Words.duration(
                        Duration.between(t.target().podCreated(), report.scan().started()))),
                t.debugContainer()
                        .map(d -> d.terminated()
                                ? Phrase.tone("Ended", Tone.GOOD)
                                : Phrase.tone("Not seen to have ended", Tone.BAD))
                        .orElse(perhapsAttached ? NOT_KNOWN : Phrase.of("none attached")));
    }

    static Phrase exposure(TargetReport t) {
        return t.debugContainer()
                .map(d -> d.exposureSeconds().isPresent()
                        ? Phrase.of(Words.number(d.exposureSeconds().getAsLong()) + " s")
                        : NOT_KNOWN)
                .orElse(Phrase.of("none"));
    }

    /** COLLECTED is good only when nothing of the evidence is missing. */
    static Phrase outcome(TargetReport t) {
        return t.gap().isPresent() ? Phrase.tone("Collected in part", Tone.WARN) : Words.of(t.outcome());
    }

    /** Why a target does not count as scanned. */
    static String missing(TargetReport t) {
        return t.gap()
                .map(gap -> gap.substring(0, 1).toUpperCase(Locale.ROOT) + gap.substring(1) + ".")
                .or(() -> t.assumed().map(TargetChapter::source))
                .orElse(t.reason());
    }

    /** From where it is known what is in it. */
    private static String source(Assumption from) {
        return switch (from.kind()) {
            case SAMPLE -> "Nothing was attached. Its equal replica " + from.target() + " was looked at.";
            case UNCHANGED ->
                "Nothing was attached. Scan " + from.scan() + " looked at this container at " + Words.time(from.asOf())
                        + "; what was loaded and changed is of that moment.";
        };
    }

    /** What is missing of the target, so that nobody takes silence for absence. */
    private static Block errors(TargetReport t) {
        return Block.Table.of(
                "What the probe could not read: packages may be missing",
                List.of("At", "Doing", "Error"),
                t.errors(),
                e -> List.of(
                        Phrase.nameOr(e.path(), "the root"),
                        switch (e.operation()) {
                            case "go" -> Phrase.of("looking for Go modules");
                            case "mount" -> Phrase.of("a mount below the root");
                            default -> Phrase.nameOr(e.operation(), "not said");
                        },
                        Phrase.nameOr(e.code(), "not said")));
    }

    private static Block part(TargetReport t) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Paragraph(outcome(t).text(t.complete() ? " Complete evidence." : " " + missing(t))));
        blocks.add(TargetFacts.target(t));
        t.debugContainer().ifPresent(d -> blocks.add(TargetFacts.debugContainer(d)));
        blocks.add(Block.Table.of(
                "Security context of the debug container: as stored, and as in effect",
                List.of("Setting", "Stored (api)", "Effective (probe)", "State"),
                t.contexts(),
                c -> List.of(
                        Phrase.of(c.setting()),
                        Phrase.nameOr(c.stored(), "not set"),
                        Phrase.nameOr(c.effective(), "not seen"),
                        Words.of(c.state()))));
        blocks.add(TargetFacts.beforeAndAfter(t));
        List<Block> more = new ArrayList<>();
        more.add(TargetFacts.pod(t));
        more.add(TargetFacts.stream(t.stream()));
        t.process().ifPresent(p -> more.add(TargetFacts.process(p)));
        t.probe().ifPresent(p -> more.add(TargetFacts.probe(p)));
        t.end().ifPresent(e -> more.add(TargetFacts.counts(e)));
        t.debugContainer()
                .ifPresent(d -> more.add(new Block.Paragraph(Phrase.of("Security context as the API server stored it: ")
                        .document(d.storedSecurityContext()))));
        if (!t.limits().isEmpty()) {
            more.add(Block.Table.of(
                    "Bounds that the probe reached",
                    List.of("Bound", "At"),
                    t.limits(),
                    l -> List.of(Phrase.of(l.what()), Phrase.nameOr(l.path(), "nowhere in particular"))));
        }
        if (!t.errors().isEmpty()) {
            blocks.add(errors(t));
        }
        blocks.add(new Block.Fold("Pod, stream, process and probe", more));
        return new Block.Part(Phrase.name(t.target().key()), blocks);
    }
}
