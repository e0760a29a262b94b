package io.jenkins.plugins.distrolessscan.engine.report;

import java.util.List;
import java.util.stream.Stream;

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

    private static final List<ReportFile> LINKED = Stream.concat(
                    ALL.stream().map(file -> file instanceof HtmlReport ? HtmlReport.linked() : file),
                    Stream.of(new ReportCss()))
            .toList();

    private ReportFiles() {}

    /** Every format, the most important first; {@code report.html} is the one that needs no file beside it. */
    public static List<ReportFile> all() {
        return ALL;
    }

    /** The same, but {@code report.html} takes its css from {@code report.css}, for servers that forbid inline style. */
    public static List<ReportFile> linked() {
        return LINKED;
    }
}
