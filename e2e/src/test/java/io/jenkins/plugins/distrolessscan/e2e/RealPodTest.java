package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One scan of one distroless pod in a namespace that enforces {@code restricted}, and all that it has to leave behind. */
class RealPodTest {
    @RegisterExtension
    static final TestNamespace NAMESPACE = TestNamespace.restricted("real");

    private static final String RIGHTS_ON_THIS_POD =
            """
            - {apiGroups: [""], resources: [pods], resourceNames: [shop], verbs: [get]}
            - {apiGroups: [""], resources: [pods/ephemeralcontainers], resourceNames: [shop], verbs: [patch]}
            - {apiGroups: [""], resources: [pods/log], resourceNames: [shop], verbs: [get]}
            """;

    private static TestNamespace.Access access;
    private static JsonNode before;
    private static JsonNode after;
    private static Map<Long, String> processesBefore;
    private static Map<Long, String> processesAfter;
    private static Scan.Result result;

    @BeforeAll
    static void scan() {
        NAMESPACE.ready(Pod.restricted("shop", "distroless:v1"));
        access = NAMESPACE.scanner("scanner", RIGHTS_ON_THIS_POD);
        before = NAMESPACE.pod("shop");
        processesBefore = processes();
        result = Scan.of(access).pod(NAMESPACE, "shop").with("--threshold", "0").run();
        processesAfter = processes();
        after = NAMESPACE.pod("shop");
    }

    private static Map<Long, String> processes() {
        return TestCluster.own()
                ? Node.processes(
                        before.at("/status/containerStatuses/0/containerID").asText())
                : Map.of();
    }

    @Test
    void rightsOnTheOnePodAreEnough() {
        result.ended(0, "passed");
        assertThat(result.report().at("/verdict/result").asText()).isEqualTo("PASSED");
        assertThat(result.target().path("outcome").asText()).isEqualTo("COLLECTED");
        assertThat(result.target().at("/stream/state").asText()).isEqualTo("COMPLETE");
    }

    @Test
    void standardOutputHoldsTheVerdictAndWhereTheReportIs() {
        assertThat(result.finished().out())
                .contains("PASSED")
                .contains(result.output().resolve("report.html").toString());
    }

    @Test
    void theReportNamesTheTarget() {
        JsonNode target = result.target().path("target");
        assertThat(target.path("pod").asText()).isEqualTo("shop");
        assertThat(target.path("container").asText()).isEqualTo("app");
        assertThat(target.path("podUid").asText())
                .isEqualTo(before.at("/metadata/uid").asText());
        assertThat(target.path("containerId").asText())
                .isEqualTo(before.at("/status/containerStatuses/0/containerID").asText());
        assertThat(target.path("imageId").asText())
                .isEqualTo(before.at("/status/containerStatuses/0/imageID").asText());
        assertThat(result.report().at("/scan/namespace").asText()).isEqualTo(NAMESPACE.name());
        assertThat(result.report().at("/scan/demo").asBoolean()).isFalse();
    }

    @Test
    void itHoldsTheFourPackagesOfTheImage() {
        assertThat(packages("deb"))
                .containsExactlyInAnyOrder(
                        "base-files 12.4+deb12u9", "netbase 6.4", "tzdata 2024b-0+deb12u1", "ca-certificates 20230311");
    }

    @Test
    void itHoldsTheModulesOfTheGoProgram() {
        assertThat(packages("golang"))
                .anyMatch(item -> item.startsWith("golang.org/x/sys v0."))
                .anyMatch(item -> item.startsWith("distroless-scan-test-images "))
                .anyMatch(item -> item.matches("(stdlib|go) v?(go)?1\\..*"));
    }

    private static List<String> packages(String type) {
        return Json.each(result.report().path("inventory"))
                .filter(item -> item.path("type").asText().equals(type))
                .map(item ->
                        item.path("name").asText() + " " + item.path("version").asText())
                .toList();
    }

    /** The 38th is in a folder that only root may list. */
    @Test
    void thirtySevenOfThirtyEightEntriesWereRead() {
        JsonNode coverage = result.report().path("coverage");
        assertThat(coverage.path("entries").asInt()).isEqualTo(37);
        assertThat(coverage.path("unlistedFolders").asInt())
                .as("/root and /locked")
                .isEqualTo(2);
        assertThat(coverage.path("scanned").asInt()).isEqualTo(1);
        assertThat(coverage.path("percent").asInt()).isEqualTo(100);
    }

    @Test
    void theTargetIsFoundByItsContainerAndIsDistroless() {
        assertThat(result.target().at("/process/proof").asText()).isIn("CGROUP", "MOUNTINFO");
        assertThat(result.target().at("/process/rootDiffers").asBoolean()).isTrue();
        assertThat(result.target().path("classification").asText()).isEqualTo("DISTROLESS");
    }

    @Test
    void theDebugContainerIsVerifiedTerminated() {
        JsonNode reported = result.target().path("debugContainer");
        JsonNode real = after.at("/status/ephemeralContainerStatuses/0/state/terminated");
        assertThat(real.path("exitCode").asInt(-1))
                .as("%s", after.path("status"))
                .isZero();
        assertThat(real.path("reason").asText()).isEqualTo("Completed");
        assertThat(reported.path("exitCode").asInt(-1)).isZero();
        assertThat(reported.path("reason").asText()).isEqualTo("Completed");
        assertThat(reported.path("finished").asText("")).isNotEmpty();
        JsonNode persistence = Json.each(result.report().at("/risk/characteristics"))
                .filter(c -> c.path("id").asText().equals("S-8"))
                .findFirst()
                .orElseThrow();
        assertThat(persistence.path("state").asText()).isEqualTo("VERIFIED");
    }

    @Test
    void nothingOfThePodChangedButOneEphemeralContainer() {
        assertThat(Pod.unchangeable(after)).isEqualTo(Pod.unchangeable(before));
        assertThat(after.at("/spec/ephemeralContainers")).hasSize(1);
        assertThat(result.target().at("/debugContainer/entry/changes")).isEmpty();
        assertThat(after.at("/status/containerStatuses/0/restartCount").asInt())
                .isEqualTo(before.at("/status/containerStatuses/0/restartCount").asInt());
    }

    @Test
    void theDebugContainerIsHardened() {
        JsonNode container = after.at("/spec/ephemeralContainers/0");
        JsonNode context = container.path("securityContext");
        assertThat(context.path("runAsUser").asLong()).isEqualTo(65532);
        assertThat(context.path("runAsGroup").asLong()).isEqualTo(65532);
        assertThat(context.path("runAsNonRoot").asBoolean()).isTrue();
        assertThat(context.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(context.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(context.path("privileged").asBoolean()).isFalse();
        assertThat(context.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
        assertThat(context.at("/capabilities/add")).isEmpty();
        assertThat(context.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(container.path("targetContainerName").asText()).isEqualTo("app");
        assertThat(container.path("volumeMounts")).isEmpty();
        assertThat(container.path("env")).isEmpty();
        assertThat(container.path("stdin").asBoolean()).isFalse();
        assertThat(container.path("tty").asBoolean()).isFalse();
        int bytes = Json.each(container.path("args"))
                .mapToInt(a -> a.asText().length())
                .sum();
        assertThat(bytes).as("%s", container.path("args")).isLessThan(512);
    }

    @Test
    void noProcessIsLeftThatWasNotThereBefore() {
        TestCluster.needsTheNode();
        assertThat(processesBefore).isNotEmpty();
        assertThat(processesAfter).isEqualTo(processesBefore);
    }

    @Test
    void theLogOnTheNodeHoldsNothingReadable() {
        String log = NAMESPACE.log(
                "shop", after.at("/spec/ephemeralContainers/0/name").asText());
        assertThat(log).startsWith("DISTROLESS-SCAN/1 BEGIN ");
        assertThat(log.lines().count()).isGreaterThan(2);
        assertThat(log).doesNotContain("base-files").doesNotContain("status.d");
    }

    /** What a target can forge is never more than seen. */
    @Test
    void theWordOfTheProbeIsNeverVerified() {
        Claims.assertTheProbeProvesNothing(result.report());
    }

    @Test
    void theAnalysisIsComplete() {
        JsonNode risk = result.report().path("risk");
        assertThat(risk.path("characteristics")).hasSize(5);
        assertThat(risk.path("risks")).hasSize(9);
        assertThat(risk.path("scenarios")).hasSize(3);
        assertThat(risk.path("enterprise")).hasSize(5);
        assertThat(Json.texts(risk.path("limits"), "id"))
                .contains("S-38", "S-39", "S-40", "S-41", "S-42", "S-43", "S-44");
    }

    @Test
    void theTokenIsKnownAndTheRightsAreCounted() {
        JsonNode facts = result.report().path("access");
        assertThat(facts.path("userName").asText()).isEqualTo(access.user());
        assertThat(facts.at("/credential/kind").asText()).isEqualTo("JWT");
        assertThat(facts.at("/credential/expires").asText("")).isNotEmpty();
        assertThat(Json.each(facts.path("rights"))
                        .filter(r -> r.path("need").asText().equals("NEEDED"))
                        .map(r -> r.path("answer").asText()))
                .isNotEmpty()
                .containsOnly("ALLOWED");
    }

    @Test
    void everyFormOfTheReportIsThere() {
        for (String name : List.of(
                "report.json",
                "report.html",
                "report.md",
                "hdf.json",
                "sbom.cdx.json",
                "report.sarif",
                "junit.xml",
                "findings.csv",
                "vulnerabilities.csv",
                "audit.jsonl")) {
            assertThat(result.output().resolve(name)).isNotEmptyFile();
        }
    }

    /** By kubeconfig, on a pod that has a shell and a package manager's worth of programs. */
    @Test
    void aKubeconfigWorksAndAMissedGateEndsWithOne() {
        NAMESPACE.ready(Pod.restricted("toolbox", "debug:v1").command("/bin/sleep", "3600"));
        TestNamespace.Access other = NAMESPACE.scanner("other", TestNamespace.LEAST_PRIVILEGE);
        Scan.Result missed = Scan.withKubeconfig(other.kubeconfig(), other.token())
                .pod(NAMESPACE, "toolbox")
                .with("--context", "test", "--threshold", "100")
                .run();
        missed.ended(1, "FAILED", "compliance");
        assertThat(missed.report().at("/verdict/result").asText()).isEqualTo("FAILED");
        assertThat(missed.target().path("outcome").asText()).isEqualTo("COLLECTED");
        assertThat(missed.target().path("classification").asText()).isNotEqualTo("DISTROLESS");
    }

    @Test
    void theAuditLogOfTheServerShowsOneAttachmentAfterADryRun() {
        TestCluster.needsTheNode();
        List<String> patches = Node.calls(access.user()).stream()
                .filter(call -> call.at("/objectRef/subresource").asText().equals("ephemeralcontainers"))
                .map(call -> call.path("requestURI").asText().contains("dryRun=All") ? "dry run" : "attach")
                .toList();
        assertThat(patches).contains("attach").startsWith("dry run", "dry run");
        assertThat(patches.subList(0, patches.indexOf("attach")))
                .as("its own and one for each misuse")
                .hasSize(8)
                .containsOnly("dry run");
        assertThat(Node.calls(access.user()))
                .noneMatch(call -> call.at("/objectRef/subresource").asText().equals("exec"))
                .noneMatch(call -> call.at("/objectRef/resource").asText().equals("secrets"));
    }
}
