package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Section;
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
                        VulnerabilityChapter.section(report),
                        VerdictChapter.scan(report),
                        DifferenceChapter.difference(report),
                        DifferenceChapter.waivers(report),
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
                        InventoryChapter.section(report),
                        CoverageChapter.coverage(report),
                        CoverageChapter.audit(report),
                        Optional.of(KeyChapter.section()))
                .flatMap(Optional::stream)
                .toList();
        return new Page(PageText.name(report.scan().title()), report.scan().demo(), sections);
    }
}
