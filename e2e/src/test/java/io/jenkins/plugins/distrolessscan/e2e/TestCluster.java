package io.jenkins.plugins.distrolessscan.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * The cluster that the tests run against, seen by its administrator: {@code -Dkubeconfig} names one, else it is the
 * project's own ({@code e2e/cluster/up}). All set-up goes through kubectl, so that the tests share no code with what
 * they test.
 */
final class TestCluster {
    private static final Path KUBE_DIR =
            Path.of(System.getenv().getOrDefault("KUBE_DIR", "/var/tmp/distroless-scan-kube"));
    private static final Path OWN_KUBECONFIG = KUBE_DIR.resolve("admin.kubeconfig");
    private static final Path KUBECONFIG = property("kubeconfig").isEmpty()
            ? OWN_KUBECONFIG
            : Path.of(property("kubeconfig")).toAbsolutePath();

    private TestCluster() {}

    /** The image of the probe, as the cluster finds it. */
    static String probeImage() {
        return property("probe.image");
    }

    /** One of the test images of e2e/cluster/tools/images. */
    static String image(String name) {
        return property("images") + name;
    }

    /** Whether this is the project's own cluster, whose node is this machine. */
    static boolean own() {
        return KUBECONFIG.equals(OWN_KUBECONFIG);
    }

    /** Skips the test on a cluster whose node cannot be looked into from here. */
    static void needsTheNode() {
        Assumptions.assumeTrue(own(), "needs the node itself, and this cluster is not the project's own");
    }

    /** The folder of the project's own cluster. */
    static Path folder() {
        return KUBE_DIR;
    }

    /** The API server's URL. */
    static String server() {
        return cluster().path("server").asText();
    }

    /** The certificate authority of the API server, PEM. */
    static String ca() {
        return new String(
                java.util.Base64.getDecoder()
                        .decode(cluster().path("certificate-authority-data").asText()),
                StandardCharsets.UTF_8);
    }

    private static JsonNode cluster() {
        return Json.parse(kubectl("config", "view", "--raw", "--minify", "-o", "json"))
                .at("/clusters/0/cluster");
    }

    /** Runs kubectl and answers its standard output; a failure is the test's failure. */
    static String kubectl(String... args) {
        return run("", args).orFail();
    }

    /** Applies manifests. */
    static void apply(String manifests) {
        run(manifests, "apply", "-f", "-").orFail();
    }

    /** Runs kubectl, whatever it answers. */
    static Finished kubectlWhatever(String... args) {
        return run("", args);
    }

    /** A PUT of one's own, whatever it answers. */
    static void replaceRaw(String path, String body) {
        run(body, "replace", "--raw", path, "-f", "-");
    }

    /** One object as JSON. */
    static JsonNode get(String... args) {
        List<String> all = new ArrayList<>(List.of("get", "-o", "json"));
        all.addAll(Arrays.asList(args));
        return Json.parse(kubectl(all.toArray(String[]::new)));
    }

    private static Finished run(String input, String... args) {
        if (!Files.isReadable(KUBECONFIG)) {
            throw new IllegalStateException("no kubeconfig at " + KUBECONFIG
                    + ": run e2e/run, or e2e/cluster/up first, or give -Dkubeconfig=FILE");
        }
        Path own = KUBE_DIR.resolve("bin/kubectl");
        List<String> command = new ArrayList<>();
        command.add(Files.isExecutable(own) ? own.toString() : "kubectl");
        command.add("--kubeconfig=" + KUBECONFIG);
        command.addAll(Arrays.asList(args));
        return Finished.of(new ProcessBuilder(command), input, Duration.ofMinutes(10));
    }

    private static String property(String name) {
        return System.getProperty(name, "");
    }

    /** Reads a file that may grow meanwhile. */
    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
