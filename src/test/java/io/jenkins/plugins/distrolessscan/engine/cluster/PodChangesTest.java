package io.jenkins.plugins.distrolessscan.engine.cluster;

import static io.jenkins.plugins.distrolessscan.engine.cluster.ScriptedCluster.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.cluster.ScriptedServer.Script;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A watch tells what comes; that it ends is no fault. */
class PodChangesTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final Duration LONG = Duration.ofSeconds(60);

    private static String event(String type, String phase) {
        ObjectNode pod = Pods.json("shop", "web-0");
        ((ObjectNode) pod.path("status")).put("phase", phase);
        return "{\"type\":\"" + type + "\",\"object\":" + pod + "}\n";
    }

    private static PodFacts pod() {
        return Pods.read(Pods.json("shop", "web-0"));
    }

    @Test
    void statesComeOneByOneUntilThePodIsGone() throws Exception {
        Script told = (r, wire) -> {
            wire.raw(HEAD);
            wire.chunk(event("MODIFIED", "Pending"));
            wire.chunk("{\"type\":\"BOOKMARK\",\"object\":{}}\n");
            String later = event("ADDED", "Running");
            wire.chunk(later.substring(0, 40));
            wire.chunk(later.substring(40) + event("DELETED", "Running"));
            wire.raw("0\r\n\r\n");
        };
        with(told, (cluster, server) -> {
            try (PodChanges changes = cluster.watch(pod()).orElseThrow()) {
                assertThat(changes.next(LONG)).map(PodFacts::phase).contains("Pending");
                assertThat(changes.next(LONG)).map(PodFacts::phase).contains("Running");
                assertThat(changes.ended()).isFalse();
                assertThat(changes.next(LONG)).isEmpty();
                assertThat(changes.ended()).isTrue();
            }
            assertThat(server.requests().get(0).path())
                    .isEqualTo(
                            "/api/v1/namespaces/shop/pods?watch=true&fieldSelector=metadata.name%3dweb-0&resourceVersion="
                                    + pod().resourceVersion());
        });
    }

    @Test
    void aSilentWatchIsWaitedForNoLongerThanAsked() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        Script silent = (r, wire) -> {
            wire.raw(HEAD);
            wire.chunk(event("ADDED", "Running"));
            done.await(60, TimeUnit.SECONDS);
        };
        with(silent, (cluster, server) -> {
            try (PodChanges changes = cluster.watch(pod()).orElseThrow()) {
                assertThat(changes.next(LONG)).isPresent();
                assertThat(changes.next(Duration.ofMillis(50))).isEmpty();
                assertThat(changes.ended()).isFalse();
            } finally {
                done.countDown();
            }
        });
    }

    @Test
    void whatIsNoEventOrTooOldIsTheEnd() throws Exception {
        for (String line : new String[] {
            "no json\n", "[]\n", "{}\n", "{\"type\":\"ERROR\",\"object\":{\"code\":410}}\n", "{\"type\":\"ADDED\"", ""
        }) {
            Script odd = (r, wire) -> {
                wire.raw(HEAD);
                if (!line.isEmpty()) {
                    wire.chunk(line);
                }
                wire.raw("0\r\n\r\n");
            };
            with(odd, (cluster, server) -> {
                try (PodChanges changes = cluster.watch(pod()).orElseThrow()) {
                    assertThat(changes.next(LONG)).as(line).isEmpty();
                    assertThat(changes.ended()).as(line).isTrue();
                }
            });
        }
    }

    @Test
    void whoMayNotWatchIsAskedOnce() throws Exception {
        with((r, wire) -> wire.status(403, "Forbidden", "no"), (cluster, server) -> {
            assertThat(cluster.watch(pod())).isEqualTo(Optional.empty());
            assertThat(cluster.watch(pod())).isEmpty();
            assertThat(server.requests()).hasSize(1);
        });
        with((r, wire) -> wire.status(503, "x", "busy"), (cluster, server) -> {
            assertThat(cluster.watch(pod())).isEmpty();
            assertThat(cluster.watch(pod())).isEmpty();
            assertThat(server.requests()).hasSize(2);
        });
    }
}
