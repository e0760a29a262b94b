package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A pod whose packages were made for this test, looked up in records of our own; then the one that runs is mended. */
class KnownVulnerabilitiesTest {
    @RegisterExtension
    static final TestNamespace NAMESPACE = TestNamespace.restricted("vulnerable");

    private static Path data;
    private static Scan.Result before;
    private static Scan.Result after;

    @BeforeAll
    static void scan() throws Exception {
        data = Files.createTempDirectory(
                Files.createDirectories(Path.of("target", "runs").toAbsolutePath()), "data");
        record("TEST-RUNS", "Debian:12", "hello", "{'introduced':'0'},{'fixed':'1.0-2'}");
        record("TEST-IDLE", "Debian:12", "libidle", "{'introduced':'0'},{'fixed':'1.1-1'}");
        record("TEST-DATA", "Debian:12", "settings", "{'introduced':'0'}");
        record("TEST-PYTHON", "PyPI", "left", "{'introduced':'0'},{'fixed':'2.0'}");
        record("TEST-OLDER", "Debian:12", "hello", "{'introduced':'0'},{'fixed':'0.9-1'}");
        record("TEST-OTHER-RELEASE", "Debian:11", "hello", "{'introduced':'0'},{'fixed':'9'}");
        NAMESPACE.ready(Pod.restricted("shop", "packages:v1").labelled("{app: shop}"));
        TestNamespace.Access access = NAMESPACE.scanner();
        before = Scan.of(access)
                .pod(NAMESPACE, "shop")
                .with("--data", data.toString())
                .run();
        TestCluster.kubectl("-n", NAMESPACE.name(), "delete", "pod", "shop", "--wait=true");
        NAMESPACE.ready(Pod.restricted("shop", "packages:v2").labelled("{app: shop}"));
        after = Scan.of(access)
                .pod(NAMESPACE, "shop")
                .with("--data", data.toString(), "--reference", before.output().toString())
                .with("--gate", "type=TOTAL,of=VULNERABILITY,loaded=proved,limit=1")
                .run();
    }

    private static void record(String id, String ecosystem, String name, String events) throws Exception {
        Files.writeString(
                data.resolve(id + ".json"),
                ("{'schema_version':'1.6.0','id':'" + id
                                + "','modified':'2026-01-01T00:00:00Z','severity':[{'type':'CVSS_V3',"
                                + "'score':'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'}],'affected':[{'package':{'ecosystem':'"
                                + ecosystem + "','name':'" + name + "'},'ranges':[{'type':'ECOSYSTEM','events':["
                                + events
                                + "]}]}]}")
                        .replace('\'', '"'));
    }

    @Test
    void exactlyTheKnownVulnerabilitiesAreFoundWithWhatTheProcessesHad() {
        before.ended(0, "vulnerabilities");
        assertThat(found(before))
                .containsExactly(
                        "TEST-DATA settings 1.0-1 CRITICAL CANNOT_TELL ",
                        "TEST-IDLE libidle 1.0-1 CRITICAL NOT_SEEN_LOADED 1.1-1",
                        "TEST-PYTHON left 1.0 CRITICAL CANNOT_TELL 2.0",
                        "TEST-RUNS hello 1.0-1 CRITICAL LOADED 1.0-2");
        assertThat(Json.texts(before.report().path("vulnerabilities"), "vulnerability"))
                .as("what nothing had loaded comes last")
                .endsWith("TEST-IDLE");
    }

    @Test
    void mendingTheOneThatRunsChangesExactlyThat() {
        after.ended(0, "passed");
        assertThat(found(after))
                .containsExactly(
                        "TEST-DATA settings 1.0-1 CRITICAL CANNOT_TELL ",
                        "TEST-IDLE libidle 1.0-1 CRITICAL NOT_SEEN_LOADED 1.1-1",
                        "TEST-PYTHON left 1.0 CRITICAL CANNOT_TELL 2.0");
        JsonNode changes = after.report().at("/difference/findings");
        List<String> ofVulnerabilities = Json.each(changes)
                .filter(change -> change.at("/finding/kind").asText().equals("VULNERABILITY"))
                .map(change -> change.path("kind").asText() + " "
                        + change.at("/finding/rule").asText())
                .toList();
        assertThat(ofVulnerabilities).containsExactly("FIXED TEST-RUNS");
    }

    @Test
    void whatTheProgramIsBuiltOfIsLeftToItsPackagesRecords() {
        assertThat(before.report().at("/lookup/ownedBySystem").asInt())
                .as("the modules of /app/hello")
                .isPositive();
    }

    @Test
    void whatNobodyHadLoadedIsNeverWrittenAsNotAffected() throws Exception {
        try (var files = Files.list(before.output())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).as("%s", file.getFileName()).doesNotContain("not_affected");
            }
        }
    }

    private static List<String> found(Scan.Result result) {
        return Json.each(result.report().path("vulnerabilities"))
                .map(v -> String.join(
                        " ",
                        v.path("vulnerability").asText(),
                        v.path("name").asText(),
                        v.path("version").asText(),
                        v.path("severity").asText(),
                        v.path("loaded").asText(),
                        v.path("fixedVersion").asText()))
                .sorted()
                .toList();
    }
}
