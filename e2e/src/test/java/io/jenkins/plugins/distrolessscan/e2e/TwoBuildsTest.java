package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pod, and the same pod a version later: one package less and one more, one vulnerability waived, and one of which the
 * waiver has ended. Just that is told.
 */
class TwoBuildsTest {
    @RegisterExtension
    static final TestNamespace NAMESPACE = TestNamespace.restricted("builds");

    private static final String WAIVED = "CVE-2026-90001";
    private static final String NO_LONGER_WAIVED = "CVE-2026-90002";
    private static final String GONE = "CVE-2026-90003";
    private static final String CAME = "CVE-2026-90004";
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

    @TempDir
    private static Path temp;

    private static Path data;
    private static TestNamespace.Access access;
    private static Scan.Result before;
    private static Scan.Result after;

    @BeforeAll
    static void twoBuilds() throws IOException {
        data = Files.createDirectories(temp.resolve("data"));
        try (ZipOutputStream zip = new ZipOutputStream(export(data))) {
            record(zip, WAIVED, "netbase", "6.5");
            record(zip, NO_LONGER_WAIVED, "ca-certificates", "20240101");
            record(zip, GONE, "tzdata", "2025a-1");
            record(zip, CAME, "media-types", "10.1.0");
        }
        access = NAMESPACE.scanner();
        NAMESPACE.ready(Pod.restricted("shop", "distroless:v1"));
        before = scan("--waivers", waivers("before", waiver(NO_LONGER_WAIVED, TODAY)));
        TestCluster.kubectl("-n", NAMESPACE.name(), "delete", "pod", "shop", "--wait=true");
        NAMESPACE.ready(Pod.restricted("shop", "distroless-next:v1"));
        after = scan(
                "--waivers",
                waivers(
                        "after",
                        waiver(WAIVED, TODAY.plusDays(3)),
                        waiver(NO_LONGER_WAIVED, TODAY.minusDays(1)),
                        waiver(GONE, TODAY.plusYears(1))),
                "--reference",
                before.output().toString());
    }

    private static OutputStream export(Path folder) throws IOException {
        return Files.newOutputStream(
                Files.createDirectories(folder.resolve("Debian")).resolve("all.zip"));
    }

    private static void record(ZipOutputStream zip, String id, String name, String fixed) throws IOException {
        zip.putNextEntry(new ZipEntry(id + ".json"));
        zip.write(
                """
                {"schema_version": "1.6.0", "id": "%s", "modified": "2026-01-01T00:00:00Z",
                 "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
                 "affected": [{"package": {"ecosystem": "Debian:12", "name": "%s"},
                  "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "%s"}]}]}]}
                """
                        .formatted(id, name, fixed)
                        .getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private static String waiver(String id, LocalDate expires) {
        return "- {id: %s, target: '*/shop/app', reason: a test, approver: jane, expires: %s}%n".formatted(id, expires);
    }

    private static String waivers(String name, String... waivers) throws IOException {
        return Files.writeString(temp.resolve(name + ".yml"), "waivers:\n" + String.join("", waivers))
                .toString();
    }

    private static Scan.Result scan(String... more) {
        return Scan.of(access)
                .pod(NAMESPACE, "shop")
                .with("--data", data.toString(), "--gate", "type=NEW,of=VULNERABILITY,limit=1")
                .with("--gate", "type=TOTAL,of=VULNERABILITY,limit=10")
                .with("--gate", "type=FIXED,of=VULNERABILITY")
                .with(more)
                .run();
    }

    @Test
    void theFirstBuildHasNothingToCompareWith() {
        before.ended(0, "found there is no earlier build to compare with: not judged");
        assertThat(value(before, "TOTAL")).as("three, one of them waived").isEqualTo(2);
        assertThat(waivers(before)).containsExactly(NO_LONGER_WAIVED + " APPLIED");
        assertThat(before.report().at("/waivers/0/expiresSoon").asBoolean())
                .as("it is the last day")
                .isTrue();
    }

    @Test
    void justThoseFindingsAreDifferent() {
        assertThat(Json.each(difference().path("findings"))
                        .map(change -> change.path("kind").asText() + " "
                                + change.at("/finding/rule").asText())
                        .toList())
                .containsExactlyInAnyOrder(
                        "NEW " + CAME, "FIXED " + GONE, "CHANGED " + WAIVED, "CHANGED " + NO_LONGER_WAIVED);
        assertThat(change(CAME).path("cause").asText()).isEqualTo("PACKAGE_CAME");
        assertThat(change(WAIVED).at("/before/waived").asBoolean()).isFalse();
        assertThat(change(WAIVED).at("/finding/waived").asBoolean()).isTrue();
        assertThat(change(NO_LONGER_WAIVED).at("/before/waived").asBoolean()).isTrue();
        assertThat(change(NO_LONGER_WAIVED).at("/finding/waived").asBoolean()).isFalse();
        assertThat(difference().path("controls")).isEmpty();
        assertThat(difference().path("risks")).isEmpty();
    }

    @Test
    void onePackageCameAndOneWent() {
        assertThat(Json.each(difference().path("packages"))
                        .map(change -> change.path("kind").asText() + " "
                                + change.path("name").asText() + " "
                                + change.path("before").asText()
                                + change.path("after").asText())
                        .toList())
                .containsExactlyInAnyOrder("ADDED media-types 10.0.0", "REMOVED tzdata 2024b-0+deb12u1");
    }

    @Test
    void theGateOverWhatIsNewIsMissedAndTheLogSaysWhatChanged() {
        after.ended(
                1,
                "1 new (1 the package came), 1 fixed, 2 changed",
                "1 added, 1 removed, 0 up",
                "NEW VULNERABILITY is 1, the gate is missed at 1: " + CAME + " deb/media-types in ");
        assertThat(value(after, "NEW")).isEqualTo(1);
        assertThat(value(after, "FIXED")).isEqualTo(1);
        assertThat(value(after, "TOTAL")).as("three, one of them waived").isEqualTo(2);
    }

    @Test
    void everyWaiverSaysWhatBecameOfIt() {
        assertThat(waivers(after))
                .containsExactlyInAnyOrder(WAIVED + " APPLIED", NO_LONGER_WAIVED + " EXPIRED", GONE + " UNUSED");
        after.ended(1, "does not apply", "about nothing that was found");
    }

    /** The same pod once more is as red as before, until what is new is waived. */
    @Test
    void scanningAgainNeverTurnsRedIntoGreen() throws IOException {
        String reference = before.output().toString();
        scan("--reference", reference).ended(1, "NEW VULNERABILITY is 1");
        scan("--reference", reference, "--waivers", waivers("again", waiver(CAME, TODAY)))
                .ended(0);
    }

    private static JsonNode difference() {
        return after.report().path("difference");
    }

    private static JsonNode change(String rule) {
        return Json.each(difference().path("findings"))
                .filter(change -> change.at("/finding/rule").asText().equals(rule))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> waivers(Scan.Result scan) {
        return Json.each(scan.report().path("waivers"))
                .map(waiver ->
                        waiver.path("id").asText() + " " + waiver.path("state").asText())
                .toList();
    }

    private static int value(Scan.Result scan, String type) {
        return Json.each(scan.report().at("/verdict/criteria"))
                .filter(criterion -> criterion.path("kind").asText().equals(type))
                .findFirst()
                .orElseThrow()
                .path("value")
                .asInt(-1);
    }
}
