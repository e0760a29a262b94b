package io.jenkins.plugins.distrolessscan.engine.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.distrolessscan.engine.SilentCluster;
import io.jenkins.plugins.distrolessscan.engine.TestPace;
import io.jenkins.plugins.distrolessscan.engine.cluster.Connection;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.probe.KeyRing;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** What is settled before the cluster is asked anything. */
class CollectorTest {
    private static final TestPace PACE = new TestPace(Instant.ofEpochSecond(1_700_000_000));

    private static Connection connection(String claims) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String token = encoder.encodeToString("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".c2ln";
        return Connection.withToken("https://api.example", token);
    }

    /** By an hour more than clocks may differ. */
    @Test
    void aTokenThatIsSurelyExpiredIsNotEvenShownToTheServer() {
        Collector collector = new Collector(PACE, new SecureRandom(), new KeyRing(new SecureRandom()), text -> {});
        ScanException e = catchThrowableOfType(
                ScanException.class,
                () -> collector.collect(
                        new SilentCluster(), connection("{\"exp\":1699996399}"), TargetScanTest.request()));
        assertThat(e.kind()).isEqualTo(ScanException.Kind.UNAUTHENTICATED);
        assertThat(e).hasMessageContaining("expired at 2023-11-14T21:13:19Z");
    }
}
