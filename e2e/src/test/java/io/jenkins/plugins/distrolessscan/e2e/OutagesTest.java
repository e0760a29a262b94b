package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Parts of the cluster stand still, are killed or cannot be reached while a probe is at work. Runs behind all others, which
 * need the cluster. Whether the debug container has ended is read from the node.
 */
@Order(Integer.MAX_VALUE)
class OutagesTest {
    @RegisterExtension
    static final TestNamespace NAMESPACE = TestNamespace.open("outages");

    private static final String[] PODS = {
        "relay",
        "relay-long",
        "api-stops",
        "api-dies",
        "kubelet-stops",
        "kubelet-dies",
        "containerd-stops",
        "etcd-stops"
    };

    private static TestNamespace.Access access;

    @BeforeAll
    static void pods() {
        TestCluster.needsTheNode();
        for (String name : PODS) {
            NAMESPACE.create(PodLimitsTest.limited(name, "cpu: 100m"));
        }
        for (String name : PODS) {
            NAMESPACE.await(name, ".status.phase", "Running");
            PodLimitsTest.files(NAMESPACE, name, 4_500);
        }
        access = NAMESPACE.scanner();
    }

    private static Scan scan(Scan way, String pod) {
        return way.pod(NAMESPACE, pod).with("--no-misuse-checks");
    }

    private static Scan scan(String pod) {
        return scan(Scan.of(access), pod);
    }

    private static Scan.Result during(Scan scan, String pod, Runnable disturb) {
        Scan.Result result = Meanwhile.of(NAMESPACE, scan, pod, disturb);
        awaitReady();
        return result;
    }

    private static void awaitReady() {
        for (int i = 0; i < 120; i++) {
            if (TestCluster.kubectlWhatever("get", "--raw", "/readyz").exit() == 0) {
                return;
            }
            TestNamespace.pause(500);
        }
        throw new AssertionError("the API server did not come back");
    }

    private static void up() {
        Finished.of(
                        new ProcessBuilder(java.nio.file.Path.of("cluster/up")
                                .toAbsolutePath()
                                .toString()),
                        "",
                        Duration.ofMinutes(5))
                .orFail();
    }

    private static void standStill(String program, long millis) {
        long pid = Node.program(program);
        Node.signal("STOP", pid);
        TestNamespace.pause(millis);
        Node.signal("CONT", pid);
    }

    private static void assertPassed(Scan.Result result, String pod) {
        result.ended(0);
        assertThat(result.verdict()).isEqualTo("PASSED");
        assertThat(result.target().at("/end/entries").asInt()).isGreaterThan(4_500);
        assertThat(Meanwhile.probeRuns(NAMESPACE.uid(pod))).as("on the node").isFalse();
    }

    @Test
    void aServerThatCannotBeReachedForAMomentIsWaitedFor() {
        try (Relay relay = new Relay()) {
            Scan way = Scan.to(relay.server(), TestCluster.ca(), access.token());
            assertPassed(during(scan(way, "relay"), "relay", () -> relay.cut(8_000)), "relay");
        }
    }

    @Test
    void oneThatStaysAwayIsNoPassAndNothingIsSaidThatNobodySaw() {
        try (Relay relay = new Relay()) {
            Scan way = Scan.to(relay.server(), TestCluster.ca(), access.token());
            Scan.Result result = during(scan(way, "relay-long").with("--timeout", "30s"), "relay-long", relay::cut);
            result.ended(3).notHeld("S-8");
            assertThat(result.verdict()).isEqualTo("INCOMPLETE");
            assertThat(result.said())
                    .doesNotContain("TLS 1.2 or 1.3 is needed")
                    .doesNotContain("had not started when last looked at");
        }
    }

    @Test
    void anApiServerThatStandsStillIsWaitedFor() {
        assertPassed(during(scan("api-stops"), "api-stops", () -> standStill("apiserver", 10_000)), "api-stops");
    }

    @Test
    void aKilledApiServerThatComesBackIsWaitedFor() {
        assertPassed(
                during(scan("api-dies"), "api-dies", () -> {
                    Node.signal("KILL", Node.program("apiserver"));
                    up();
                }),
                "api-dies");
    }

    @Test
    void aKubeletThatStandsStillIsWaitedFor() {
        assertPassed(
                during(scan("kubelet-stops"), "kubelet-stops", () -> standStill("kubelet", 8_000)), "kubelet-stops");
    }

    @Test
    void aKilledKubeletThatComesBackIsWaitedFor() {
        assertPassed(
                during(scan("kubelet-dies"), "kubelet-dies", () -> {
                    Node.signal("KILL", Node.program("kubelet"));
                    TestNamespace.pause(5_000);
                    up();
                }),
                "kubelet-dies");
    }

    @Test
    void aRuntimeThatStandsStillIsWaitedFor() {
        assertPassed(
                during(scan("containerd-stops"), "containerd-stops", () -> standStill("containerd", 6_000)),
                "containerd-stops");
    }

    @Test
    void aStoreThatStandsStillIsWaitedFor() {
        assertPassed(during(scan("etcd-stops"), "etcd-stops", () -> standStill("etcd", 8_000)), "etcd-stops");
    }
}
