package io.jenkins.plugins.distrolessscan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanOutputTest extends DemoShopCommands {
    private int scan(String... more) {
        return scanOf("app=checkout", more);
    }

    @ParameterizedTest
    @CsvSource({
        "json, '{'",
        "sarif, '{'",
        "cyclonedx, '{'",
        "hdf, '{'",
        "junit, '<?xml'",
        "csv, ''",
        "markdown, '#'",
    })
    void standardOutputHoldsTheFormatAndNothingElse(String format, String beginning) throws Exception {
        assertThat(scan("--output", "-", "--format", format)).isZero();
        assertThat(out.toString()).startsWith(beginning).doesNotContain("verdict: PASSED\n");
        if (beginning.equals("{")) {
            assertThat(new ObjectMapper().readTree(out.toString()).isObject()).isTrue();
        }
        assertThat(err.toString()).contains("attached distroless-scan-");
    }

    @Test
    void theFilesOfAScanAndItsFormatAreOfTheSameScan() throws Exception {
        Path folder = temp.resolve("report");
        assertThat(scan("-o", folder.toString(), "-f", "json", "-q")).isZero();
        assertThat(Files.readString(folder.resolve("report.json"))).isEqualTo(out.toString());
        ReportFiles.all()
                .forEach(file -> assertThat(folder.resolve(file.name())).isNotEmptyFile());
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aQuietScanPrintsLinesForAProgramAndNoTable() {
        assertThat(scan("-o", "-", "-q")).isZero();
        assertThat(out.toString().lines())
                .allMatch(line -> line.matches("[a-z ]+: .*"))
                .contains("report: not written (--output -)");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aWrongFormatOrSeverityIsAnsweredWithThoseThatThereAre() {
        assertThat(scan("--format", "xml")).isEqualTo(2);
        assertThat(scan("--severity", "HIGH,BAD")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "--format is one of table, json, sarif, cyclonedx, hdf, junit, csv, markdown. See",
                        "--severity is one of NONE, LOW, MEDIUM, HIGH, CRITICAL, UNKNOWN. See")
                .hasLineCount(2);
    }
}
