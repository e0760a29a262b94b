package io.jenkins.plugins.distrolessscan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScanGatesTest extends DemoShopCommands {
    private static final String NEW = "type=NEW,of=CONTROL,limit=1";

    @Test
    void aGateIsMissedUntilWhatItCountsIsWaivedAndAgainWhenTheWaiverEnds() throws Exception {
        Path first = temp.resolve("first");
        assertThat(scanOf("app=frontend", "-o", first.toString(), "--gate", NEW))
                .isZero();
        assertThat(out.toString())
                .contains(
                        "gate: NEW CONTROL: limit below 1, found there is no earlier build to compare with: not judged");
        assertThat(scanOf("app=frontend", "-o", "-", "--gate", "type=TOTAL,of=CONTROL,limit=1"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("verdict: FAILED", "reason: TOTAL CONTROL is ");

        Path waivers = Files.writeString(temp.resolve("waivers.yml"), waivers("2999-01-01"));
        assertThat(scanOf(
                        "app=frontend",
                        "-o",
                        "-",
                        "--gate",
                        "type=TOTAL,of=CONTROL,limit=1",
                        "--threshold",
                        "100",
                        "--waivers",
                        waivers.toString()))
                .isZero();
        assertThat(out.toString()).contains("waiver: ", "applied", "compliance: 100 %", "about nothing that was found");

        Files.writeString(waivers, waivers("2026-01-01"));
        assertThat(scanOf(
                        "app=frontend",
                        "-o",
                        "-",
                        "--gate",
                        "type=TOTAL,of=CONTROL,limit=1",
                        "--waivers",
                        waivers.toString()))
                .isEqualTo(1);
        assertThat(out.toString()).contains("ended on 2026-01-01 and does not apply");
    }

    @Test
    void aSecondScanIsComparedWithTheFirst() {
        String first = temp.resolve("first").toString();
        assertThat(scanOf("app=checkout", "-o", first)).isZero();
        assertThat(scanOf("app=checkout", "-o", "-", "--reference", first, "--gate", NEW))
                .isZero();
        assertThat(out.toString())
                .contains("difference: Compared with " + first, "0 new, 0 fixed, 0 changed", "found 0: met (UNSTABLE)");
        assertThat(scanOf("app=frontend", "-o", "-", "--reference", first, "--gate", NEW))
                .as("another workload, with findings")
                .isEqualTo(1);
    }

    @Test
    void whatWasNotLookedAtMeetsNoGate() {
        assertThat(scanOf("app=checkout", "-o", "-", "--gate", "type=TOTAL,of=VULNERABILITY,limit=1"))
                .isEqualTo(3);
        assertThat(out.toString()).contains("TOTAL VULNERABILITY was not looked at, so it is not met.");
    }

    @Test
    void wrongDemandsAreRefusedBeforeAnythingIsAttached() throws Exception {
        Path dialect = Files.writeString(temp.resolve("t.yml"), "production: {compliance: {min: 90}}");
        Path waivers = Files.writeString(temp.resolve("w.yml"), "- {id: CVE-1, reason: a, approver: b}");
        for (List<String> wrong : List.of(
                List.of("--gate", "type=TOTAL,threshold=1"),
                List.of("--gate", "type=TOTAL,limit=0"),
                List.of("--preset", "prod"),
                List.of("--threshold-file", dialect.toString()),
                List.of("--threshold-file", temp.resolve("none.yml").toString()),
                List.of("--waivers", waivers.toString()),
                List.of("--reference", temp.resolve("none").toString()))) {
            assertThat(scanOf("app=checkout", wrong.toArray(String[]::new)))
                    .as("%s", wrong)
                    .isEqualTo(2);
        }
        assertThat(err.toString())
                .contains(
                        "write limit for it",
                        "limit: 1 allows none",
                        "choose one of development, staging, production",
                        "several environments",
                        "has no expires",
                        "there is none of this name")
                .doesNotContain("attached");
    }

    @Test
    void aPresetIsPrintedAsAFileToStartFrom() throws Exception {
        assertThat(run("presets", "show")).isZero();
        assertThat(out.toString()).isEqualTo("development\nstaging\nproduction\n");
        assertThat(run("presets", "show", "staging")).isZero();
        Path file = Files.writeString(temp.resolve("staging.yml"), out.toString());
        assertThat(scanOf("app=checkout", "-o", "-", "--threshold-file", file.toString()))
                .isEqualTo(withPreset("app=checkout", "staging"));
    }

    private int withPreset(String selector, String preset) {
        return scanOf(selector, "-o", "-", "--preset", preset);
    }

    private static String waivers(String expires) {
        StringBuilder text = new StringBuilder("waivers:\n");
        for (String id : List.of("container-*", "distroless-*", "files-*", "process-*", "runtime-*", "none-9.9")) {
            text.append("- {id: '")
                    .append(id)
                    .append("', target: 'shop/*', reason: a demo, approver: jane, expires: ")
                    .append(expires)
                    .append("}\n");
        }
        return text.toString();
    }
}
