package io.jenkins.plugins.distrolessscan.engine.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
    @ParameterizedTest
    @ValueSource(ints = {20, 40, 60, 120, 600, 3600})
    void oneTargetFitsIntoTheWholeScan(int seconds) {
        Duration whole = Duration.ofSeconds(seconds);
        Limits limits = Limits.DEFAULT.within(whole);
        assertThat(limits.scan()).isEqualTo(whole);
        assertThat(limits.start().plus(limits.follow()).plus(limits.verify()))
                .isLessThanOrEqualTo(whole.plusSeconds(3));
        assertThat(limits.lifetime()).isGreaterThan(limits.work());
    }

    @Test
    void muchTimeChangesNothingAndLittleTimeIsNeverNone() {
        assertThat(Limits.DEFAULT.within(Duration.ofMinutes(10))).isEqualTo(Limits.DEFAULT);
        Limits least = Limits.DEFAULT.within(Duration.ofMillis(1500));
        assertThat(least.start()).isEqualTo(Duration.ofSeconds(1));
        assertThat(least.work()).isEqualTo(Duration.ofSeconds(1));
        assertThat(least.verify()).isEqualTo(Duration.ofSeconds(1));
    }
}
