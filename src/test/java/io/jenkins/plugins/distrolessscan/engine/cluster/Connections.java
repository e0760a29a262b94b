package io.jenkins.plugins.distrolessscan.engine.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** Connections and clients as the tests of this package need them. */
final class Connections {
    /** Shaped like a ServiceAccount token; no server knows it. */
    static final String TOKEN =
            "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzeXN0ZW06c2VydmljZWFjY291bnQifQ.c2lnbmF0dXJlLW9mLXRlc3Q";

    private Connections() {}

    static Connection token(String server, String ca) {
        return token(server, ca, TOKEN);
    }

    static Connection token(String server, String ca, String token) {
        return Connection.withToken(server, token).trusting(Optional.of(ca));
    }

    static FabricCluster cluster(ScriptedServer server, TestAuthority authority) throws Exception {
        return cluster(token(server.url(), authority.pem()));
    }

    /** Times that nothing takes on a busy machine either, and retries without pauses. */
    static FabricCluster cluster(Connection connection) throws Exception {
        return cluster(
                connection, new Timeouts(Duration.ofSeconds(60), Duration.ofSeconds(120), Duration.ofSeconds(180)));
    }

    static FabricCluster cluster(Connection connection, Timeouts timeouts) throws Exception {
        return new FabricCluster(
                connection,
                timeouts,
                new Retries(3, Duration.ofMillis(1), Duration.ofMillis(1), new Random(1), Pace.system()));
    }
}
