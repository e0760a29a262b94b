package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFile;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFiles;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What standard output holds: a table for a person, or one of the report's files for a program. */
enum OutputFormat {
    TABLE(""),
    JSON("report.json"),
    SARIF("report.sarif"),
    CYCLONEDX("sbom.cdx.json"),
    HDF("hdf.json"),
    JUNIT("junit.xml"),
    CSV("findings.csv"),
    MARKDOWN("report.md");

    private final String file;

    OutputFormat(String file) {
        this.file = file;
    }

    /** The word that is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The report in this format.
     *
     * @throws IllegalStateException for {@link #TABLE}, which is no file
     */
    String of(ScanReport report) {
        ReportFile writer = ReportFiles.all().stream()
                .filter(one -> one.name().equals(file))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no file of a report is a " + this));
        return new String(writer.render(report), StandardCharsets.UTF_8);
    }
}
