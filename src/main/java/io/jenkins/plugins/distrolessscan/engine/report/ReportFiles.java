package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import java.util.List;
import java.util.stream.Stream;

/** The files that a scan leaves. The names of some have a folder before them. */
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
            new VulnerabilityCsv(),
            new AuditReport());

    private static final List<ReportFile> LINKED = Stream.concat(
                    ALL.stream().map(file -> file instanceof HtmlReport ? HtmlReport.linked() : file),
                    Stream.of(new ReportCss()))
            .toList();

    private ReportFiles() {}

    /** Every file of a report: {@link #all()}, and a document for each subject when there are several. */
    public static List<ReportFile> of(ScanReport report) {
        return with(ALL, report);
    }

    /** The same of {@link #linked()}. */
    public static List<ReportFile> linkedOf(ScanReport report) {
        return with(LINKED, report);
    }

    private static List<ReportFile> with(List<ReportFile> files, ScanReport report) {
        Stream<ReportFile> documents = report.subjects().size() < 2
                ? Stream.of()
                : report.subjects().stream().map(subject -> new SubjectSbom(subject, SubjectSbom.path(subject)));
        return Stream.concat(files.stream(), documents).toList();
    }

    /** Every format, the most important first; {@code report.html} is the one that needs no file beside it. */
    public static List<ReportFile> all() {
        return ALL;
    }

    /**
     * The format of that name as one that needs no file beside it.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static ReportFile alone(String name) {
        return Stream.concat(Stream.of(new WholeSbom()), ALL.stream())
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no file of a report is " + name));
    }

    /** The same, but {@code report.html} takes its css from {@code report.css}, for servers that forbid inline style. */
    public static List<ReportFile> linked() {
        return LINKED;
    }
}
