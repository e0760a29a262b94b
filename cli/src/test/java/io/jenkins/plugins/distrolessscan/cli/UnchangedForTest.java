package io.jenkins.plugins.distrolessscan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.distrolessscan.demo.DemoCluster;
import io.jenkins.plugins.distrolessscan.demo.DemoFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an earlier scan looked at keeps its place, and is assumed. */
class UnchangedForTest extends DemoShopCommands {
    @Test
    void nothingIsAttachedToWhatTheEarlierScanLookedAt() throws Exception {
        assertThat(scan("first")).isZero();
        JsonNode first = report("first");
        assertThat(scan("second", "--unchanged-for", "7d", "--previous", folder("first")))
                .isZero();
        JsonNode second = report("second");

        JsonNode target = second.path("targets").path(0);
        assertThat(target.path("basis").asText()).isEqualTo("ASSUMED");
        assertThat(target.path("debugContainer").isNull()).isTrue();
        assertThat(target.path("assumed").path("kind").asText()).isEqualTo("UNCHANGED");
        assertThat(target.path("assumed").path("scan").asText())
                .isEqualTo(first.path("scan").path("id").asText());
        assertThat(target.path("slotsLeft"))
                .isEqualTo(first.path("targets").path(0).path("slotsLeft"));
        for (String kept : List.of("subject", "moment", "loaded", "classification")) {
            assertThat(target.path(kept))
                    .as(kept)
                    .isEqualTo(first.path("targets").path(0).path(kept));
        }
        for (String kept : List.of("inventory", "controls", "findings")) {
            assertThat(second.path(kept)).as(kept).isEqualTo(first.path(kept));
        }
        assertThat(second.path("coverage").path("scanned").asInt()).isZero();
        assertThat(second.path("coverage").path("percent").asInt()).isZero();
        assertThat(second.path("coverage").path("assumed").asInt()).isEqualTo(1);
        assertThat(second.path("audit").toString()).contains("\"assumed\"").doesNotContain("\"attach\"");
        assertThat(out.toString())
                .contains(
                        "verdict: PASSED",
                        "reason: Nothing was looked at by this scan: all that is known is ASSUMED (1 of 1 containers), from"
                                + " scan " + first.path("scan").path("id").asText(),
                        "coverage: 0 of 1 containers (0 %), 1 assumed");
    }

    @Test
    void nothingIsAssumedFromWhatWasAssumed() throws Exception {
        scan("first");
        scan("second", "--unchanged-for", "7d", "--previous", folder("first"));
        assertThat(scan("third", "--unchanged-for", "7d", "--previous", folder("second")))
                .isZero();
        assertThat(report("third").path("targets").path(0).path("basis").asText())
                .isEqualTo("SCANNED");
    }

    @Test
    void aScanOfAnotherTimeOrProbeIsNotTakenOver() throws Exception {
        scan("first");
        Path report = Path.of(folder("first"), "report.json");
        String text = Files.readString(report);
        String digest = DemoCluster.IMAGE.substring(DemoCluster.IMAGE.indexOf("sha256:"));
        String started = report("first").path("scan").path("started").asText();
        String containerId = report("first")
                .path("targets")
                .path(0)
                .path("target")
                .path("containerId")
                .asText();
        for (String[] other : new String[][] {
            {
                "\"image\": \"registry.example/distroless-scan-probe@" + digest,
                "\"image\": \"registry.example/distroless-scan-probe@" + digest.replace("30", "31")
            },
            {"\"started\": \"" + started, "\"started\": \"2020-01-01T00:00:00Z"},
            {"\"started\": \"" + started, "\"started\": \"2999-01-01T00:00:00Z"},
            {containerId, containerId.replaceAll("[0-9a-f]{4}$", "0000")},
            {"\"basis\": \"SCANNED\"", "\"basis\": \"NOTHING\""},
            {"\"outcome\": \"COLLECTED\"", "\"outcome\": \"INCOMPLETE\""}
        }) {
            assertThat(text).contains(other[0]);
            Files.writeString(report, text.replace(other[0], other[1]));
            assertThat(scan("next", "--unchanged-for", "7d", "--previous", folder("first")))
                    .isZero();
            assertThat(report("next").path("targets").path(0).path("basis").asText())
                    .as(other[1])
                    .isEqualTo("SCANNED");
        }
    }

    @Test
    void keptEvidenceIsJudgedAgainWithTheScanThatItRestsOn() {
        scan("first");
        String kept = temp.resolve("kept").toString();
        String[] sparing = {"--unchanged-for", "7d", "--previous", folder("first")};
        scan("second", "--unchanged-for", "7d", "--previous", folder("first"), "--keep-evidence", kept);
        assertThat(run("rescan", kept, "-o", "-")).isEqualTo(3);
        assertThat(out.toString()).contains("nothing was attached to it, and nothing is known of it");
        List<String> words = new ArrayList<>(List.of("rescan", kept, "-o", "-"));
        words.addAll(List.of(sparing));
        assertThat(run(words.toArray(String[]::new))).isZero();
    }

    @Test
    void ofTheReplicasOfADeploymentASampleIsScanned() throws Exception {
        cluster.close();
        cluster = DemoCluster.startWith(4);
        files = DemoFiles.write(cluster, temp.resolve("replicas"));
        assertThat(run(
                        "scan",
                        "--kubeconfig",
                        files.kubeconfig().toString(),
                        "-n",
                        "shop",
                        "deployment/checkout",
                        "--image",
                        DemoCluster.IMAGE,
                        "--per-image",
                        "3",
                        "-o",
                        folder("sample")))
                .isZero();
        assertThat(out.toString())
                .contains(
                        "verdict: PASSED",
                        "reason: 1 of 4 containers are ASSUMED and were not looked at, from equal replicas.",
                        "coverage: 3 of 4 containers (75 %), 1 assumed");
        assertThat(err.toString()).contains("1 of 4 containers are not attached to");
    }

    @Test
    void wrongDemandsAreRefused() throws Exception {
        Files.createDirectories(temp.resolve("other"));
        Files.writeString(temp.resolve("other/report.json"), "{}");
        String none = temp.resolve("none").toString();
        for (String[] wrong : new String[][] {
            {"--unchanged-for", "7d"},
            {"--previous", none},
            {"--unchanged-for", "7", "--previous", none},
            {"--unchanged-for", "0d", "--previous", none},
            {"--unchanged-for", "7d", "--previous", none},
            {"--unchanged-for", "7d", "--previous", folder("other")},
            {"--per-image", "0"},
            {"--per-image", "-3"},
            {"--per-image", "many"}
        }) {
            assertThat(scan("next", wrong)).as(String.join(" ", wrong)).isEqualTo(2);
        }
        assertThat(err.toString())
                .contains(
                        "--unchanged-for TIME and --previous DIR go together",
                        "--unchanged-for is a number with m, h or d",
                        "there is none of this name",
                        "is no report of this version",
                        "whole number from 1 to 10000",
                        "--per-image wants a whole number")
                .doesNotContain("attached");
    }

    private String folder(String name) {
        return temp.resolve(name).toString();
    }

    private JsonNode report(String name) throws IOException {
        return JsonMapper.builder()
                .build()
                .readTree(temp.resolve(name).resolve("report.json").toFile());
    }

    private int scan(String folder, String... more) {
        List<String> words = new ArrayList<>(List.of("-o", folder(folder)));
        words.addAll(List.of(more));
        return scanOf("app=checkout", words.toArray(String[]::new));
    }
}
