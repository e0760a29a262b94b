package io.jenkins.plugins.distrolessscan.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * The namespace {@code shop} of docs/examples on the real cluster that the system property {@code cluster.kubeconfig}
 * names: pods, and a ServiceAccount that may do just what a scan needs.
 */
final class ShopNamespace implements AutoCloseable {
    private static final String IMAGES = System.getProperty("cluster.images", "fixture.test/");
    private static final String OBJECTS = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: shop}
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: scanner, namespace: shop}
            automountServiceAccountToken: false
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: scanner, namespace: shop}
            rules:
            - {apiGroups: [""], resources: [pods], verbs: [get, list]}
            - {apiGroups: [""], resources: [pods/ephemeralcontainers], verbs: [patch]}
            - {apiGroups: [""], resources: [pods/log], verbs: [get]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: scanner, namespace: shop}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: scanner}
            subjects: [{kind: ServiceAccount, name: scanner, namespace: shop}]
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: nobody, namespace: shop}
            """;

    private ShopNamespace() {}

    static ShopNamespace create() throws IOException, InterruptedException {
        kubectl("", "delete", "namespace", "shop", "--ignore-not-found", "--wait=true");
        kubectl(OBJECTS, "apply", "-f", "-");
        ShopNamespace shop = new ShopNamespace();
        shop.pod("checkout", "checkout", "distroless:v1", "");
        shop.pod("root", "root", "rootapp:v1", "");
        shop.pod("slow", "slow", "distroless:v1", "resources: {limits: {cpu: 30m, memory: 128Mi}},");
        kubectl("", "-n", "shop", "wait", "--for=condition=Ready", "pod", "--all", "--timeout=300s");
        return shop;
    }

    /** A pod of this name and image, in place of one that is there. */
    void replace(String name, String image) throws IOException, InterruptedException {
        kubectl("", "-n", "shop", "delete", "pod", name, "--ignore-not-found", "--wait=true");
        pod(name, name, image, "");
        kubectl("", "-n", "shop", "wait", "--for=condition=Ready", "pod/" + name, "--timeout=300s");
    }

    private void pod(String name, String app, String image, String more) throws IOException, InterruptedException {
        kubectl("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: shop, labels: {app: %s}}
                spec:
                  terminationGracePeriodSeconds: 0
                  containers: [{name: app, image: "%s%s", %s env: [{name: ADDR, value: ":8080"}]}]
                """.formatted(name, app, IMAGES, image, more), "apply", "-f", "-");
    }

    /**
     * Configures a Jenkins as docs/examples/jenkins.yaml does. The token reaches it as a file: what is in its environment
     * is printed when it starts.
     */
    void configure(RealJenkinsExtension jenkins, Path secrets, String token) throws IOException, InterruptedException {
        Files.writeString(secrets.resolve("SCANNER_TOKEN"), token);
        jenkins.extraEnv(
                        "CASC_JENKINS_CONFIG",
                        Path.of("docs/examples/jenkins.yaml").toAbsolutePath().toString())
                .extraEnv("SECRETS", secrets.toString())
                .extraEnv("CLUSTER_SERVER", server())
                .extraEnv("CLUSTER_CA", ca())
                .extraEnv("PROBE_IMAGE", System.getProperty("cluster.image"));
    }

    String token() throws IOException, InterruptedException {
        return kubectl("", "-n", "shop", "create", "token", "scanner", "--duration=30m")
                .strip();
    }

    String tokenWithoutRights() throws IOException, InterruptedException {
        return kubectl("", "-n", "shop", "create", "token", "nobody", "--duration=30m")
                .strip();
    }

    String server() throws IOException, InterruptedException {
        return config("server");
    }

    String ca() throws IOException, InterruptedException {
        return new String(Base64.getDecoder().decode(config("certificate-authority-data")), StandardCharsets.US_ASCII);
    }

    /** How many ephemeral containers a pod has, and how many of them run. */
    int running(String pod) throws IOException, InterruptedException {
        String states = kubectl(
                "", "-n", "shop", "get", "pod", pod, "-o", "jsonpath={.status.ephemeralContainerStatuses[*].state}");
        return states.split("\"running\"", -1).length - 1;
    }

    private static String config(String member) throws IOException, InterruptedException {
        return kubectl(
                        "",
                        "config",
                        "view",
                        "--raw",
                        "--minify",
                        "-o",
                        "jsonpath={.clusters[0].cluster." + member + "}")
                .strip();
    }

    private static String kubectl(String input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("cluster.kubectl", "kubectl"));
        command.add("--kubeconfig=" + System.getProperty("cluster.kubeconfig"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException("kubectl " + String.join(" ", arguments) + ": " + output);
        }
        return output;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        kubectl("", "delete", "namespace", "shop", "--ignore-not-found", "--wait=false");
    }
}
