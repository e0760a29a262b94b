package io.jenkins.plugins.distrolessscan.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** A mutating webhook of the project's own cluster, for the pods of one namespace. */
final class Webhook implements AutoCloseable {
    private static final String PASSWORD = "for-tests-only";

    private final TestNamespace namespace;
    private final Process process;
    private final Path log;

    private Webhook(TestNamespace namespace, Process process, Path log) {
        this.namespace = namespace;
        this.process = process;
        this.log = log;
    }

    /** Starts it, and waits until the API server asks it about {@code pod}. */
    static Webhook of(TestNamespace namespace, String pod) {
        try {
            Path folder = Files.createTempDirectory("webhook");
            Path keys = folder.resolve("keys.p12");
            keytool(
                    "-genkeypair",
                    "-keystore",
                    keys,
                    "-storepass",
                    PASSWORD,
                    "-alias",
                    "webhook",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=webhook",
                    "-ext",
                    "san=ip:127.0.0.1",
                    "-ext",
                    "bc=ca:true",
                    "-validity",
                    "2");
            String authority =
                    keytool("-exportcert", "-rfc", "-keystore", keys, "-storepass", PASSWORD, "-alias", "webhook");
            Path port = folder.resolve("port");
            Path log = folder.resolve("log");
            Process process = new ProcessBuilder(
                            "nsenter",
                            "--net=/proc/" + Node.program("apiserver") + "/ns/net",
                            java("java"),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            WebhookServer.class.getName(),
                            keys.toString(),
                            PASSWORD,
                            port.toString(),
                            TestCluster.image("debug:v1"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            for (int i = 0; i < 300 && !Files.exists(port); i++) {
                TestNamespace.pause(100);
            }
            Webhook webhook = new Webhook(namespace, process, log);
            webhook.register(Files.readString(port), authority);
            webhook.awaitAsked(pod);
            return webhook;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void register(String port, String authority) {
        TestCluster.apply(
                """
                apiVersion: admissionregistration.k8s.io/v1
                kind: MutatingWebhookConfiguration
                metadata: {name: %1$s}
                webhooks:
                - name: changes.e2e.test
                  admissionReviewVersions: [v1]
                  sideEffects: None
                  failurePolicy: Fail
                  timeoutSeconds: 30
                  clientConfig: {url: "https://127.0.0.1:%2$s/", caBundle: %3$s}
                  namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
                  rules: [{apiGroups: [""], apiVersions: [v1], operations: [UPDATE], resources: [pods/ephemeralcontainers]}]
                """
                        .formatted(
                                namespace.name(),
                                port.strip(),
                                Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.US_ASCII))));
    }

    private void awaitAsked(String pod) throws IOException {
        for (int i = 0; i < 100; i++) {
            namespace.addDry(pod);
            if (Files.readString(log).contains("asked about " + pod)) {
                return;
            }
            TestNamespace.pause(200);
        }
        throw new AssertionError("the webhook is not asked: " + Files.readString(log));
    }

    private static String keytool(Object... words) {
        List<String> command = new java.util.ArrayList<>(List.of(java("keytool")));
        for (Object word : words) {
            command.add(word.toString());
        }
        return Finished.of(new ProcessBuilder(command), "", Duration.ofMinutes(1))
                .orFail();
    }

    private static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    @Override
    public void close() {
        TestCluster.kubectl("delete", "mutatingwebhookconfiguration", namespace.name());
        process.destroy();
    }
}
