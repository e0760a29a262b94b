package io.jenkins.plugins.distrolessscan.engine.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @Test
    void aNumberWithItsUnitIsATime() {
        assertThat(DurationText.parse("90s")).contains(Duration.ofSeconds(90));
        assertThat(DurationText.parse("10m")).contains(Duration.ofMinutes(10));
        assertThat(DurationText.parse("99999h")).contains(Duration.ofHours(99_999));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "0s", "-1s", "1.5m", "1 m", "1d", "100000s", "1s ", "1S"})
    void allElseIsNone(String text) {
        assertThat(DurationText.parse(text)).isEmpty();
    }
}
