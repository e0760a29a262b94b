package io.jenkins.plugins.distrolessscan.engine.cluster;

import static io.jenkins.plugins.distrolessscan.engine.cluster.FabricClusterTest.failure;
import static io.jenkins.plugins.distrolessscan.engine.cluster.ScriptedCluster.authority;
import static io.jenkins.plugins.distrolessscan.engine.cluster.ScriptedCluster.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.jenkins.plugins.distrolessscan.engine.cluster.ScriptedServer.Script;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A log comes as it is written, and its end is its end. */
class FollowLogTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static InputStream log(FabricCluster cluster) throws ScanException {
        return cluster.followLog("shop", "web-0", "distroless-scan-1").orElseThrow();
    }

    @Test
    void linesComeBeforeTheLogEnds() throws Exception {
        CountDownLatch firstRead = new CountDownLatch(1);
        Script slow = (r, wire) -> {
            wire.raw(HEAD);
            wire.chunk("a\n");
            firstRead.await(60, TimeUnit.SECONDS);
            wire.chunk("b\n");
            wire.raw("0\r\n\r\n");
        };
        with(
                slow,
                (cluster, server) -> assertTimeoutPreemptively(Duration.ofSeconds(120), () -> {
                    try (BufferedReader lines = new BufferedReader(new InputStreamReader(log(cluster)))) {
                        assertThat(lines.readLine()).isEqualTo("a");
                        firstRead.countDown();
                        assertThat(lines.readLine()).isEqualTo("b");
                        assertThat(lines.readLine()).isNull();
                    }
                    assertThat(server.requests().get(0).path())
                            .isEqualTo(
                                    "/api/v1/namespaces/shop/pods/web-0/log?follow=true&container=distroless-scan-1");
                }));
    }

    @Test
    void aBusyServerAndABrokenConnectionAreAskedAgainAsNothingWasReadYet() throws Exception {
        for (int code : new int[] {0, 429, 500, 502, 503}) {
            AtomicInteger asked = new AtomicInteger();
            Script busyOnce = (r, wire) -> {
                if (asked.incrementAndGet() > 1) {
                    wire.raw(HEAD);
                    wire.chunk("a\n");
                    wire.raw("0\r\n\r\n");
                } else if (code == 0) {
                    wire.socket().close();
                } else {
                    wire.status(code, "x", "try again");
                }
            };
            with(busyOnce, (cluster, server) -> {
                try (InputStream in = log(cluster)) {
                    assertThat(in.readAllBytes())
                            .as("after %d", code)
                            .asString()
                            .isEqualTo("a\n");
                }
                assertThat(asked).hasValue(2);
            });
        }
    }

    @Test
    void aContainerThatWaitsToStartHasNoLogYet() throws Exception {
        for (String text : new String[] {
            "container \"x\" in pod \"web-0\" is waiting to start: ContainerCreating",
            "container \"x\" in pod \"web-0\" is not available"
        }) {
            with(
                    (r, wire) -> wire.status(400, "BadRequest", text),
                    (cluster, server) ->
                            assertThat(cluster.followLog("shop", "web-0", "x")).isEmpty());
        }
        with(
                (r, wire) -> wire.status(
                        404, "NotFound", "the server could not find the requested resource ( pods/log web-0)"),
                (cluster, server) ->
                        assertThat(cluster.followLog("shop", "web-0", "x")).isEmpty());
        with(
                (r, wire) -> wire.status(404, "NotFound", "pods \"web-0\" not found"),
                (cluster, server) -> assertThat(failure(() -> cluster.followLog("shop", "web-0", "x"))
                                .kind())
                        .isEqualTo(Kind.NOT_FOUND));
        with(
                (r, wire) -> wire.status(400, "BadRequest", "container x is not valid for pod web-0"),
                (cluster, server) -> assertThat(failure(() -> cluster.followLog("shop", "web-0", "x"))
                                .kind())
                        .isEqualTo(Kind.UNSUPPORTED));
    }

    @Test
    void aMissingLogRightComesWithItsRule() throws Exception {
        with(
                (r, wire) -> wire.status(403, "Forbidden", "pods \"web-0\" is forbidden: User \"s\" cannot get"),
                (cluster, server) ->
                        assertThat(failure(() -> log(cluster))).hasMessageContaining("resources: [\"pods/log\"]"));
    }

    @Test
    void theNodesWordThatTheLogIsGoneIsNotALog() throws Exception {
        String gone = "unable to retrieve container logs for containerd://1234";
        with((r, wire) -> wire.send(200, "", gone), (cluster, server) -> {
            try (InputStream in = log(cluster)) {
                assertThatThrownBy(in::readAllBytes)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("no longer has the container's log");
            }
        });
        // A log that only begins like it is a log.
        with((r, wire) -> wire.send(200, "", "unable to read\n"), (cluster, server) -> {
            try (InputStream in = log(cluster)) {
                assertThat(in.readAllBytes()).asString().isEqualTo("unable to read\n");
            }
        });
        with((r, wire) -> wire.send(200, "", ""), (cluster, server) -> {
            try (InputStream in = log(cluster)) {
                assertThat(in.read()).isEqualTo(-1);
            }
        });
    }

    @Test
    void aLogThatIsCutIsAnErrorAndNotAnEnd() throws Exception {
        Script cut = (r, wire) -> {
            wire.raw(HEAD);
            wire.chunk("begin\n");
            wire.socket().close();
        };
        with(cut, (cluster, server) -> {
            try (InputStream in = log(cluster)) {
                assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
            }
        });
    }

    @Test
    void alogThatNeverEndsIsGivenUpInTime() throws Exception {
        Script silent = (r, wire) -> {
            if (r.path().equals("/version")) {
                wire.json(200, "{\"gitVersion\":\"v1.34.4\"}");
                return;
            }
            wire.raw(HEAD);
            wire.chunk("begin\n");
            Thread.sleep(300_000);
        };
        Timeouts shortly = new Timeouts(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(3));
        try (ScriptedServer server = new ScriptedServer(authority().server("127.0.0.1"), silent);
                FabricCluster cluster = new FabricCluster(
                        Connections.token(server.url(), authority().pem()), shortly, Retries.standard(new Random(1)))) {
            // The connection is there when the log's time begins; a very busy machine may need all of it even so.
            cluster.version();
            assertTimeoutPreemptively(
                    Duration.ofSeconds(120),
                    () -> assertThatThrownBy(() -> {
                                try (InputStream in = log(cluster)) {
                                    in.readAllBytes();
                                }
                            })
                            .isInstanceOfAny(IOException.class, ScanException.class));
        }
    }

    @Test
    void closingTheClusterEndsAReaderInAnotherThread() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        Script silent = (r, wire) -> {
            wire.raw(HEAD);
            wire.chunk("begin\n");
            Thread.sleep(300_000);
        };
        with(silent, (cluster, server) -> {
            FutureTask<String> reader = new FutureTask<>(() -> {
                try (InputStream in = log(cluster)) {
                    in.read();
                    reading.countDown();
                    return new String(in.readAllBytes());
                } catch (IOException e) {
                    return "ended";
                }
            });
            new Thread(reader).start();
            assertThat(reading.await(60, TimeUnit.SECONDS)).isTrue();
            cluster.close();
            assertThat(reader.get(60, TimeUnit.SECONDS)).isEqualTo("ended");
        });
    }

    @Test
    void closingALogThatStillRunsFreesItsConnection() throws Exception {
        Script endless = (r, wire) -> {
            wire.raw(HEAD);
            while (true) {
                wire.chunk("x\n");
                Thread.sleep(20);
            }
        };
        with(endless, (cluster, server) -> {
            InputStream in = log(cluster);
            assertThat(in.read()).isEqualTo('x');
            in.close();
            long limit = System.nanoTime() + 60_000_000_000L;
            while (server.openConnections() > 0 && System.nanoTime() < limit) {
                Thread.sleep(20);
            }
            assertThat(server.openConnections()).isZero();
        });
    }

    @Test
    void anInterruptedCallEndsAtOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        Script silent = (r, wire) -> {
            asked.countDown();
            Thread.sleep(300_000);
        };
        with(silent, (cluster, server) -> {
            FutureTask<Optional<Kind>> call = new FutureTask<>(() -> {
                try {
                    cluster.version();
                    return Optional.empty();
                } catch (ScanException e) {
                    assertThat(Thread.currentThread().isInterrupted()).isTrue();
                    return Optional.of(e.kind());
                }
            });
            Thread thread = new Thread(call);
            thread.start();
            assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
            thread.interrupt();
            assertThat(call.get(60, TimeUnit.SECONDS)).contains(Kind.INTERRUPTED);
        });
    }
}
