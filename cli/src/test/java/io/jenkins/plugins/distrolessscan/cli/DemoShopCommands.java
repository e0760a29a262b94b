package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.demo.DemoCluster;
import io.jenkins.plugins.distrolessscan.demo.DemoFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command line against a demo cluster of its own for each test; what it prints is kept. */
abstract class DemoShopCommands {
    @TempDir
    Path temp;

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    DemoCluster cluster;
    DemoFiles files;

    @BeforeEach
    void start() throws Exception {
        cluster = DemoCluster.start();
        files = DemoFiles.write(cluster, temp.resolve("demo"));
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    /** Scans the pods of the shop with these labels. Returns the exit code. */
    final int scanOf(String selector, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "scan",
                "--kubeconfig",
                files.kubeconfig().toString(),
                "-n",
                "shop",
                "-l",
                selector,
                "--image",
                DemoCluster.IMAGE));
        words.addAll(List.of(more));
        return run(words.toArray(String[]::new));
    }

    /** Runs one command; {@link #out} is of this run alone. */
    final int run(String... words) {
        out.getBuffer().setLength(0);
        return Main.line(Main.commands())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }
}
