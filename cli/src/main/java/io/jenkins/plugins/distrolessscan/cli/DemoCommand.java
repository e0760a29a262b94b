package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.demo.DemoCluster;
import io.jenkins.plugins.distrolessscan.demo.DemoFiles;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code distroless-scan demo}: serves the demo cluster alone, so that a scan or a Jenkins can be pointed at it. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Serves a demo cluster on 127.0.0.1 until it is interrupted. Its node and probe are played; every report of it"
                    + " says DEMO.",
            "Writes kubeconfig, server, token and ca.pem, readable for you alone, and removes them at the end."
        })
final class DemoCommand implements Callable<Integer> {
    private static final int MOST_REPLICAS = 50;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            defaultValue = "distroless-scan-demo",
            description = "folder for the files that say how to reach it (default: ${DEFAULT-VALUE})")
    private Path output;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "port on 127.0.0.1 (default: a free one)")
    private int port;

    @Option(
            names = "--token-lifetime",
            paramLabel = "TIME",
            defaultValue = "15m",
            description = "how long the token is accepted, such as 8h (default: ${DEFAULT-VALUE})")
    private String tokenLifetime;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "how many equal replicas the Deployment checkout has, 1 to 50; with more than one the token may also read that Deployment (default: ${DEFAULT-VALUE})")
    private int replicas;

    @Override
    public Integer call() throws ScanException {
        Duration lifetime = TimeText.parse(tokenLifetime, "--token-lifetime");
        if (port < 0 || port > 65_535) {
            throw wrong("--port is a number from 0 to 65535, not " + port + ".");
        }
        if (replicas < 1 || replicas > MOST_REPLICAS) {
            throw wrong("--replicas is a number from 1 to " + MOST_REPLICAS + ", not " + replicas + ".");
        }
        try (DemoCluster cluster = start(lifetime)) {
            DemoFiles files = write(cluster);
            Thread tidy = new Thread(files::delete, "distroless-scan-demo-end");
            Runtime.getRuntime().addShutdownHook(tidy);
            PrintWriter out = spec.commandLine().getOut();
            out.println("kubeconfig: " + files.kubeconfig());
            out.println("scan it: " + ScanHint.command(files.kubeconfig()));
            out.flush();
            PrintWriter err = spec.commandLine().getErr();
            err.println("Demo cluster on " + cluster.server() + ", its token is accepted for " + tokenLifetime
                    + "; interrupt (Ctrl-C) to end it.");
            err.flush();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // The end that was asked for.
            } finally {
                files.delete();
                Runtime.getRuntime().removeShutdownHook(tidy);
            }
            return 0;
        }
    }

    private DemoCluster start(Duration lifetime) throws ScanException {
        try {
            return DemoCluster.start(port, lifetime, replicas);
        } catch (IOException e) {
            throw wrong("The demo cluster cannot be started on port " + port + " of 127.0.0.1 ("
                    + e.getClass().getSimpleName() + "); give another --port.");
        }
    }

    private DemoFiles write(DemoCluster cluster) throws ScanException {
        if (output.toString().isEmpty()) {
            throw wrong("The folder of --output has no name; is a variable empty?");
        }
        try {
            return DemoFiles.write(cluster, output);
        } catch (IOException e) {
            throw wrong("The folder of --output cannot be written, " + FileTrouble.words(e) + ": " + output + ".");
        }
    }

    private static ScanException wrong(String text) {
        return new ScanException(ScanException.Kind.CONFIGURATION, text);
    }
}
