package io.jenkins.plugins.distrolessscan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.demo.DemoCluster;
import io.jenkins.plugins.distrolessscan.demo.DemoFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code preflight} and {@code leftovers}: they look, and add nothing. */
class LookingCommandsTest {
    @TempDir
    Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private DemoCluster cluster;
    private DemoFiles files;

    @BeforeEach
    void start() throws Exception {
        cluster = DemoCluster.start();
        files = DemoFiles.write(cluster, temp.resolve("demo"));
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    private int run(String command, String... more) {
        out.getBuffer().setLength(0);
        List<String> words = new ArrayList<>(
                List.of(command, "--kubeconfig", files.kubeconfig().toString(), "-n", "shop"));
        words.addAll(List.of(more));
        return Main.line(Main.commands())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words.toArray(new String[0]));
    }

    @Test
    void aPreflightSaysWhatAScanWouldMeetAndAddsNothing() {
        assertThat(run("preflight", "-l", "app=checkout", "--image", DemoCluster.IMAGE))
                .as(err.toString())
                .isZero();
        assertThat(out.toString().lines())
                .contains("needed: get pods/log: ALLOWED", "misuse: 7 of 7 are refused")
                .anyMatch(line -> line.startsWith("credential: system:serviceaccount:shop:scanner, accepted until "))
                .anyMatch(line -> line.matches("target: shop/checkout-\\S+/checkout \\(10 places left in its pod\\)"))
                .anyMatch(line -> line.matches("admission: the debug container for \\S+ would be admitted, as .*"));
        assertThat(run("leftovers")).isZero();
        assertThat(out.toString()).contains("ephemeral containers: 0");
    }

    @Test
    void aPreflightOfWhatCouldNotBeScannedIsNoSuccess() {
        assertThat(run("preflight", "--all-pods", "--image", DemoCluster.IMAGE)).isEqualTo(3);
        assertThat(out.toString()).contains("passed over: shop/billing-");
        assertThat(run("preflight", "-l", "app=checkout", "--image", "stranger.example/a:1"))
                .isEqualTo(3);
        assertThat(out.toString()).contains("would be refused: ").doesNotContain("misuse:");
    }

    @Test
    void whatAScanLeavesIsListedWithThePlacesThatAreLeft() {
        assertThat(run("scan", "-q", "-o", "-", "-l", "app=checkout", "--image", DemoCluster.IMAGE))
                .isZero();
        assertThat(run("leftovers", "-l", "app=checkout")).isZero();
        assertThat(out.toString())
                .contains(": 9 of 10 places left", "its record stays until the pod is deleted.", "pods: 1\n");
    }
}
