package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a scan costs a pod with limits. Kills for memory and CPU time are read from the node's control groups. */
class PodLimitsTest {
    @RegisterExtension
    static final TestNamespace NAMESPACE = TestNamespace.open("limits");

    private static TestNamespace.Access access;

    @BeforeAll
    static void pods() {
        TestCluster.needsTheNode();
        NAMESPACE.ready(
                holding("tight", "memory: 64Mi", 40_000_000),
                holding("full", "memory: 48Mi", 44_000_000),
                holding("grows", "memory: 96Mi, cpu: 40m", 1_000_000),
                limited("slow", "cpu: 20m"),
                limited("shared", "cpu: 100m"),
                limited("roomy", "cpu: 100m, memory: 200Mi"));
        for (String pod : new String[] {"grows", "slow", "shared"}) {
            files(NAMESPACE, pod, pod.equals("shared") ? 8_000 : 20_000);
        }
        access = NAMESPACE.scanner();
    }

    /** A pod whose child holds so many bytes of memory. */
    private static Pod holding(String name, String limits, int bytes) {
        String hold = "(head -c %d /dev/zero; sleep 100000) | tail -c %d".formatted(bytes, bytes);
        return limited(name, limits, hold + " & wait");
    }

    static Pod limited(String name, String limits) {
        return limited(name, limits, "sleep 100000 & sleep 200000 & wait");
    }

    private static Pod limited(String name, String limits, String script) {
        return new Pod(
                name,
                """
                securityContext: {runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532}
                containers:
                - {name: app, image: "%s", command: [/bin/sh, -c, "%s"], resources: {limits: {%s}}}
                """
                        .formatted(TestCluster.image("debug:v1"), script, limits),
                "{}");
    }

    /** Many files in the root of a pod's container: what makes a scan take its time. */
    static void files(TestNamespace namespace, String pod, int number) {
        Path folder = Node.root(namespace.container(pod, "app"), "many");
        try {
            for (int i = 0; i < number; i++) {
                if (i % 200 == 0) {
                    Files.createDirectories(folder.resolve("d" + i / 200));
                }
                Files.createFile(folder.resolve("d" + i / 200 + "/module-" + i + ".js"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Scan scan(String pod) {
        return Scan.of(access).pod(NAMESPACE, pod).with("--no-misuse-checks");
    }

    private static long killed(String pod) {
        return Node.killedForMemory(NAMESPACE.container(pod, "app"));
    }

    @Test
    void withTooLittleMemoryLeftNothingIsReadAndNobodyIsKilled() {
        long before = killed("tight");
        Scan.Result result = scan("tight").run().ended(3, "78", "memory");
        assertThat(result.verdict()).isEqualTo("INCOMPLETE");
        assertThat(result.report().path("inventory")).isEmpty();
        assertThat(killed("tight")).as("by the node").isEqualTo(before);
    }

    /** The runtime's process that starts the debug container may be what is too much. */
    @Test
    void aKillThatTheStartItselfCausedIsNoPass() {
        long before = killed("full");
        Scan.Result result = scan("full").run().ended(3);
        assertThat(result.verdict()).isEqualTo("INCOMPLETE");
        if (killed("full") > before) {
            assertThat(result.said()).containsAnyOf("oom_kill", "OOMKilled", "killed");
            assertThat(result.states("S-14")).doesNotContain("OBSERVED", "VERIFIED", "ENFORCED");
        }
    }

    @Test
    void aKillDuringTheScanIsTheScansToTell() {
        long before = killed("grows");
        CompletableFuture<Scan.Result> scan = scan("grows").start();
        NAMESPACE.awaitAttached("grows");
        TestNamespace.pause(1000);
        // A worker of the application that wants more than there is, at once: the scan takes some seconds only.
        TestCluster.kubectlWhatever(
                "-n",
                NAMESPACE.name(),
                "exec",
                "grows",
                "-c",
                "app",
                "--",
                "/bin/sh",
                "-c",
                "dd if=/dev/zero of=/dev/null bs=150000000 count=1");
        Scan.Result result = scan.join().ended(3);
        assertThat(killed("grows")).as("arranged: the node killed").isGreaterThan(before);
        assertThat(result.outcome()).isIn("TARGET_CHANGED", "INCOMPLETE");
        assertThat(result.said()).containsAnyOf("oom_kill", "OOMKilled");
    }

    @Test
    void theProbeKeepsToItsShareOfCpuAndSaysWhatWouldBeNeeded() {
        long before = podCpuMillis("slow");
        long began = System.nanoTime();
        Scan.Result result = scan("slow").with("--timeout", "60s").run().ended(3, "CPU time");
        long wall = (System.nanoTime() - began) / 1_000_000;
        long used = podCpuMillis("slow") - before;
        assertThat(result.verdict()).isEqualTo("INCOMPLETE");
        assertThat(result.target().toString() + result.text()).containsPattern("would need (at least [0-9.]+ s|more)");
        // The limit is 20 ms a second; starting a container takes some of it before the probe has its pace.
        assertThat(used).as("ms of CPU in %s ms", wall).isLessThan(wall / 100 + 150);
    }

    private static long podCpuMillis(String pod) {
        Path group = Node.group(NAMESPACE.container(pod, "app"), "cpuacct").getParent();
        try {
            Path one = group.resolve("cpuacct.usage");
            if (Files.exists(one)) {
                return Long.parseLong(Files.readString(one).strip()) / 1_000_000;
            }
            return Files.readString(group.resolve("cpu.stat"))
                    .lines()
                    .filter(line -> line.startsWith("usage_usec "))
                    .mapToLong(line -> Long.parseLong(line.substring("usage_usec ".length())) / 1000)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void twoScansOfOnePodAtOnceBothSaySo() {
        CompletableFuture<Scan.Result> one = scan("shared").start();
        CompletableFuture<Scan.Result> other = scan("shared").start();
        for (Scan.Result result : new Scan.Result[] {one.join(), other.join()}) {
            result.notHeld("S-5");
            assertThat(result.said()).containsIgnoringCase("another scan's debug container");
        }
        JsonNode entries = NAMESPACE.pod("shared").at("/spec/ephemeralContainers");
        assertThat(entries).hasSize(2);
    }

    @Test
    void marginsAreTheAdministratorsAndReachTheProbe() {
        Scan.Result result = scan("roomy")
                .with("--memory-margin", "200", "--cpu-share", "50")
                .run()
                .ended(3, "78");
        assertThat(NAMESPACE.pod("roomy").at("/spec/ephemeralContainers/0/args").toString())
                .contains("--margin=" + (200 << 20), "--share=50");
        assertThat(result.verdict()).isEqualTo("INCOMPLETE");
        scan("roomy").with("--memory-margin", "20").run().ended(0);
    }
}
