package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a stolen token could add to a pod: shown by dry runs, and by the policy of docs/examples that refuses it. */
class MisuseTest {
    @RegisterExtension
    static final TestNamespace OPEN = TestNamespace.open("misuse");

    @RegisterExtension
    static final TestNamespace RESTRICTED = TestNamespace.restricted("misuse");

    @RegisterExtension
    static final TestNamespace CONFINED = TestNamespace.restricted("confined");

    private static final String POLICY = "admissionregistration.k8s.io/v1";
    private static final int TRIES = 8;

    @BeforeAll
    static void pods() {
        OPEN.ready(Pod.restricted("shop", "distroless:v1"));
        RESTRICTED.ready(Pod.restricted("shop", "distroless:v1"));
        CONFINED.ready(
                Pod.restricted("shop", "distroless:v1").memory("128Mi"), Pod.restricted("first", "distroless:v1"));
    }

    @AfterAll
    static void removePolicy() {
        TestCluster.kubectl(
                "delete",
                "--ignore-not-found",
                "validatingadmissionpolicy/" + CONFINED.name(),
                "validatingadmissionpolicybinding/" + CONFINED.name());
    }

    private static TestNamespace.Access scanner(TestNamespace namespace, String pod) {
        return namespace.scanner(
                pod,
                """
                - {apiGroups: [""], resources: [pods], resourceNames: [%1$s], verbs: [get]}
                - {apiGroups: [""], resources: [pods/ephemeralcontainers], resourceNames: [%1$s], verbs: [patch]}
                - {apiGroups: [""], resources: [pods/log], resourceNames: [%1$s], verbs: [get]}
                """
                        .formatted(pod));
    }

    private static Scan.Result scan(TestNamespace namespace, TestNamespace.Access access, String... more) {
        return Scan.of(access).pod(namespace, "shop").with(more).run().ended(0, "passed");
    }

    private static List<String> answered(JsonNode report, String answer) {
        return Json.each(report.at("/access/misuse/attempts"))
                .filter(attempt -> attempt.path("answer").asText().equals(answer))
                .map(attempt -> attempt.path("misuse").asText())
                .toList();
    }

    private static JsonNode item(JsonNode report, String list, String id) {
        return Json.each(report.at("/risk/" + list))
                .filter(item -> item.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static void assertNotMet(JsonNode report) {
        assertThat(item(report, "characteristics", "S-4").path("state").asText())
                .isEqualTo("NOT_MET");
        assertThat(item(report, "risks", "S-11").path("state").asText()).isEqualTo("NOT_MET");
        assertThat(report.at("/risk/overall/level").asText()).isEqualTo("HIGH");
    }

    @Test
    void withoutAnyAdmissionControlEverythingIsAdmittedAndNamed() {
        TestNamespace.Access access = scanner(OPEN, "shop");
        JsonNode report = scan(OPEN, access).report();
        assertThat(answered(report, "ADMITTED"))
                .containsExactly("IMAGE", "COMMAND", "PRIVILEGED", "CAPABILITY", "ROOT", "SECRET", "INTERACTIVE");
        assertNotMet(report);
        assertThat(item(report, "risks", "S-11").path("evidence").toString())
                .contains("another image, another command (a shell), a privileged container");
        assertThat(Json.texts(OPEN.pod("shop").at("/spec/ephemeralContainers"), "name"))
                .isNotEmpty()
                .noneMatch(name -> name.startsWith("distroless-scan-check"));
    }

    @Test
    void podSecurityRefusesPowerAndNothingElse() {
        JsonNode report = scan(RESTRICTED, scanner(RESTRICTED, "shop")).report();
        assertThat(answered(report, "ADMITTED")).containsExactly("IMAGE", "COMMAND", "SECRET", "INTERACTIVE");
        assertThat(answered(report, "REFUSED")).containsExactly("PRIVILEGED", "CAPABILITY", "ROOT");
        assertThat(Json.each(report.at("/access/misuse/attempts"))
                        .filter(attempt -> attempt.path("answer").asText().equals("REFUSED"))
                        .map(attempt -> attempt.path("by").asText()))
                .containsOnly("POD_SECURITY");
        assertNotMet(report);
    }

    @Test
    void withThePolicyOfTheDocumentsEverythingIsRefusedAndTheRiskIsModerate() throws InterruptedException {
        TestNamespace.Access access = confined();
        Scan.Result result = scan(CONFINED, access);
        JsonNode report = result.report();
        assertThat(answered(report, "REFUSED"))
                .containsExactly("IMAGE", "COMMAND", "PRIVILEGED", "CAPABILITY", "ROOT", "SECRET", "INTERACTIVE");
        assertThat(report.at("/access/misuse/attempts/0/by").asText()).isEqualTo("POLICY");
        assertThat(report.at("/access/misuse/attempts/0/text").asText()).contains("only the pinned probe image");
        assertThat(item(report, "characteristics", "S-4").path("state").asText())
                .isEqualTo("VERIFIED");
        assertThat(item(report, "risks", "S-11").path("state").asText()).isEqualTo("VERIFIED");
        assertThat(report.at("/risk/overall/level").asText()).isEqualTo("MEDIUM");
        assertThat(new String(TestCluster.read(result.output().resolve("audit.jsonl")), StandardCharsets.UTF_8).lines())
                .filteredOn(line -> line.contains("misuse-check"))
                .hasSize(7)
                .allMatch(line -> line.contains("distroless-scan-check") && line.contains("refused"));
        assertThat(CONFINED.pod("shop").at("/spec/ephemeralContainers")).hasSize(1);
    }

    /** The policy for an account of its own; the API server needs a moment to hear of it. */
    private static TestNamespace.Access confined() throws InterruptedException {
        TestNamespace.Access warmUp = scanner(CONFINED, "first");
        TestNamespace.Access access = scanner(CONFINED, "shop");
        String policy = new String(
                        TestCluster.read(Path.of("../docs/examples/admission-policy.yaml")), StandardCharsets.UTF_8)
                .replace("name: distroless-scan\n", "name: " + CONFINED.name() + "\n")
                .replace("policyName: distroless-scan\n", "policyName: " + CONFINED.name() + "\n")
                .replace(
                        "request.userInfo.username == 'system:serviceaccount:shop:scanner'",
                        "request.userInfo.username in ['" + access.user() + "', '" + warmUp.user() + "']")
                .replaceFirst(
                        "'registry\\.example/distroless-scan-probe@sha256:0+'", "'" + TestCluster.probeImage() + "'");
        assertThat(policy).contains(POLICY, access.user(), TestCluster.probeImage());
        TestCluster.apply(policy);
        for (int i = 0; i < TRIES; i++) {
            Scan.Result result = Scan.of(warmUp).pod(CONFINED, "first").run().ended(0, "passed");
            if (answered(result.report(), "REFUSED").contains("IMAGE")) {
                return access;
            }
            Thread.sleep(3_000);
        }
        throw new AssertionError("the policy is not in force after " + TRIES + " scans");
    }

    @Test
    void whatIsSwitchedOffIsNotTried() {
        TestNamespace.Access access = OPEN.scanner("quiet", TestNamespace.LEAST_PRIVILEGE);
        JsonNode report = scan(OPEN, access, "--no-misuse-checks").report();
        assertThat(report.at("/access/misuse/made").asText()).isEqualTo("SWITCHED_OFF");
        assertThat(report.at("/access/misuse/attempts")).isEmpty();
        assertNotMet(report);
        if (TestCluster.own()) {
            assertThat(Node.calls(access.user()))
                    .filteredOn(
                            call -> call.at("/objectRef/subresource").asText().equals("ephemeralcontainers"))
                    .as("the dry run of the scan's own debug container, and the one that was stored")
                    .hasSize(2);
        }
    }

    @Test
    void theServersAuditLogShowsThatEveryMisuseWasADryRun() {
        TestCluster.needsTheNode();
        TestNamespace.Access access = OPEN.scanner("watched", TestNamespace.LEAST_PRIVILEGE);
        scan(OPEN, access);
        assertThat(Node.calls(access.user()))
                .filteredOn(call -> call.at("/objectRef/subresource").asText().equals("ephemeralcontainers"))
                .filteredOn(call -> call.toString().contains("distroless-scan-check"))
                .hasSizeGreaterThanOrEqualTo(7)
                .allMatch(call -> call.path("requestURI").asText().contains("dryRun=All"));
        assertThat(Node.attachments(access.user())).hasSize(1);
    }
}
