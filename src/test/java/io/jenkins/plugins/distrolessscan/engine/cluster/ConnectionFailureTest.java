package io.jenkins.plugins.distrolessscan.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes wrong below HTTP ends in a sentence that says what to do, and never in a weaker check. */
class ConnectionFailureTest {
    private static final ScriptedServer.Script VERSION = (r, wire) -> wire.json(200, "{\"gitVersion\":\"v1.34.4\"}");

    private static TestAuthority authority;

    @BeforeAll
    static void issue() throws Exception {
        authority = new TestAuthority("test-ca");
    }

    private static ScanException versionOf(Connection connection) throws Exception {
        try (FabricCluster cluster = Connections.cluster(connection)) {
            return FabricClusterTest.failure(cluster::version);
        }
    }

    private static ScanException versionOf(SSLContext tls, String host, String ca) throws Exception {
        try (ScriptedServer server = new ScriptedServer(tls, VERSION)) {
            ScanException failure = versionOf(Connections.token("https://" + host + ":" + server.port(), ca));
            assertThat(server.requests()).as("no request, so no token").isEmpty();
            return failure;
        }
    }

    @Test
    void aRefusedPortNamesServerAndPlace() throws Exception {
        try (Socket silent = new Socket()) {
            // Bound, so that nobody else gets the port, but not listening.
            silent.bind(new InetSocketAddress("127.0.0.1", 0));
            String url = "https://127.0.0.1:" + silent.getLocalPort();
            ScanException e = versionOf(Connections.token(url, authority.pem()));
            assertThat(e.kind()).isEqualTo(Kind.CONNECTION);
            assertThat(e).hasMessageContaining(url + " cannot be reached from here");
        }
    }

    @Test
    void aNameThatCannotBeFoundIsNamed() throws Exception {
        ScanException e = versionOf(Connections.token("https://api.cluster.invalid:6443", authority.pem()));
        assertThat(e.kind()).isEqualTo(Kind.CONNECTION);
        assertThat(e).hasMessageContaining("the name api.cluster.invalid cannot be found");
    }

    @Test
    void aProxyThatCannotBeFoundIsNotTakenForTheServer() throws Exception {
        ScanException e = versionOf(Connections.token("https://127.0.0.1:6443", authority.pem())
                .through(Optional.of("http://proxy.cluster.invalid:3128")));
        assertThat(e.kind()).isEqualTo(Kind.CONNECTION);
        assertThat(e).hasMessageContaining("the name of the proxy cannot be found; check the proxy setting");
    }

    @Test
    @Timeout(120)
    void aServerThatNeverAnswersIsGivenUp() throws Exception {
        Timeouts shortly = new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
        try (ScriptedServer server =
                        new ScriptedServer(authority.server("127.0.0.1"), (r, wire) -> Thread.sleep(300_000));
                FabricCluster cluster = new FabricCluster(
                        Connections.token(server.url(), authority.pem()),
                        shortly,
                        new Retries(3, Duration.ofMillis(1), Duration.ofMillis(1), new Random(1), Pace.system()))) {
            ScanException e = FabricClusterTest.failure(cluster::version);
            assertThat(e.kind()).isEqualTo(Kind.CONNECTION);
            assertThat(e).hasMessageContaining("did not answer within 1 s");
            // On a busy machine the time may be over before the request is there.
            assertThat(server.requests()).as("a timeout is not repeated").hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void anUntrustedCertificateIsDescribed() throws Exception {
        ScanException e = versionOf(
                authority.server("127.0.0.1", "api.example"), "127.0.0.1", new TestAuthority("other-ca").pem());
        assertThat(e.kind()).isEqualTo(Kind.CONNECTION);
        assertThat(e)
                .hasMessageContaining("is not trusted")
                .hasMessageContaining("a certificate of CN=api-server-of-test, issued by CN=test-ca")
                .hasMessageContaining("for the names 127.0.0.1, api.example")
                .hasMessageContaining("The given CA certificate did not issue it")
                .hasMessageContaining("kube-root-ca.crt");
    }

    @Test
    void withoutAGivenAuthorityTheJvmsAreAsked() throws Exception {
        try (ScriptedServer server = new ScriptedServer(authority.server("127.0.0.1"), VERSION)) {
            ScanException e = versionOf(Connection.withToken(server.url(), "t"));
            assertThat(e).hasMessageContaining("Give the cluster's CA certificate (PEM)");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws Exception {
        ScanException e = versionOf(authority.server("api.example", "192.0.2.1"), "127.0.0.1", authority.pem());
        assertThat(e.kind()).isEqualTo(Kind.CONNECTION);
        assertThat(e)
                .hasMessageContaining("is not for the name 127.0.0.1")
                .hasMessageContaining("for the names api.example, 192.0.2.1");
    }

    @Test
    void anExpiredCertificateSaysSo() throws Exception {
        ScanException e = versionOf(authority.expiredServer("127.0.0.1"), "127.0.0.1", authority.pem());
        assertThat(e.kind()).isEqualTo(Kind.CONNECTION);
        assertThat(e).hasMessageContaining("is not valid at this time").hasMessageContaining("renewed");
    }

    @Test
    void aPortThatSpeaksPlainHttpSaysSo() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Thread answering = new Thread(() -> {
                try (var socket = plain.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
                    socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                } catch (java.io.IOException e) {
                    // The client closes.
                }
            });
            answering.setDaemon(true);
            answering.start();
            ScanException e =
                    versionOf(Connections.token("https://127.0.0.1:" + plain.getLocalPort(), authority.pem()));
            assertThat(e.kind()).isEqualTo(Kind.CONNECTION);
            assertThat(e).hasMessageContaining("does not speak TLS");
        }
    }

    @Test
    void aServerThatOnlySpeaksOldTlsIsRefused() throws Exception {
        SSLServerSocket socket = (SSLServerSocket)
                authority.server("127.0.0.1").getServerSocketFactory().createServerSocket(0);
        // The JVM may have it switched off altogether; both ends in no connection.
        socket.setEnabledProtocols(new String[] {"TLSv1.1"});
        try (ScriptedServer server = new ScriptedServer(socket, VERSION)) {
            ScanException e = versionOf(Connections.token(server.url(), authority.pem()));
            assertThat(e.kind()).isEqualTo(Kind.CONNECTION);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aServerThatWantsAClientCertificateSaysSo() throws Exception {
        SSLServerSocket socket = (SSLServerSocket)
                authority.server("127.0.0.1").getServerSocketFactory().createServerSocket(0);
        socket.setNeedClientAuth(true);
        try (ScriptedServer server = new ScriptedServer(socket, VERSION)) {
            ScanException e = versionOf(Connections.token(server.url(), authority.pem()));
            assertThat(e.kind()).isEqualTo(Kind.CONNECTION);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void urlsThatWouldCarryATokenInTheClearOrASecretAreRefusedWithoutRepeatingIt() {
        for (String url : new String[] {
            "http://api.example:6443",
            "",
            "api.example",
            "https://",
            "https://user:hunter2@api.example",
            "https://api.example/?token=hunter2",
            "https://api.example/#hunter2",
            "ftp://api.example",
            "https://api.example hunter2"
        }) {
            ScanException e = FabricClusterTest.failure(
                    () -> new FabricCluster(Connections.token(url, authority.pem()), Timeouts.standard()).close());
            assertThat(e.kind()).as(url).isEqualTo(Kind.CONFIGURATION);
            assertThat(e).hasMessageNotContaining("hunter2").hasNoCause();
        }
    }

    @Test
    void materialThatIsNoneIsRefusedBeforeAnyConnection() throws Exception {
        String[] client = authority.client("x");
        assertThat(material("nothing", Optional.empty(), Optional.empty())).contains("holds no certificate");
        assertThat(material(
                        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
                        Optional.empty(),
                        Optional.empty()))
                .contains("cannot be read");
        assertThat(material("-----BEGIN CERTIFICATE-----\nAAAA", Optional.empty(), Optional.empty()))
                .contains("cannot be read");
        assertThat(material(authority.pem(), Optional.of(client[0]), Optional.empty()))
                .contains("without its key");
        assertThat(material(authority.pem(), Optional.of(client[0]), Optional.of("-----BEGIN PRIVATE KEY-----\n!\n")))
                .contains("client certificate");
        assertThat(material(
                        authority.pem(),
                        Optional.of(client[0]),
                        Optional.of("-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n")))
                .contains("cannot be used");
        String encrypted = "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
                + "DEK-Info: AES-256-CBC,00000000000000000000000000000000\n\nAAAA\n-----END EC PRIVATE KEY-----\n";
        assertThat(material(authority.pem(), Optional.of(client[0]), Optional.of(encrypted)))
                .contains("is encrypted");
    }

    private static String material(String ca, Optional<String> certificate, Optional<String> key) {
        Connection connection = new Connection(
                "https://127.0.0.1:1",
                Optional.of(ca),
                certificate.isPresent() ? Optional.empty() : Optional.of("t"),
                certificate,
                key,
                Optional.empty(),
                Optional.empty());
        ScanException e = FabricClusterTest.failure(() -> new FabricCluster(connection, Timeouts.standard()).close());
        assertThat(e.kind()).isEqualTo(Kind.CONFIGURATION);
        return e.getMessage();
    }

    @Test
    void tokensThatNoHeaderCanHoldAreRefusedWithoutRepeatingThem() throws Exception {
        for (String token : new String[] {"", "hun ter2", "hunter2\n", "hunter2\r\nX: y", "hünter2", "hunter2\u0000"}) {
            ScanException e = FabricClusterTest.failure(() -> new FabricCluster(
                            Connections.token("https://127.0.0.1:1", authority.pem(), token), Timeouts.standard())
                    .close());
            assertThat(e.kind()).isEqualTo(Kind.CONFIGURATION);
            assertThat(e).hasMessageNotContaining("hunter2").hasNoCause();
        }
    }
}
