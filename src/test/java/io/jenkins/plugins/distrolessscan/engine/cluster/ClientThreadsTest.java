package io.jenkins.plugins.distrolessscan.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A client leaves no thread behind on an agent. */
class ClientThreadsTest {
    /**
     * Idle threads of the HTTP library that all its clients in a JVM share: daemons that end by themselves after ten to
     * sixty seconds without work. They belong to no client and cannot be ended by one.
     */
    private static final List<String> SHARED = List.of("OkHttp ", "Okio Watchdog", "CachedSingleThreadScheduler");

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> !t.getName().startsWith("scripted-server"))
                .collect(Collectors.toSet());
    }

    @Test
    void closingEndsAllThreadsAlsoThoseThatWaitForALog() throws Exception {
        TestAuthority authority = new TestAuthority("test-ca");
        ScriptedServer.Script script = (r, wire) -> {
            if (r.path().contains("/log")) {
                wire.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                wire.chunk("begin\n");
                Thread.sleep(300_000);
            } else {
                wire.json(200, "{\"gitVersion\":\"v1.34.4\"}");
            }
        };
        Set<Thread> before = threads();
        try (ScriptedServer server = new ScriptedServer(authority.server("127.0.0.1"), script)) {
            FabricCluster cluster = Connections.cluster(server, authority);
            for (int i = 0; i < 5; i++) {
                InputStream log = cluster.followLog("shop", "web-" + i, "x").orElseThrow();
                assertThat(log.read()).isEqualTo('b');
                cluster.version();
            }
            assertThat(own(before)).as("threads that wait for logs").isNotEmpty();
            cluster.close();
            long limit = System.nanoTime() + 60_000_000_000L;
            while (!own(before).isEmpty() && System.nanoTime() < limit) {
                Thread.sleep(20);
            }
            assertThat(own(before)).isEmpty();
        }
        Set<Thread> left = threads();
        left.removeAll(before);
        assertThat(left).allSatisfy(thread -> {
            assertThat(thread.isDaemon()).isTrue();
            assertThat(SHARED).anyMatch(thread.getName()::startsWith);
        });
    }

    private static Set<String> own(Set<Thread> before) {
        return threads().stream()
                .filter(t -> !before.contains(t))
                .map(Thread::getName)
                .filter(name -> name.startsWith("distroless-scan"))
                .collect(Collectors.toSet());
    }
}
