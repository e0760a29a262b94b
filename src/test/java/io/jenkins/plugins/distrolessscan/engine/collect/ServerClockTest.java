package io.jenkins.plugins.distrolessscan.engine.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.TestPace;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A scan goes by the API server's clock, says how far its own is off, and does not work with a clock that is wrong. */
class ServerClockTest {
    private final TestPace own = new TestPace(Instant.parse("2026-11-23T10:15:00Z"));

    @Test
    void aClockThatIsAboutRightIsKept() throws Exception {
        assertThat(ServerClock.pace(own, Duration.ofSeconds(2))).isSameAs(own);
        assertThat(ServerClock.difference(Duration.ofSeconds(-2))).isEmpty();
    }

    @Test
    void aClockThatIsOffIsCorrectedAndTold() throws Exception {
        Duration ahead = Duration.ofMinutes(-10);
        assertThat(ServerClock.pace(own, ahead).now()).isEqualTo(own.now().minusSeconds(600));
        assertThat(ServerClock.difference(ahead)).get().asString().contains("600 s ahead of the API server's");
        assertThat(ServerClock.difference(ahead.negated())).get().asString().contains("600 s behind the API server's");
    }

    @Test
    void aClockThatIsWrongEndsTheScanWithThatSentence() {
        for (long hours : new long[] {2, -2}) {
            assertThatThrownBy(() -> ServerClock.pace(own, Duration.ofHours(hours)))
                    .hasMessageContaining("The clock of this machine is 7200 s")
                    .hasMessageContaining("set the clock");
        }
    }
}
