package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.Finding;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * {@code findings.csv}: the findings for a spreadsheet, every cell quoted. A cell that a spreadsheet would calculate
 * begins with an apostrophe instead. The last column says whether the scan was a demonstration.
 */
public final class CsvReport implements ReportFile {
    /** A spreadsheet's cell holds 32,767 characters. */
    private static final int MOST_CHARACTERS = 32_000;

    private static final String FORMULA = "=+-@|%";

    @Override
    public String name() {
        return "findings.csv";
    }

    @Override
    public void write(ScanReport report, OutputStream stream) throws IOException {
        TextOut.write(stream, out -> rows(report, out));
    }

    private static void rows(ScanReport report, TextOut out) {
        row(out, "id", "severity", "rule", "title", "text", "workload", "where", "subject", "location", "demo");
        SubjectTargets targets = SubjectTargets.of(report);
        for (Finding f : report.findings()) {
            row(
                    out,
                    f.id(),
                    f.severity().name(),
                    f.rule(),
                    f.title(),
                    f.text(),
                    f.workload(),
                    targets.words(f),
                    f.subject(),
                    f.location(),
                    String.valueOf(report.scan().demo()));
        }
    }

    static void row(TextOut out, String... cells) {
        out.append(Arrays.stream(cells).map(CsvReport::cell).collect(Collectors.joining(",")))
                .append('\n');
    }

    private static String cell(String text) {
        String plain = PageText.of(text, MOST_CHARACTERS);
        String harmless = !plain.isEmpty() && FORMULA.indexOf(plain.charAt(0)) >= 0 ? "'" + plain : plain;
        return '"' + harmless.replace("\"", "\"\"") + '"';
    }
}
