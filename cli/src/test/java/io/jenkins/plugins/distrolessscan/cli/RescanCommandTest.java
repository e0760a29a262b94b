package io.jenkins.plugins.distrolessscan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.distrolessscan.demo.DemoCluster;
import io.jenkins.plugins.distrolessscan.demo.DemoFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kept evidence is judged again when the cluster is gone. */
class RescanCommandTest {
    @TempDir
    Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... words) {
        out.getBuffer().setLength(0);
        return Main.line(Main.commands())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }

    private Path kept() throws Exception {
        Path kept = temp.resolve("kept");
        try (DemoCluster cluster = DemoCluster.start()) {
            DemoFiles files = DemoFiles.write(cluster, temp.resolve("demo"));
            String config = files.kubeconfig().toString();
            assertThat(run(
                            "scan",
                            "-q",
                            "--kubeconfig",
                            config,
                            "-n",
                            "shop",
                            "-l",
                            "team=storefront",
                            "--image",
                            DemoCluster.IMAGE,
                            "-o",
                            temp.resolve("report").toString(),
                            "--keep-evidence",
                            kept.toString()))
                    .as(err.toString())
                    .isZero();
        }
        return kept;
    }

    @Test
    void theSameEvidenceGivesTheSameFindingsAndAnotherGateAnotherVerdict() throws Exception {
        Path kept = kept();
        assertThat(Files.getPosixFilePermissions(kept)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        JsonNode first =
                new ObjectMapper().readTree(temp.resolve("report/report.json").toFile());
        assertThat(run("rescan", kept.toString(), "-o", "-", "-f", "json", "--threshold", "99"))
                .as(err.toString())
                .isEqualTo(1);
        JsonNode again = new ObjectMapper().readTree(out.toString());
        assertThat(again.path("findings")).isEqualTo(first.path("findings")).isNotEmpty();
        assertThat(again.path("inventory")).isEqualTo(first.path("inventory"));
        assertThat(again.at("/verdict/result").asText()).isEqualTo("FAILED");
        assertThat(again.path("audit").findValuesAsText("text"))
                .anyMatch(text -> text.startsWith("Judged again from kept evidence"));
    }

    @Test
    void whatIsNoKeptEvidenceOrAWrongPlaceForItIsRefused() throws Exception {
        Path word = Files.writeString(temp.resolve("word"), "a.word");
        for (String[] wrong : new String[][] {
            {"rescan", temp.resolve("nowhere").toString()},
            {"rescan", word.toString()},
            {"rescan", temp.toString()},
            {"rescan"},
        }) {
            assertThat(run(wrong)).isEqualTo(2);
        }
        assertThat(err.toString())
                .contains("there is none of this name", "Give the file that scan --keep-evidence FILE has written")
                .doesNotContain("internal error");
        Path report = temp.resolve("report");
        assertThat(run(
                        "scan",
                        "--server",
                        "https://127.0.0.1:1",
                        "--token-file",
                        word.toString(),
                        "-n",
                        "shop",
                        "--all-pods",
                        "--image",
                        "a.example/b:1",
                        "-o",
                        report.toString(),
                        "--keep-evidence",
                        report.resolve("kept").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("must not lie in the folder of the report");
    }
}
