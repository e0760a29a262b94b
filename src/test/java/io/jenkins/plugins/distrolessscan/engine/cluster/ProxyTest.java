package io.jenkins.plugins.distrolessscan.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A proxy is used when it is given, and sees a name and encrypted bytes only. */
class ProxyTest {
    private static TestAuthority authority;

    @BeforeAll
    static void issue() throws Exception {
        authority = new TestAuthority("test-ca");
    }

    private static Connection through(String server, String proxy) throws Exception {
        return Connections.token(server, authority.pem()).through(Optional.of(proxy));
    }

    /** A proxy that may want a login, and passes bytes on after CONNECT. */
    private static ScriptedServer proxy(int port, String login) throws IOException {
        ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        return new ScriptedServer(socket, (request, wire) -> {
            if (!login.isEmpty() && !request.header("Proxy-Authorization").equals(login)) {
                wire.send(407, "Proxy-Authenticate: Basic realm=\"p\"\r\n", "");
                return;
            }
            wire.raw("HTTP/1.1 200 OK\r\n\r\n");
            try (Socket server = new Socket("127.0.0.1", port)) {
                Thread back = new Thread(() -> copy(server, wire.socket()), "scripted-server back");
                back.setDaemon(true);
                back.start();
                copy(wire.socket(), server);
            }
        });
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            byte[] bytes = new byte[4096];
            int n;
            while ((n = in.read(bytes)) > 0) {
                to.getOutputStream().write(bytes, 0, n);
                to.getOutputStream().flush();
            }
        } catch (IOException e) {
            // One side is gone.
        }
    }

    @Test
    void theProxyIsAskedToConnectAndSeesNoToken() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                        authority.server("127.0.0.1"), (r, wire) -> wire.json(200, "{\"gitVersion\":\"v1.34.4\"}"));
                ScriptedServer proxy = proxy(server.port(), "");
                FabricCluster cluster =
                        Connections.cluster(through(server.url(), "http://127.0.0.1:" + proxy.port()))) {
            assertThat(cluster.version()).isEqualTo("v1.34.4");
            assertThat(proxy.requests()).singleElement().satisfies(request -> {
                assertThat(request.method()).isEqualTo("CONNECT");
                assertThat(request.path()).isEqualTo("127.0.0.1:" + server.port());
                assertThat(request.toString()).doesNotContain("eyJ");
            });
        }
    }

    @Test
    void theProxysLoginIsOfferedOnceAndNamedWhenMissing() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                        authority.server("127.0.0.1"), (r, wire) -> wire.json(200, "{\"gitVersion\":\"v1.34.4\"}"));
                ScriptedServer proxy = proxy(server.port(), "Basic dTpodW50ZXIy")) {
            String at = "127.0.0.1:" + proxy.port();
            try (FabricCluster cluster = Connections.cluster(through(server.url(), "http://u:hunter2@" + at))) {
                assertThat(cluster.version()).isEqualTo("v1.34.4");
                assertThat(server.requests().get(0).headers()).doesNotContainKey("proxy-authorization");
            }
            for (String login : new String[] {"", "u:wrong@"}) {
                try (FabricCluster cluster = Connections.cluster(through(server.url(), "http://" + login + at))) {
                    ScanException e = FabricClusterTest.failure(cluster::version);
                    assertThat(e.kind()).isEqualTo(Kind.CONNECTION);
                    assertThat(e).hasMessageContaining("proxy");
                }
            }
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aProxyThatIsNoneIsRefusedWithoutRepeatingItsPassword() throws Exception {
        for (String url : new String[] {
            "",
            "proxy.example:3128",
            "https://proxy.example:3128",
            "socks5://u:hunter2@p:1",
            "http://u:hunter2@proxy",
            "http://u:hunter2@pro xy:1"
        }) {
            Connection connection = through("https://127.0.0.1:1", url);
            ScanException e = FabricClusterTest.failure(
                    () -> Connections.cluster(connection).close());
            assertThat(e.kind()).isEqualTo(Kind.CONFIGURATION);
            assertThat(e).hasMessageNotContaining("hunter2").hasNoCause();
            assertThat(connection.toString()).doesNotContain("hunter2");
        }
    }
}
