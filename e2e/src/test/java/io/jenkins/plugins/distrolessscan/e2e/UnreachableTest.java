package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers that do not answer, that cannot be trusted, and credentials that they do not take: exit 3 and what to do. */
class UnreachableTest {
    @RegisterExtension
    static final TestNamespace NAMESPACE = TestNamespace.open("unreachable");

    private static TestNamespace.Access access;

    @BeforeAll
    static void account() {
        access = NAMESPACE.scanner();
    }

    private static Scan.Result scan(String server, String ca, String token) {
        return Scan.to(server, ca, token).pod(NAMESPACE, "any").run();
    }

    @Test
    void aServerThatRefusesTheConnectionIsNamed() throws IOException {
        try (Socket silent = new Socket()) {
            // Bound, so that nobody else gets the port, but not listening.
            silent.bind(new InetSocketAddress("127.0.0.1", 0));
            String server = "https://127.0.0.1:" + silent.getLocalPort();
            scan(server, TestCluster.ca(), access.token()).ended(3, server);
        }
    }

    @Test
    void aServerThatNeverAnswersDoesNotHoldTheScanForEver() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String server = "https://127.0.0.1:" + silent.getLocalPort();
            Scan.Result result = Scan.to(server, TestCluster.ca(), access.token())
                    .pod(NAMESPACE, "any")
                    .with("--timeout", "20s")
                    .run()
                    .ended(3, server);
            assertThat(result.finished().took()).isLessThan(Duration.ofSeconds(180));
        }
    }

    @Test
    void aHostNameThatDoesNotResolveIsNamed() {
        scan("https://no-such-host.invalid:6443", TestCluster.ca(), access.token())
                .ended(3, "no-such-host.invalid");
    }

    @Test
    void aServerOfAnotherAuthorityGetsNoToken() {
        String other = new String(resource("other-ca.pem"), StandardCharsets.US_ASCII);
        int before = callsSeen();
        scan(TestCluster.server(), other, access.token()).ended(3, "certificate");
        assertThat(callsSeen()).isEqualTo(before);
    }

    private static int callsSeen() {
        return TestCluster.own() ? Node.calls(access.user()).size() : 0;
    }

    @Test
    void aServerUnderAnotherNameGetsNoToken() {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                TestCluster.server().equals("https://127.0.0.1:6443"),
                "needs the project's own cluster, which listens on every loopback address under one certificate");
        scan("https://127.0.0.2:6443", TestCluster.ca(), access.token()).ended(3, "127.0.0.2");
    }

    @Test
    void aTokenThatTheServerDoesNotKnowIsRefused() {
        scan(TestCluster.server(), TestCluster.ca(), "not-a-token-of-this-cluster")
                .ended(3, "token");
    }

    @Test
    void anExpiredTokenIsCalledExpired() {
        String expired = SignedToken.of(access.user(), Instant.now().minus(Duration.ofHours(2)), Duration.ofHours(1));
        scan(TestCluster.server(), TestCluster.ca(), expired).ended(3, "expired");
    }

    @Test
    void aTokenOfADeletedAccountIsRefused() {
        TestNamespace.Access gone = NAMESPACE.scanner("gone", TestNamespace.LEAST_PRIVILEGE);
        TestCluster.kubectl("-n", NAMESPACE.name(), "delete", "serviceaccount", "gone");
        Scan.of(gone).pod(NAMESPACE, "any").run().ended(3, "token");
    }

    private static byte[] resource(String name) {
        try (var in = UnreachableTest.class.getResourceAsStream("/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
