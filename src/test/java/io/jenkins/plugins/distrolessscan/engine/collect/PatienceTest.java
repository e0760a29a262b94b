package io.jenkins.plugins.distrolessscan.engine.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.TestPace;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A server that is away for a moment is waited for, one that says no is not. */
class PatienceTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:00Z");

    private final TestPace pace = new TestPace(NOW);
    private final AtomicInteger asked = new AtomicInteger();

    private String answer(int failures, Kind kind) throws ScanException {
        if (asked.incrementAndGet() <= failures) {
            throw new ScanException(kind, "no " + asked);
        }
        return "yes";
    }

    @Test
    void aServerThatComesBackInTimeIsAskedUntilItDoes() throws Exception {
        assertThat(new Patience(pace).until(NOW.plusSeconds(60), () -> answer(5, Kind.CONNECTION)))
                .isEqualTo("yes");
        assertThat(pace.slept()).isEqualTo(Duration.ofMillis(500 + 1_000 + 2_000 + 4_000 + 4_000));
    }

    @Test
    void theLastFailureIsToldWhenTheTimeIsOver() {
        assertThatThrownBy(() -> new Patience(pace).until(NOW.plusSeconds(10), () -> answer(99, Kind.CONNECTION)))
                .hasMessage("no 5");
        assertThat(pace.slept()).isLessThanOrEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aRefusalIsFinal() {
        for (Kind kind : Kind.values()) {
            if (kind != Kind.CONNECTION) {
                asked.set(0);
                assertThatThrownBy(() -> new Patience(pace).until(NOW.plusSeconds(60), () -> answer(1, kind)))
                        .isInstanceOf(ScanException.class);
            }
        }
        assertThat(pace.slept()).isZero();
    }
}
