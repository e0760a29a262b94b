package io.jenkins.plugins.distrolessscan.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A namespace of one test class, with everything in it removed at the end. Register it as a static extension. */
final class TestNamespace implements BeforeAllCallback, AfterAllCallback {
    /** The rights that a scan needs, and no more. */
    static final String LEAST_PRIVILEGE =
            """
            - {apiGroups: [""], resources: [pods], verbs: [get, list]}
            - {apiGroups: [""], resources: [pods/ephemeralcontainers], verbs: [patch]}
            - {apiGroups: [""], resources: [pods/log], verbs: [get]}
            """;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String name;
    private final String level;

    private TestNamespace(String purpose, String level) {
        this.name = "e2e-" + purpose + "-" + Integer.toHexString(RANDOM.nextInt() & 0xfffff | 0x100000);
        this.level = level;
    }

    /** A namespace for which Pod Security enforces nothing. */
    static TestNamespace open(String purpose) {
        return new TestNamespace(purpose, "privileged");
    }

    /** A namespace that enforces {@code restricted}. */
    static TestNamespace restricted(String purpose) {
        return new TestNamespace(purpose, "restricted");
    }

    String name() {
        return name;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        TestCluster.apply(
                """
                {apiVersion: v1, kind: Namespace, metadata: {name: %s, labels: {pod-security.kubernetes.io/enforce: %s}}}
                """
                        .formatted(name, level));
        // A pod is refused until the controller has made this one.
        TestCluster.kubectl("-n", name, "wait", "--for=create", "--timeout=300s", "serviceaccount/default");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        TestCluster.kubectl("delete", "namespace", name, "--ignore-not-found", "--wait=false");
    }

    /** From now on Pod Security enforces another level. */
    void enforce(String otherLevel) {
        TestCluster.kubectl(
                "label", "--overwrite", "namespace", name, "pod-security.kubernetes.io/enforce=" + otherLevel);
    }

    /** Applies manifests of this namespace. */
    void apply(List<String> manifests) {
        TestCluster.apply(String.join("\n---\n", manifests));
    }

    /** Applies pods and waits until all of them are ready. */
    void ready(Pod... pods) {
        create(pods);
        for (Pod pod : pods) {
            TestCluster.kubectl("-n", name, "wait", "--for=condition=Ready", "--timeout=300s", "pod/" + pod.name());
        }
    }

    /** Applies pods. */
    void create(Pod... pods) {
        apply(List.of(pods).stream().map(pod -> pod.manifest(name)).toList());
    }

    /** Waits until a JSON path of a pod has a value. */
    void await(String pod, String path, String value) {
        TestCluster.kubectl(
                "-n", name, "wait", "--for=jsonpath={" + path + "}=" + value, "--timeout=300s", "pod/" + pod);
    }

    /** Asks the API server, as its administrator, whether it would add an ephemeral container. */
    void addDry(String pod) {
        ObjectNode changed = pod(pod).deepCopy();
        ((ObjectNode) changed.path("spec"))
                .withArray("ephemeralContainers")
                .addObject()
                .put("name", "asking")
                .put("image", TestCluster.image("none:v1"));
        TestCluster.replaceRaw(
                "/api/v1/namespaces/" + name + "/pods/" + pod + "/ephemeralcontainers?dryRun=All", changed.toString());
    }

    /** The container ID of a pod's container. */
    String container(String pod, String container) {
        return Json.each(pod(pod).at("/status/containerStatuses"))
                .filter(status -> status.path("name").asText().equals(container))
                .map(status -> status.path("containerID").asText())
                .findFirst()
                .orElseThrow();
    }

    /** Waits until a debug container was added to a pod, and answers its name. */
    String awaitAttached(String pod) {
        for (long end = System.nanoTime() + 60_000_000_000L; System.nanoTime() < end; pause(50)) {
            JsonNode entries = pod(pod).at("/spec/ephemeralContainers");
            if (!entries.isEmpty()) {
                return entries.get(entries.size() - 1).path("name").asText();
            }
        }
        throw new AssertionError("no debug container was added to " + pod + " within a minute");
    }

    String uid(String pod) {
        return pod(pod).at("/metadata/uid").asText();
    }

    /** The ephemeral containers of a pod that run now, by the kubelet's word. */
    List<String> running(String pod) {
        return Json.each(pod(pod).at("/status/ephemeralContainerStatuses"))
                .filter(status -> status.at("/state").has("running"))
                .map(status -> status.path("name").asText())
                .toList();
    }

    /** Lets time pass. */
    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    JsonNode pod(String pod) {
        return TestCluster.get("-n", name, "pod", pod);
    }

    /** A ServiceAccount with the least privilege, and a token of it that lives 25 minutes. */
    Access scanner() {
        return scanner("scanner", LEAST_PRIVILEGE);
    }

    /** A ServiceAccount with rules of one's own, and a token of it that lives 25 minutes. */
    Access scanner(String account, String rules) {
        apply(List.of(
                """
                        {apiVersion: v1, kind: ServiceAccount, metadata: {name: %1$s, namespace: %2$s}}
                        ---
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: Role
                        metadata: {name: %1$s, namespace: %2$s}
                        rules:
                        %3$s
                        ---
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: RoleBinding
                        metadata: {name: %1$s, namespace: %2$s}
                        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: %1$s}
                        subjects: [{kind: ServiceAccount, name: %1$s, namespace: %2$s}]
                        """
                        .formatted(account, name, rules)));
        return new Access(
                "system:serviceaccount:" + name + ":" + account,
                TestCluster.kubectl("-n", name, "create", "token", account, "--duration=25m")
                        .strip());
    }

    /** The log of a container as its administrator reads it. */
    String log(String pod, String container) {
        return TestCluster.kubectl("-n", name, "logs", pod, "-c", container);
    }

    /** A user name and its token. */
    record Access(String user, String token) {
        /** A kubeconfig as users have them: server, inline CA, token. */
        String kubeconfig() {
            String ca = java.util.Base64.getEncoder()
                    .encodeToString(TestCluster.ca().getBytes(StandardCharsets.UTF_8));
            return """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: test, cluster: {server: "%s", certificate-authority-data: %s}}]
                    users: [{name: scanner, user: {token: %s}}]
                    contexts: [{name: test, context: {cluster: test, user: scanner}}]
                    current-context: test
                    """
                    .formatted(TestCluster.server(), ca, token);
        }
    }
}
