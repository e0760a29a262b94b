package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The situations of e2e/SITUATIONS.md, by their numbers there; 17 and 18 are in {@link OutagesTest}. */
class FurtherSituationsTest {
    @RegisterExtension
    static final TestNamespace NAMESPACE = TestNamespace.open("further");

    @RegisterExtension
    static final TestNamespace GOING = TestNamespace.open("going");

    private static final String[] SLOW = {
        "revoked", "killed", "worker", "beside", "frozen", "frozen-long", "churn", "companion", "both"
    };

    private static TestNamespace.Access access;

    @BeforeAll
    static void pods() {
        TestCluster.needsTheNode();
        NAMESPACE.ready(
                Pod.restricted("refused-late", "distroless:v1"),
                Pod.restricted("warned", "distroless:v1"),
                Pod.restricted("old-policy", "distroless:v1").memory("128Mi"),
                Pod.restricted("stopped", "distroless:v1"),
                Pod.restricted("linked", "distroless:v1"),
                Pod.restricted("piped", "distroless:v1"),
                Pod.restricted("deleted", "distroless:v1"),
                onVolume("covered", "/etc"),
                slow("revoked"),
                slow("killed"),
                slow("worker"),
                two("beside"),
                slow("frozen"),
                slow("frozen-long"),
                slow("churn"),
                slow("companion"),
                two("both"));
        GOING.ready(PodLimitsTest.limited("goes", "cpu: 30m"));
        for (String pod : SLOW) {
            PodLimitsTest.files(NAMESPACE, pod, 6_000);
        }
        PodLimitsTest.files(GOING, "goes", 6_000);
        access = NAMESPACE.scanner();
    }

    @AfterAll
    static void removePolicies() {
        for (String pod : new String[] {"refused-late", "warned", "old-policy"}) {
            TestCluster.kubectl(
                    "delete",
                    "--ignore-not-found",
                    "validatingadmissionpolicy/" + NAMESPACE.name() + "-" + pod,
                    "validatingadmissionpolicybinding/" + NAMESPACE.name() + "-" + pod);
        }
    }

    private static Pod slow(String name) {
        return PodLimitsTest.limited(name, "cpu: 100m");
    }

    private static Pod two(String name) {
        return new Pod(
                name,
                PodLimitsTest.limited(name, "cpu: 100m").spec()
                        + """
                        - {name: other, image: "%s", command: [/bin/sh, -c, "sleep 100000"], resources: {limits: {cpu: 20m}}}
                        """
                                .formatted(TestCluster.image("debug:v1")),
                "{}");
    }

    private static Pod onVolume(String name, String folder) {
        return new Pod(
                name,
                """
                volumes: [{name: v, emptyDir: {}}]
                securityContext: {runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532}
                containers:
                - {name: app, image: "%s", volumeMounts: [{name: v, mountPath: %s}]}
                """
                        .formatted(TestCluster.image("distroless:v1"), folder),
                "{}");
    }

    private static Scan scan(String pod) {
        return scan(access, pod);
    }

    private static Scan scan(TestNamespace.Access who, String pod) {
        return Scan.of(who).pod(NAMESPACE, pod).with("--no-misuse-checks");
    }

    private static Scan.Result during(String pod, Runnable disturb) {
        return during(scan(pod), pod, disturb);
    }

    private static Scan.Result during(Scan scan, String pod, Runnable disturb) {
        return Meanwhile.of(NAMESPACE, scan, pod, disturb);
    }

    private static String app(String pod) {
        return NAMESPACE.container(pod, "app");
    }

    /** Holds for one pod; in force when its refusal, or its warning, is seen. */
    private static void policy(String pod, String action, String message, String expression) {
        String name = NAMESPACE.name() + "-" + pod;
        TestCluster.apply(
                """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: %1$s}
                spec:
                  failurePolicy: Fail
                  matchConstraints:
                    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [UPDATE], resources: [pods/ephemeralcontainers]}]
                  matchConditions: [{name: pod, expression: "request.name == '%2$s' && request.namespace == '%3$s'"}]
                  validations: [{message: "%4$s", expression: "%5$s"}]
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: %1$s}
                spec: {policyName: %1$s, validationActions: [%6$s]}
                """
                        .formatted(name, pod, NAMESPACE.name(), message, expression, action));
        TestNamespace.pause(3000);
    }

    private static void assertPassed(Scan.Result result) {
        assertThat(result.ended(0).verdict()).isEqualTo("PASSED");
    }

    private static void assertIncomplete(Scan.Result result, String... words) {
        assertThat(result.ended(3, words).verdict()).isEqualTo("INCOMPLETE");
    }

    @Test
    void situation1APolicyThatRefusesOnlyTheRealRequest() {
        policy("refused-late", "Deny", "not for real", "request.dryRun");
        Scan.Result result = scan("refused-late").run();
        assertIncomplete(result, "not for real");
        assertThat(result.outcome()).isEqualTo("REFUSED");
        assertThat(NAMESPACE.pod("refused-late").at("/spec/ephemeralContainers"))
                .isEmpty();
    }

    @Test
    void situation2APolicyThatOnlyWarns() {
        policy("warned", "Warn", "think twice", "false");
        assertPassed(scan("warned").run());
    }

    @Test
    void situation3ThePolicyOfBefore() {
        policy(
                "old-policy",
                "Deny",
                "only the probe's own command and arguments",
                "object.spec.ephemeralContainers.all(c, size(c.args) == 7)");
        Scan.Result result = scan("old-policy").run();
        assertIncomplete(result, "apply the policy of this version");
        assertThat(result.outcome()).isEqualTo("REFUSED");
        assertThat(NAMESPACE.pod("old-policy").at("/spec/ephemeralContainers")).isEmpty();
    }

    @Test
    void situation4TheRightsAreTakenAway() {
        TestNamespace.Access other = NAMESPACE.scanner("going", TestNamespace.LEAST_PRIVILEGE);
        Scan.Result result = during(
                scan(other, "revoked").with("--timeout", "60s"),
                "revoked",
                () -> TestCluster.kubectl("-n", NAMESPACE.name(), "delete", "rolebinding", "going"));
        assertIncomplete(result, "cannot");
        result.notHeld("S-8");
        TestNamespace.pause(1000);
        assertThat(result.said())
                .contains(NAMESPACE
                        .pod("revoked")
                        .at("/spec/ephemeralContainers/0/name")
                        .asText());
    }

    @Test
    void situation5TheMainProcessIsKilled() {
        long pid = Node.main(app("killed"));
        Scan.Result result = during("killed", () -> Node.signal("KILL", pid));
        assertIncomplete(result);
        result.notHeld("S-15");
    }

    @Test
    void situation6AWorkerEnds() {
        Scan.Result result = during(scan("worker"), "worker", () -> {
            // It tells of processes that were there when it listed them.
            TestNamespace.pause(1_000);
            Node.commandPids(NAMESPACE.uid("worker"), "sleep 100000").forEach(pid -> Node.signal("KILL", pid));
        });
        assertThat(result.said()).containsPattern("sleep \\([0-9]+ s old\\)");
        assertThat(result.verdict()).isEqualTo("PASSED");
    }

    @Test
    void situation7AnotherContainersMainProcessIsKilled() {
        long pid = Node.main(NAMESPACE.container("beside", "other"));
        Scan.Result result =
                during(scan("beside").with("--container", "app"), "beside", () -> Node.signal("KILL", pid));
        assertThat(result.said()).contains("restarted or replaced during the scan: other");
        result.notHeld("S-14", "S-15");
    }

    @Test
    void situation8TheNamespaceIsDeleted() {
        Scan way = Scan.of(GOING.scanner()).pod(GOING, "goes").with("--no-misuse-checks", "--timeout", "60s");
        Scan.Result result = Meanwhile.of(
                GOING, way, "goes", () -> TestCluster.kubectl("delete", "namespace", GOING.name(), "--wait=false"));
        assertIncomplete(result);
        result.notHeld("S-15");
    }

    @Test
    void situation9TheTargetIsStopped() {
        long pid = Node.main(app("stopped"));
        Node.signal("STOP", pid);
        try {
            assertPassed(scan("stopped").run());
        } finally {
            Node.signal("CONT", pid);
        }
    }

    private static void freeze(String pod, boolean frozen) {
        Path group = Node.group(app(pod), "freezer").getParent();
        Path one = group.resolve("freezer.state");
        if (Files.exists(one)) {
            write(one, frozen ? "FROZEN" : "THAWED");
        } else {
            write(group.resolve("cgroup.freeze"), frozen ? "1" : "0");
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void situation10ThePodIsFrozenForAMoment() {
        assertPassed(during("frozen", () -> {
            freeze("frozen", true);
            TestNamespace.pause(5_000);
            freeze("frozen", false);
        }));
    }

    @Test
    void situation11ThePodIsFrozenForLongerThanTheProbeMayLive() {
        try {
            Scan.Result result = during(
                    scan("frozen-long").with("--timeout", "20s"), "frozen-long", () -> freeze("frozen-long", true));
            assertIncomplete(result);
            assertThat(Meanwhile.probeRuns(NAMESPACE.uid("frozen-long")))
                    .as("by the node it is there when the scan says its last word")
                    .isTrue();
            result.notHeld("S-8");
        } finally {
            freeze("frozen-long", false);
        }
    }

    @Test
    void situation12TheDatabaseIsALink() {
        replaced("linked", file -> Files.createSymbolicLink(file, Path.of("/etc/passwd")));
        assertIncomplete(scan("linked").run(), "var/lib/dpkg/status");
    }

    @Test
    void situation13TheDatabaseIsAPipe() {
        replaced(
                "piped",
                file -> Finished.of(
                        new ProcessBuilder("mkfifo", file.toString()), "", java.time.Duration.ofSeconds(10)));
        assertIncomplete(scan("piped").run(), "var/lib/dpkg/status");
    }

    private interface Making {
        Object of(Path file) throws IOException;
    }

    private static void replaced(String pod, Making making) {
        Path file = Node.root(app(pod), "var/lib/dpkg/status");
        try {
            Files.deleteIfExists(file);
            making.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void situation14FilesComeAndGo() {
        Path folder = Node.root(app("churn"), "tmp");
        Thread churning = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    Files.deleteIfExists(Files.createTempFile(folder, "x", ".tmp"));
                } catch (IOException e) {
                    return;
                }
            }
        });
        churning.start();
        try {
            assertPassed(scan("churn").run());
        } finally {
            churning.interrupt();
        }
    }

    @Test
    void situation15AVolumeCoversTheFolderThatSaysWhatTheSystemIs() {
        Scan.Result result = scan("covered").run();
        assertThat(Json.texts(result.target().path("errors"), "path")).contains("etc");
    }

    @Test
    void situation16TheRunningProgramIsDeleted() {
        Path program = Node.root(app("deleted"), "app/hello");
        try {
            Files.delete(program);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Scan.Result result = scan("deleted").run();
        JsonNode controls = result.report().path("controls");
        assertThat(Json.all(controls)
                                .filter(node -> node.path("id").asText().equals("runtime-1.3"))
                                .toList()
                                .toString()
                        + controls)
                .contains("app/hello");
    }

    @Test
    void situation19TwoScansOfTwoContainersAtOnce() {
        CompletableFuture<Scan.Result> one =
                scan("both").with("--container", "app").start();
        CompletableFuture<Scan.Result> other =
                scan("both").with("--container", "other").start();
        List<String> names = new java.util.ArrayList<>();
        for (Scan.Result result : List.of(one.join(), other.join())) {
            result.notHeld("S-5");
            names.add(result.target().at("/debugContainer/name").asText());
        }
        assertThat(one.join().said()).contains(names.get(1));
        assertThat(other.join().said()).contains(names.get(0));
    }

    @Test
    void situation20SomebodyElseAddsADebugContainer() {
        Scan.Result result = during(
                "companion",
                () -> TestCluster.kubectl(
                        "-n",
                        NAMESPACE.name(),
                        "debug",
                        "companion",
                        "--profile=general",
                        "--container=somebody",
                        "--image=" + TestCluster.image("debug:v1"),
                        "--",
                        "/bin/sh",
                        "-c",
                        "sleep 999"));
        assertThat(Node.commands(NAMESPACE.uid("companion")))
                .as("what the node runs")
                .anyMatch(command -> command.contains("sleep 999"));
        assertThat(result.said()).contains("somebody (not seen to end)");
        result.notHeld("S-5");
    }
}
