package io.jenkins.plugins.distrolessscan.engine.cluster;

import static io.jenkins.plugins.distrolessscan.engine.cluster.FabricClusterTest.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.cluster.ScriptedServer.Script;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that wants to fill our memory, our disk or our time gets none of it. */
class HostileServerTest {
    private static TestAuthority authority;

    @BeforeAll
    static void issue() throws Exception {
        authority = new TestAuthority("test-ca");
    }

    private static ScanException version(Script script) throws Exception {
        try (ScriptedServer server = new ScriptedServer(authority.server("127.0.0.1"), script);
                FabricCluster cluster = Connections.cluster(server, authority)) {
            return failure(cluster::version);
        }
    }

    @Test
    void anAnswerWithoutEndIsCutOff() throws Exception {
        String chunk = " ".repeat(64 << 10);
        long[] sent = {0};
        ScanException e = version((r, wire) -> {
            wire.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                wire.chunk(chunk);
                sent[0] += chunk.length();
            }
        });
        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(e).hasMessageContaining("larger than anything a Kubernetes API sends");
        // We read 8 MiB; the rest is what the buffers between us hold.
        assertThat(sent[0]).isLessThan(128L << 20);
    }

    @Test
    void aCompressedAnswerCountsByWhatComesOut() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++) {
                gzip.write(zeros);
            }
        }
        ScanException e = version((r, wire) -> {
            wire.raw("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + bomb.size() + "\r\n\r\n");
            bomb.writeTo(wire.out());
            wire.out().flush();
        });
        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
    }

    @Test
    void anErrorWithoutEndIsCutOffToo() throws Exception {
        ScanException e = version((r, wire) -> {
            wire.raw("HTTP/1.1 403 X\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                wire.chunk("x".repeat(64 << 10));
            }
        });
        assertThat(e.getMessage().length()).isLessThan(3_000);
    }

    @Test
    void deepAndOddJsonIsNotUnderstood() throws Exception {
        for (String body : new String[] {
            "{\"a\":".repeat(50_000),
            "[".repeat(100_000),
            "{\"gitVersion\":" + "1".repeat(5_000) + "}",
            "{\"gitVersion\"",
            "\u0000\u0000"
        }) {
            assertThat(version((r, wire) -> wire.json(200, body)).kind()).isEqualTo(Kind.UNSUPPORTED);
        }
    }

    @Test
    void fieldsOfOtherKindsThanTheApiHasAreReadAsNothing() throws Exception {
        String odd =
                "{\"metadata\":{\"name\":[1],\"labels\":7,\"ownerReferences\":\"x\",\"creationTimestamp\":\"soon\"},"
                        + "\"spec\":{\"containers\":{\"a\":1},\"volumes\":3,\"ephemeralContainers\":[7,null,{}]},"
                        + "\"status\":{\"containerStatuses\":\"x\"}}";
        try (ScriptedServer server =
                        new ScriptedServer(authority.server("127.0.0.1"), (r, wire) -> wire.json(200, odd));
                FabricCluster cluster = Connections.cluster(server, authority)) {
            assertThat(cluster.pod("shop", "web-0").labels()).isEmpty();
        }
    }

    @Test
    void headersWithoutEndAreCutOff() throws Exception {
        ScanException e = version((r, wire) -> {
            wire.raw("HTTP/1.1 200 OK\r\n");
            while (true) {
                wire.raw("X-Header: " + "x".repeat(4_000) + "\r\n");
            }
        });
        assertThat(e.kind()).isEqualTo(Kind.CONNECTION);
    }

    /** Without an end of its own the call would last as long as the server drips, here for ever. */
    @Test
    @Timeout(120)
    void anAnswerThatDripsIsGivenUp() throws Exception {
        Script drip = (r, wire) -> {
            wire.raw("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
            while (true) {
                wire.raw(" ");
                Thread.sleep(50);
            }
        };
        Timeouts impatient = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(30));
        try (ScriptedServer server = new ScriptedServer(authority.server("127.0.0.1"), drip);
                FabricCluster cluster =
                        Connections.cluster(Connections.token(server.url(), authority.pem()), impatient)) {
            assertThat(failure(cluster::version).kind()).isEqualTo(Kind.CONNECTION);
        }
    }
}
