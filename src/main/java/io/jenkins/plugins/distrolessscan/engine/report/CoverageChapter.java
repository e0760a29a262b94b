package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.Coverage;
import io.jenkins.plugins.distrolessscan.engine.model.ScanInfo.Bounds;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Block;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Pair;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Section;
import java.util.List;
import java.util.Optional;

/** What was not looked at, how much was, within which bounds, and the record of all that was done. */
final class CoverageChapter {
    private CoverageChapter() {}

    static Optional<Section> passedOver(ScanReport report) {
        if (report.passedOver().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Section.of(
                "passed-over",
                "Passed over",
                Block.Table.of(
                        "Chosen, but nothing was attached",
                        List.of("Pod or container", "Reason", "Why, and what to do"),
                        report.passedOver(),
                        p -> List.of(
                                Phrase.name(p.namespace() + "/" + p.pod()
                                        + (p.container().isEmpty() ? "" : "/" + p.container())),
                                Phrase.of(Words.word(p.reason())),
                                Phrase.of(p.text())))));
    }

    static Optional<Section> coverage(ScanReport report) {
        Coverage c = report.coverage();
        Bounds b = report.scan().bounds();
        return Optional.of(Section.of(
                "coverage",
                "Coverage and bounds",
                Block.Pairs.of(
                        "What was looked at",
                        new Pair("Containers chosen", Phrase.number(c.chosen())),
                        new Pair("Scanned", Phrase.of(Words.number(c.scanned()) + " (" + c.percent() + " %)")),
                        new Pair(
                                "Assumed, not looked at",
                                c.assumed().isPresent()
                                        ? Phrase.number(c.assumed().getAsInt())
                                        : Phrase.of("none")),
                        new Pair("Tried without complete evidence", Phrase.number(c.notScanned())),
                        new Pair("Passed over", Phrase.number(c.passedOver())),
                        new Pair("Entries seen", Phrase.number(c.entries())),
                        new Pair("Folders that could not be listed", Phrase.number(c.unlistedFolders())),
                        new Pair("Other entries and files that could not be read", Phrase.number(c.unreadable())),
                        new Pair("Packages", Phrase.number(c.packages())),
                        new Pair("Packages that name no version", Phrase.number(c.packagesWithoutVersion())),
                        new Pair("Controls evaluated", Phrase.number(c.controlsEvaluated())),
                        new Pair(
                                "Controls not evaluated",
                                Phrase.of(Words.number(c.controlsNotEvaluated()) + " ")
                                        .mark("S-31"))),
                Block.Pairs.of(
                        "Bounds of this scan, in place of resource limits that Kubernetes refuses",
                        new Pair("Reading ends after", Phrase.of(b.deadlineSeconds() + " s")),
                        new Pair("A debug container ends after", Phrase.of(b.lifetimeSeconds() + " s")),
                        new Pair("One debug container prints at most", Phrase.of(Words.count(b.outputBytes(), "byte"))),
                        new Pair(
                                "Containers attached to at most",
                                Phrase.of(Words.number(b.targets()) + " ").mark("S-39")))));
    }

    static Optional<Section> audit(ScanReport report) {
        return Optional.of(Section.of(
                "audit",
                "Audit record",
                new Block.Fold(
                        "Events: " + Words.number(report.audit().size()),
                        List.of(Block.Table.of(
                                "Every attachment and every end (S-29)",
                                List.of("Time", "Event", "Target", "What happened"),
                                report.audit(),
                                e -> List.of(
                                        Phrase.of(Words.time(e.time())),
                                        Phrase.name(e.event()),
                                        Phrase.nameOr(e.target(), "the scan"),
                                        Phrase.of(e.text())))))));
    }
}
