package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.ScanInfo;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Block.Pairs;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Pair;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Section;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts the chapters of a report in their order: the verdict first, then what to do, then what it rests on. */
final class ReportPage {
    private ReportPage() {}

    static Page of(ScanReport report) {
        List<Section> sections = Stream.of(
                        VerdictChapter.section(report),
                        ToDoChapter.section(report),
                        RiskChapter.factors(report),
                        RiskChapter.risks(report),
                        RiskChapter.scenarios(report),
                        MethodChapter.enterprise(report),
                        MethodChapter.conclusions(report),
                        MethodChapter.limits(report),
                        TargetChapter.section(report),
                        CoverageChapter.passedOver(report),
                        AccessChapter.section(report),
                        ResultChapter.controls(report),
                        ResultChapter.findings(report),
                        ResultChapter.inventory(report),
                        CoverageChapter.coverage(report),
                        CoverageChapter.audit(report),
                        Optional.of(KeyChapter.section()))
                .flatMap(Optional::stream)
                .toList();
        return new Page(PlainText.name(report.scan().title()), report.scan().demo(), head(report), sections);
    }

    private static Pairs head(ScanReport report) {
        ScanInfo scan = report.scan();
        Duration duration = Duration.between(scan.started(), scan.finished());
        return Pairs.of(
                "This scan",
                new Pair("Cluster", Phrase.name(scan.server())),
                new Pair("Namespace", Phrase.name(scan.namespace())),
                new Pair("Chosen", Phrase.of(scan.selection())),
                new Pair("Approach", Phrase.of(scan.approach())),
                new Pair("Probe image", Phrase.name(scan.image())),
                new Pair("Time", Phrase.of(Words.time(scan.started()) + ", took " + Words.duration(duration))),
                new Pair("Started by", Phrase.name(scan.actor())),
                new Pair(
                        "Scan",
                        Phrase.name(scan.id()).text(", Distroless Scan ").code(scan.toolVersion())));
    }
}
