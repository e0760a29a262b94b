package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.model.Criterion;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.report.CriterionWords;
import java.util.ArrayList;
import java.util.List;

/** The verdict on standard output: one line for the result, one for the numbers, one for each reason. */
final class Summary {
    private Summary() {}

    static String of(ScanReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("verdict: " + report.verdict().result());
        report.verdict().criteria().stream()
                .filter(Criterion::configured)
                .forEach(gate -> lines.add("gate " + PlainText.line(CriterionWords.line(gate))));
        if (!CriterionWords.judged(report.verdict()).isEmpty()) {
            lines.add("judged: " + CriterionWords.judged(report.verdict()));
        }
        lines.add("compliance: "
                + (report.verdict().compliance().isPresent()
                        ? report.verdict().compliance().getAsInt() + " %"
                        : "not evaluated"));
        lines.add("coverage: " + report.coverage().scanned() + " of "
                + report.coverage().chosen() + " containers ("
                + report.coverage().percent() + " %)");
        lines.add("packages: " + report.inventory().size());
        lines.add("findings: " + report.findings().size());
        lines.add("overall risk of the scan itself: "
                + report.risk().overall().level().word());
        report.verdict().reasons().forEach(reason -> lines.add("reason: " + PlainText.line(reason)));
        report.passedOver().forEach(p -> lines.add("passed over: " + PlainText.line(p.key() + ": " + p.text())));
        return String.join(System.lineSeparator(), lines);
    }
}
