package io.jenkins.plugins.distrolessscan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.distrolessscan.demo.DemoCluster;
import io.jenkins.plugins.distrolessscan.demo.DemoFiles;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanOutputTest {
    @TempDir
    Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private DemoCluster cluster;
    private DemoFiles files;

    @BeforeEach
    void start() throws Exception {
        cluster = DemoCluster.start();
        files = DemoFiles.write(cluster, temp.resolve("demo"));
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    private int scan(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "scan",
                "--kubeconfig",
                files.kubeconfig().toString(),
                "-n",
                "shop",
                "-l",
                "app=checkout",
                "--image",
                DemoCluster.IMAGE));
        words.addAll(List.of(more));
        return Main.line(Main.commands())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words.toArray(new String[0]));
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
