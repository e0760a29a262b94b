package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Answer;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Credential;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Need;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.RightCheck;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks;
import io.jenkins.plugins.distrolessscan.engine.model.ScanInfo;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Block;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Pair;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Section;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who the scan was, with what credential, and what that may do (S-4, S-6, S-10 to S-12). Never the credential. */
final class AccessChapter {
    private AccessChapter() {}

    static Optional<Section> section(ScanReport report) {
        AccessFacts access = report.access();
        List<Block> blocks = new ArrayList<>();
        blocks.add(Block.Pairs.of(
                "The connection",
                new Pair("API server", Phrase.name(access.server())),
                new Pair("Version", Phrase.nameOr(access.serverVersion(), "not known")),
                new Pair("TLS", Phrase.of(access.tls().isBlank() ? "not known" : access.tls())),
                new Pair(
                        "Known to it as",
                        Phrase.nameOr(access.userName(), "it would not say")
                                .text(" ")
                                .mark("S-12"))));
        blocks.add(credential(access.credential(), report.scan()));
        blocks.add(Block.Table.of(
                "Rights: needed and unwanted, with the server's answers",
                List.of("Right", "Needed", "Server's answer", "So"),
                access.rights(),
                r -> List.of(
                        Phrase.name(r.right().toString()),
                        Phrase.of(r.need() == Need.NEEDED ? "needed" : "unwanted"),
                        Phrase.of(Words.word(r.answer())),
                        judgement(r))));
        blocks.add(new Block.Paragraph(Phrase.of("Held beyond what is needed: ")
                .and(excess(access))
                .text(" ")
                .mark("S-11")));
        blocks.addAll(misuse(access.misuse()));
        if (!access.notes().isEmpty()) {
            blocks.add(new Block.Items(
                    false,
                    access.notes().stream()
                            .limit(Page.MOST_ROWS)
                            .map(Phrase::of)
                            .toList(),
                    access.notes().size()));
        }
        return Optional.of(new Section("access", "Access", blocks));
    }

    private static Block credential(Credential c, ScanInfo scan) {
        return Block.Pairs.of(
                "The credential",
                new Pair("Kind", Phrase.of(Words.word(c.kind()))),
                new Pair("Issued", Phrase.of(c.issued().map(Words::time).orElse("not said"))),
                new Pair(
                        "Expires",
                        c.expires()
                                .map(e -> Phrase.of(Words.time(e)))
                                .orElse(Phrase.tone("Never, or it does not say", Tone.BAD))),
                new Pair("Lifetime", Phrase.of(between(c.issued(), c.expires()))),
                new Pair("Left when the scan started", Phrase.of(between(Optional.of(scan.started()), c.expires()))),
                new Pair("Left when it ended", Phrase.of(between(Optional.of(scan.finished()), c.expires()))),
                new Pair("Audiences", Phrase.names(c.audiences(), "none named")),
                new Pair("Subject", Phrase.nameOr(c.subject(), "none named")),
                new Pair(
                        "Bound to",
                        Phrase.nameOr(c.boundTo(), "nothing").text(" ").mark("S-6")));
    }

    private static List<Block> misuse(MisuseChecks checks) {
        Phrase what = Phrase.of("Misuse of the right to add debug containers: ");
        if (checks.made() != MisuseChecks.Made.MADE) {
            String why = checks.made() == MisuseChecks.Made.SWITCHED_OFF
                    ? "Not tried, because the checks were switched off."
                    : "Not tried, because no pod admitted the scan's own debug container.";
            return List.of(new Block.Paragraph(
                    what.and(Phrase.tone(why, Tone.WARN)).text(" ").mark("S-4")));
        }
        return List.of(
                new Block.Paragraph(what.text("tried by dry runs on ")
                        .and(Phrase.name(checks.target()))
                        .text("; nothing was stored. Each differs from the scan's own debug container in one respect. ")
                        .mark("S-4")),
                Block.Table.of(
                        "Misuse, tried by dry run",
                        List.of("Tried", "Answer", "By", "In the cluster's words"),
                        checks.attempts(),
                        attempt -> List.of(
                                Phrase.of(attempt.misuse().words()),
                                Words.of(attempt.answer()),
                                Phrase.of(by(attempt.by())),
                                Phrase.of(attempt.text()))));
    }

    private static String by(MisuseChecks.By by) {
        return switch (by) {
            case POD_SECURITY -> "Pod Security";
            case POLICY -> "ValidatingAdmissionPolicy";
            case WEBHOOK -> "webhook";
            case ANOTHER_ADMISSION_CONTROL -> "another admission control";
            case NOBODY -> "";
        };
    }

    private static String between(Optional<Instant> from, Optional<Instant> to) {
        return from.isPresent() && to.isPresent()
                ? Words.duration(Duration.between(from.get(), to.get()))
                : "not known";
    }

    private static Phrase excess(AccessFacts access) {
        Phrase held = access.excess().isEmpty()
                ? Phrase.tone("Nothing found", access.excessKnown() ? Tone.GOOD : Tone.WARN)
                : Phrase.tone(Words.count(access.excess().size(), "right"), Tone.BAD)
                        .text(" ")
                        .and(Phrase.names(access.excess(), ""));
        return access.excessKnown() ? held.text(".") : held.text(". The server's list of rights was not complete.");
    }

    private static Phrase judgement(RightCheck r) {
        if (r.answer() == Answer.UNKNOWN) {
            return Phrase.tone("Not verifiable", Tone.WARN);
        }
        boolean held = r.answer() == Answer.ALLOWED;
        if (r.need() == Need.NEEDED) {
            return held ? Phrase.tone("Held", Tone.GOOD) : Phrase.tone("Missing", Tone.BAD);
        }
        return held ? Phrase.tone("Excess", Tone.BAD) : Phrase.tone("Not held", Tone.GOOD);
    }
}
