package io.jenkins.plugins.distrolessscan.engine.report;

import java.util.List;

/** The files that a scan leaves. */
public final class ReportFiles {
    private static final List<ReportFile> ALL = List.of(
            new JsonReport(),
            new MarkdownReport(),
            HtmlReport.inline(),
            new HdfReport(),
            new CycloneDxReport(),
            new SarifReport(),
            new JunitReport(),
            new CsvReport(),
            new AuditReport());

    private ReportFiles() {}

    /** Every format, the most important first; {@code report.html} is the one that needs no file beside it. */
    public static List<ReportFile> all() {
        return ALL;
    }
}
