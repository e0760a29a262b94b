package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Targets and requests that are refused before anything is stored: exit 3, a sentence, and a pod as it was. */
class RefusedBeforeAttachTest {
    @RegisterExtension
    static final TestNamespace NAMESPACE = TestNamespace.open("refused");

    private static TestNamespace.Access access;

    @BeforeAll
    static void pods() {
        NAMESPACE.create(
                Pod.of("hostpid", "distroless:v1").with("hostPID: true"),
                Pod.of("hostnetwork", "distroless:v1").with("hostNetwork: true"),
                Pod.of("hostipc", "distroless:v1").with("hostIPC: true"),
                Pod.of("hostpath", "distroless:v1").with("volumes: [{name: logs, hostPath: {path: /var/log}}]"),
                Pod.of("completed", "distroless:v1")
                        .with("restartPolicy: Never")
                        .environment("EXIT", "0"),
                Pod.of("failed", "crash:v1").with("restartPolicy: Never"),
                // A program that is not there: one that ends by itself would run for a moment each time.
                Pod.of("crashing", "crash:v1").command("/no-such-program"),
                Pod.of("pending", "distroless:v1").with("nodeSelector: {no-such: node}"),
                Pod.of("plain", "distroless:v1"),
                Pod.of("two", "distroless:v1").container("other", "distroless:v1", "ADDR", ":8081"),
                Pod.of("rootpod", "rootapp:v1"));
        NAMESPACE.await("completed", ".status.phase", "Succeeded");
        NAMESPACE.await("failed", ".status.phase", "Failed");
        NAMESPACE.await("crashing", ".status.containerStatuses[0].state.waiting.reason", "CrashLoopBackOff");
        for (String pod : new String[] {"hostpid", "hostnetwork", "hostipc", "hostpath", "plain", "two", "rootpod"}) {
            NAMESPACE.await(pod, ".status.phase", "Running");
        }
        access = NAMESPACE.scanner();
    }

    private static Scan scan(String pod) {
        return Scan.of(access).pod(NAMESPACE, pod);
    }

    private static void assertPassedOver(String pod, String reason, String... words) {
        JsonNode before = NAMESPACE.pod(pod);
        Scan.Result result = scan(pod).run().ended(3, words);
        assertNothingStored(pod, before);
        JsonNode report = result.report();
        assertThat(report.at("/verdict/result").asText()).isEqualTo("INCOMPLETE");
        assertThat(report.path("targets")).isEmpty();
        assertThat(Json.texts(report.path("passedOver"), "reason")).containsExactly(reason);
        assertThat(report.at("/coverage/percent").asInt()).isZero();
    }

    private static void assertNothingStored(String pod, JsonNode before) {
        JsonNode after = NAMESPACE.pod(pod);
        assertThat(after.at("/spec/ephemeralContainers")).isEmpty();
        assertThat(after.path("spec")).isEqualTo(before.path("spec"));
        assertThat(after.at("/metadata/generation")).isEqualTo(before.at("/metadata/generation"));
        if (TestCluster.own()) {
            assertThat(Node.attachments(access.user()))
                    .noneMatch(call -> call.at("/objectRef/name").asText().equals(pod));
        }
    }

    @Test
    void aPodInTheNodesProcessNamespaceIsNeverAttachedTo() {
        assertPassedOver("hostpid", "HOST_PID", "hostPID");
        if (TestCluster.own()) {
            assertThat(Node.calls(access.user()))
                    .as("not even a dry run")
                    .noneMatch(call -> call.path("verb").asText().equals("patch")
                            && call.at("/objectRef/name").asText().equals("hostpid"));
        }
    }

    @Test
    void aPodInTheNodesNetworkIsLeftAloneUnlessChosen() {
        assertPassedOver("hostnetwork", "HOST_NETWORK", "hostNetwork");
    }

    @Test
    void aPodWithTheNodesIpcIsLeftAloneUnlessChosen() {
        assertPassedOver("hostipc", "HOST_IPC", "hostIPC");
    }

    @Test
    void aPodWithAFolderOfTheNodeIsLeftAloneUnlessChosen() {
        assertPassedOver("hostpath", "HOST_PATH", "hostPath");
    }

    @Test
    void aCompletedPodTakesADebugContainerThatNeverStarts() {
        assertPassedOver("completed", "COMPLETED", "completed");
        assertPassedOver("failed", "COMPLETED");
    }

    @Test
    void aContainerThatKeepsCrashingIsNotRunning() {
        assertPassedOver("crashing", "NOT_RUNNING", "not running");
    }

    @Test
    void aPodWithoutANodeIsNotRunning() {
        assertPassedOver("pending", "NOT_RUNNING", "not running");
    }

    @Test
    void anUnknownContainerIsAnsweredWithThoseThatThereAre() {
        JsonNode before = NAMESPACE.pod("plain");
        scan("plain").with("--container", "nosuch").run().ended(3, "nosuch", "app");
        assertNothingStored("plain", before);
    }

    @Test
    void aPodThatIsNotThereIsNamed() {
        scan("nowhere").run().ended(3, "nowhere", NAMESPACE.name());
    }

    @Test
    void aNamespaceThatIsNotThereIsNamedOrRefused() {
        Scan.of(access).with("-n", "no-such-namespace", "--pod", "plain").run().ended(3, "no-such-namespace");
    }

    @Test
    void aTokenThatMayNotPatchIsToldWhichRuleIsMissing() {
        TestNamespace.Access reader = NAMESPACE.scanner(
                "reader",
                """
                - {apiGroups: [""], resources: [pods], verbs: [get, list]}
                - {apiGroups: [""], resources: [pods/log], verbs: [get]}
                """);
        JsonNode before = NAMESPACE.pod("plain");
        Scan.of(reader).pod(NAMESPACE, "plain").run().ended(3, "patch", "pods/ephemeralcontainers");
        assertNothingStored("plain", before);
    }

    /** Attaching first and finding out later that nothing can be read would leave a record for nothing. */
    @Test
    void aTokenThatMayNotReadLogsIsRefusedBeforeItAttaches() {
        TestNamespace.Access blind = NAMESPACE.scanner(
                "blind",
                """
                - {apiGroups: [""], resources: [pods], verbs: [get, list]}
                - {apiGroups: [""], resources: [pods/ephemeralcontainers], verbs: [patch]}
                """);
        JsonNode before = NAMESPACE.pod("plain");
        Scan.of(blind).pod(NAMESPACE, "plain").run().ended(3, "get", "pods/log");
        assertNothingStored("plain", before);
    }

    /** The pod runs as root and came before the namespace was restricted. */
    @Test
    void whatPodSecurityRefusesInTheDryRunIsNotSent() {
        JsonNode before = NAMESPACE.pod("rootpod");
        NAMESPACE.enforce("restricted");
        try {
            Scan.Result result = scan("rootpod")
                    .with("--run-as", "0:0", "--max-profile", "baseline")
                    .run()
                    .ended(3, "PodSecurity", "restricted");
            assertThat(result.target().path("outcome").asText()).isEqualTo("REFUSED");
        } finally {
            NAMESPACE.enforce("privileged");
        }
        assertNothingStored("rootpod", before);
    }
}
