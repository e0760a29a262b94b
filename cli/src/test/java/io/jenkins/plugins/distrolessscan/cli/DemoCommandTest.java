package io.jenkins.plugins.distrolessscan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.demo.DemoCluster;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DemoCommandTest {
    @TempDir
    Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private CommandLine line(Object command) {
        return Main.line(command).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    }

    @Test
    void theDemoClusterIsServedUntilItIsInterruptedAndCanBeScannedWithTheFileThatItPrints() throws Exception {
        Path folder = temp.resolve("demo");
        var worker = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> exit = worker.submit(
                    () -> line(new DemoCommand()).execute("--output", folder.toString(), "--token-lifetime", "1h"));
            while (!err.toString().contains("interrupt") && !exit.isDone()) {
                Thread.sleep(20);
            }
            assertThat(out.toString().lines())
                    .hasSize(2)
                    .anySatisfy(first -> assertThat(first).isEqualTo("kubeconfig: " + folder.resolve("kubeconfig")))
                    .anySatisfy(second -> assertThat(second)
                            .startsWith("scan it: java -jar ")
                            .contains(" scan --kubeconfig " + folder.resolve("kubeconfig")
                                    + " -n shop --all-pods --image "));
            assertThat(Files.getPosixFilePermissions(folder.resolve("kubeconfig")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(out.toString() + err)
                    .doesNotContain(Files.readString(folder.resolve("token")).strip());
            assertThat(scan(folder)).isZero();
            worker.shutdownNow();
            assertThat(exit.get(5, TimeUnit.MINUTES)).isZero();
            assertThat(folder).isEmptyDirectory();
        } finally {
            worker.shutdownNow();
        }
    }

    private static int scan(Path folder) throws Exception {
        return Main.run(
                "scan",
                "-q",
                "--output",
                "-",
                "--server",
                Files.readString(folder.resolve("server")).strip(),
                "--token-file",
                folder.resolve("token").toString(),
                "--ca-file",
                folder.resolve("ca.pem").toString(),
                "-n",
                "shop",
                "-l",
                "app=checkout",
                "--image",
                DemoCluster.IMAGE);
    }

    @Test
    void wrongOptionsAreUsageErrors() throws Exception {
        assertThat(line(new DemoCommand()).execute("--port", "70000")).isEqualTo(2);
        assertThat(line(new DemoCommand()).execute("--token-lifetime", "soon")).isEqualTo(2);
        Path file = Files.createFile(temp.resolve("file"));
        assertThat(line(new DemoCommand()).execute("--output", file.resolve("x").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--port is", "--token-lifetime is", "The folder of --output");
    }

    @Test
    void aTryPrintsFindingsAndVerdictSaysEachSentenceOnceAndEndsWell() throws Exception {
        Path folder = temp.resolve("report");
        assertThat(line(new TryCommand()).execute("--output", folder.toString()))
                .isZero();
        assertThat(out.toString().lines())
                .startsWith("DEMO: cluster, node and probe are played; the scan and its report are real code.")
                .contains("verdict: INCOMPLETE", "report: " + folder.resolve("report.html"))
                .anyMatch(line -> line.startsWith("HIGH      Not met: "));
        // Of each of the pod's two containers, and of each once.
        assertThat((out.toString() + err).split("It mounts folders of the node", -1))
                .hasSize(3);
        assertThat((out.toString() + err).split("/log-shipper: passed over", -1))
                .hasSize(2);
        assertThat(folder.resolve("report.html")).isNotEmptyFile();
    }

    @Test
    void aTryThatCannotWriteItsReportSaysSoAndScansNothing() throws Exception {
        Path file = Files.createFile(temp.resolve("file"));
        assertThat(line(new TryCommand()).execute("--output", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("cannot be written").doesNotContain("attached");
    }
}
