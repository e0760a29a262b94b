package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.cluster.Connection;
import io.jenkins.plugins.distrolessscan.engine.cluster.Kubeconfig;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How to reach the cluster. Nothing is taken from the environment; a token never stands in an argument. */
final class ConnectionOptions {
    private static final int LARGEST = 1024 * 1024;

    @Option(names = "--kubeconfig", paramLabel = "FILE", description = "kubeconfig with inline credentials only")
    private Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "context of the kubeconfig (default: its current one)")
    private String context;

    @Option(names = "--server", paramLabel = "URL", description = "https URL of the API server, with --token-file")
    private String server;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "file that holds the bearer token; - reads it from standard input")
    private String tokenFile;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "PEM file of the certificate authority (default: the JVM's authorities)")
    private Path caFile;

    @Option(
            names = "--proxy",
            paramLabel = "URL",
            description = "http proxy to reach the API server through (default: none); one with a password in a file")
    private String proxy;

    @Option(
            names = "--proxy-file",
            paramLabel = "FILE",
            description = "file that holds the proxy's URL, which may name user and password")
    private Path proxyFile;

    Connection connection() throws ScanException {
        Optional<String> through = proxy();
        return (kubeconfig != null ? fromKubeconfig() : fromParts()).through(through);
    }

    private Optional<String> proxy() throws ScanException {
        if (proxyFile == null) {
            if (proxy != null && proxy.contains("@")) {
                throw wrong("--proxy must name no user and no password, because other users of this machine can read"
                        + " arguments; put the URL into a file and give --proxy-file FILE.");
            }
            return Optional.ofNullable(proxy);
        }
        if (proxy != null) {
            throw wrong("Give either --proxy or --proxy-file, not both.");
        }
        return Optional.of(read(proxyFile, "--proxy-file").strip());
    }

    private Connection fromKubeconfig() throws ScanException {
        if (server != null || tokenFile != null || caFile != null) {
            throw wrong("Give either --kubeconfig or --server with --token-file, not both.");
        }
        return Kubeconfig.read(read(kubeconfig, "--kubeconfig"), Optional.ofNullable(context));
    }

    private Connection fromParts() throws ScanException {
        if (server == null || tokenFile == null) {
            throw wrong(
                    "Say which cluster: --kubeconfig FILE, or --server URL with --token-file FILE (and --ca-file FILE).");
        }
        if (context != null) {
            throw wrong("--context goes with --kubeconfig.");
        }
        String token = tokenFile.equals("-") ? standardInput() : read(Path.of(tokenFile), "--token-file");
        Optional<String> ca = caFile == null ? Optional.empty() : Optional.of(read(caFile, "--ca-file"));
        return Connection.withToken(server, token.strip()).trusting(ca);
    }

    private static String read(Path file, String option) throws ScanException {
        if (file.toString().isEmpty()) {
            throw wrong("The file of " + option + " has no name; is a variable empty?");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return text(in, option);
        } catch (IOException e) {
            throw wrong("The file of " + option + " cannot be read, "
                    + (Files.isDirectory(file) ? "it is a folder" : FileTrouble.words(e)) + ": " + file);
        }
    }

    private static String standardInput() throws ScanException {
        try {
            return text(System.in, "--token-file");
        } catch (IOException e) {
            throw wrong("The token cannot be read from standard input.");
        }
    }

    private static String text(InputStream in, String option) throws IOException, ScanException {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw wrong("The file of " + option + " is larger than 1 MiB.");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static ScanException wrong(String text) {
        return new ScanException(ScanException.Kind.CONFIGURATION, text);
    }
}
