package io.jenkins.plugins.distrolessscan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandTest {
    private static final String RECORD =
            "{\"id\":\"%s\",\"affected\":[{\"package\":{\"ecosystem\":\"npm\",\"name\":\"left\"},\"ranges\":"
                    + "[{\"type\":\"SEMVER\",\"events\":[{\"introduced\":\"0\"}]}]}]}";

    @TempDir
    Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path exports;
    private String data;

    @BeforeEach
    void export() throws Exception {
        exports = temp.resolve("exports");
        data = temp.resolve("data").toString();
        Path zip = Files.createDirectories(exports.resolve("npm")).resolve("all.zip");
        try (OutputStream file = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(file)) {
            for (String id : new String[] {"GHSA-1", "GHSA-2"}) {
                entries.putNextEntry(new ZipEntry(id + ".json"));
                entries.write(RECORD.formatted(id).getBytes(StandardCharsets.UTF_8));
            }
            entries.putNextEntry(new ZipEntry("bad.json"));
            entries.write("{}".getBytes(StandardCharsets.UTF_8));
        }
        Files.setLastModifiedTime(zip, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
    }

    @Test
    void importBuildsAndShowTellsEcosystemsRecordsAgeAndWhatWasNotUsed() {
        assertThat(run("data", "import", "--data", data, exports.toString())).isZero();
        assertThat(out.toString())
                .containsPattern("npm +2 +"
                        + Instant.now().minus(Duration.ofDays(3)).toString().substring(0, 10))
                .contains("2 records, 0 withdrawn", "the oldest export is 3 days old", "not used: ", "without an ID");
        String shown = out.toString();
        assertThat(run("data", "show", "--data", data)).isZero();
        assertThat(out.toString()).isEqualTo(shown);
    }

    @Test
    void severalFoldersAreOneIndex() throws Exception {
        Path more = Files.createDirectories(temp.resolve("more"));
        Files.writeString(more.resolve("GHSA-3.json"), RECORD.formatted("GHSA-3"));
        Files.writeString(
                more.resolve("kev.json"),
                "{\"vulnerabilities\":[{\"cveID\":\"CVE-2026-1\",\"dateAdded\":\"2026-01-02\"}]}");
        Files.writeString(more.resolve("epss.csv"), "CVE-2026-1,0.5,0.9\n");
        assertThat(run("data", "import", "--data", data, exports.toString(), more.toString()))
                .isZero();
        assertThat(out.toString()).contains("3 records", "1 known exploited, 1 with EPSS score");
    }

    @Test
    void whatCannotBeDoneIsSaidInOneSentenceWithWhatToDo() {
        assertThat(run("data", "show", "--data", data)).isEqualTo(2);
        assertThat(err.toString())
                .contains("There is no index in " + data + ": build one with distroless-scan data import");
        assertThat(run("data", "import", "--data", data, temp.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("There is no folder ");
        assertThat(run("data", "update", "--data", data, "--mirror", "http://127.0.0.1/"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("has to be an https:// URL");
        assertThat(run("data")).isEqualTo(2);
        assertThat(err.toString()).contains("Say what to do with the data: import, update or show.");
        assertThat(err.toString()).doesNotContain("\tat ");
    }

    @Test
    void aMirrorThatCannotBeReachedIsIncompleteAndTheOldDataStays() {
        assertThat(run("data", "import", "--data", data, exports.toString())).isZero();
        String shown = out.toString();
        assertThat(run("data", "update", "--data", data, "--mirror", "https://127.0.0.1:1/", "--ecosystem", "npm"))
                .isEqualTo(3);
        assertThat(run("data", "show", "--data", data)).isZero();
        assertThat(out.toString()).isEqualTo(shown);
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(
                Main.line(Main.commands()).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)),
                arguments);
    }
}
