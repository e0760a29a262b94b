package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
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
     * @throws IllegalArgumentException for {@link #TABLE}, which is no file
     */
    String of(ScanReport report) {
        return new String(ReportFiles.alone(file).render(report), StandardCharsets.UTF_8);
    }
}
