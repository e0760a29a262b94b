package io.jenkins.plugins.distrolessscan.engine.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.distrolessscan.engine.SilentCluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Connection;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** What is settled before the cluster is asked anything. */
class CollectorTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

    private static Connection connection(String claims) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String token = encoder.encodeToString("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".c2ln";
        return Connection.withToken("https://api.example", token);
    }

    @Test
    void anExpiredTokenIsNotEvenShownToTheServer() {
        Collector collector = new Collector(CLOCK, new SecureRandom(), text -> {});
        ScanException e = catchThrowableOfType(
                ScanException.class,
                () -> collector.collect(
                        new SilentCluster(), connection("{\"exp\":1699999999}"), TargetScanTest.request()));
        assertThat(e.kind()).isEqualTo(ScanException.Kind.UNAUTHENTICATED);
        assertThat(e).hasMessageContaining("expired at 2023-11-14T22:13:19Z");
    }
}
