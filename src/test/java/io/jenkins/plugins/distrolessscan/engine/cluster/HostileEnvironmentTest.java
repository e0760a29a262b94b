package io.jenkins.plugins.distrolessscan.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent's environment can name another cluster, another proxy and trust in everybody. A JVM is started with all of
 * that, and the client in it behaves as if there was nothing.
 */
class HostileEnvironmentTest {
    @TempDir
    Path folder;

    /** The program in the other JVM: what the environment would do to others, and what it does to us. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) throws Exception {
            String url = args[0];
            String ca = Files.readString(Path.of(args[1]));
            String otherCa = Files.readString(Path.of(args[2]));
            Config automatic = new ConfigBuilder().build();
            System.out.println("fabric8 server: " + automatic.getMasterUrl());
            System.out.println("fabric8 trusts all: " + automatic.isTrustCerts());
            System.out.println("fabric8 proxy: " + automatic.getHttpsProxy());
            System.out.println("right CA: " + version(url, ca));
            System.out.println("other CA: " + version(url, otherCa));
            System.out.println("other name: " + version(url.replace("127.0.0.1", "localhost"), ca));
            System.out.println("---");
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", Integer.parseInt(url.replaceAll(".*:", ""))), 60_000);
            } catch (IOException e) {
                // The SOCKS proxy of this environment is none.
            }
            System.exit(0);
        }

        private static String version(String url, String ca) throws Exception {
            try (FabricCluster cluster = Connections.cluster(Connections.token(url, ca))) {
                return cluster.version();
            } catch (ScanException e) {
                return e.kind() + " " + e.getMessage();
            }
        }
    }

    @Test
    void nothingOfTheEnvironmentHasAnEffect() throws Exception {
        TestAuthority authority = new TestAuthority("test-ca");
        AtomicInteger trapped = new AtomicInteger();
        try (ServerSocket trap = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
                ScriptedServer server = new ScriptedServer(
                        authority.server("127.0.0.1"), (r, wire) -> wire.json(200, "{\"gitVersion\":\"v1.34.4\"}"))) {
            count(trap, trapped);
            String output = run(server, authority, trap.getLocalPort());
            assertThat(output)
                    .as("the environment is hostile to others")
                    .contains("fabric8 server: https://127.0.0.1:" + trap.getLocalPort())
                    .contains("fabric8 trusts all: true")
                    .contains("fabric8 proxy: http://127.0.0.1:" + trap.getLocalPort());
            assertThat(output)
                    .contains("right CA: v1.34.4")
                    .contains("other CA: CONNECTION")
                    .contains("other name: CONNECTION");
            assertThat(server.requests())
                    .singleElement()
                    .satisfies(r -> assertThat(r.header("Authorization")).isEqualTo("Bearer " + Connections.TOKEN));
            assertThat(trapped).as("only the plain socket of the control").hasValue(1);
        }
    }

    private String run(ScriptedServer server, TestAuthority authority, int trap) throws Exception {
        Path kubeconfig = write("kubeconfig", kubeconfig(trap));
        Files.createDirectories(folder.resolve(".kube"));
        Files.writeString(folder.resolve(".kube/config"), kubeconfig(trap));
        Path output = folder.resolve("output");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        String proxy = "127.0.0.1";
        Map<String, String> properties = Map.ofEntries(
                Map.entry("kubernetes.master", "https://127.0.0.1:" + trap),
                Map.entry("kubernetes.trust.certificates", "true"),
                Map.entry("kubernetes.disable.hostname.verification", "true"),
                Map.entry("kubernetes.auth.token", "wrong-token"),
                Map.entry("kubernetes.auth.basic.username", "wrong"),
                Map.entry("kubernetes.auth.basic.password", "wrong"),
                Map.entry("kubernetes.backwardsCompatibilityInterceptor.disable", "false"),
                Map.entry("kubernetes.impersonate.username", "wrong"),
                Map.entry("kubeconfig", kubeconfig.toString()),
                Map.entry("user.home", folder.toString()),
                Map.entry("https.proxyHost", proxy),
                Map.entry("https.proxyPort", "" + trap),
                Map.entry("http.proxyHost", proxy),
                Map.entry("http.proxyPort", "" + trap),
                // Empty: otherwise the JVM leaves loopback addresses alone, and the test would show nothing.
                Map.entry("http.nonProxyHosts", ""),
                Map.entry("socksProxyHost", proxy),
                Map.entry("socksProxyPort", "" + trap),
                Map.entry("socksNonProxyHosts", ""),
                Map.entry("javax.net.ssl.keyStore", folder.resolve("none").toString()));
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of(
                Program.class.getName(),
                server.url(),
                write("ca", authority.pem()).toString(),
                write("other", new TestAuthority("other-ca").pem()).toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        String proxyUrl = "http://127.0.0.1:" + trap;
        builder.environment()
                .putAll(Map.ofEntries(
                        Map.entry("KUBECONFIG", kubeconfig.toString()),
                        Map.entry("HOME", folder.toString()),
                        Map.entry("KUBERNETES_MASTER", "https://127.0.0.1:" + trap),
                        Map.entry("KUBERNETES_SERVICE_HOST", "127.0.0.1"),
                        Map.entry("KUBERNETES_SERVICE_PORT", "" + trap),
                        Map.entry("KUBERNETES_TRUST_CERTIFICATES", "true"),
                        Map.entry("KUBERNETES_DISABLE_HOSTNAME_VERIFICATION", "true"),
                        Map.entry("KUBERNETES_AUTH_TOKEN", "wrong-token"),
                        Map.entry("KUBERNETES_TLS_VERSIONS", "TLSv1"),
                        Map.entry("HTTPS_PROXY", proxyUrl),
                        Map.entry("https_proxy", proxyUrl),
                        Map.entry("HTTP_PROXY", proxyUrl),
                        Map.entry("http_proxy", proxyUrl),
                        Map.entry("ALL_PROXY", proxyUrl),
                        Map.entry("all_proxy", proxyUrl),
                        Map.entry("NO_PROXY", "nothing.example")));
        Process process = builder.start();
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        return Files.readString(output);
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static String kubeconfig(int trap) {
        return """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "https://127.0.0.1:%d", insecure-skip-tls-verify: true}}]
                users: [{name: u, user: {token: wrong-token}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """.formatted(trap);
    }

    /** Counts who comes, and lets nobody wait. */
    private static void count(ServerSocket trap, AtomicInteger trapped) {
        Thread thread = new Thread(
                () -> {
                    while (!trap.isClosed()) {
                        try (Socket socket = trap.accept()) {
                            trapped.incrementAndGet();
                            socket.getOutputStream().write("no\r\n".getBytes(StandardCharsets.US_ASCII));
                        } catch (IOException e) {
                            // The test is over, or the caller was quick.
                        }
                    }
                },
                "scripted-server trap");
        thread.setDaemon(true);
        thread.start();
    }
}
