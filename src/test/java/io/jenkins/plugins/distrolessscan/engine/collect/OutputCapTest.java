package io.jenkins.plugins.distrolessscan.engine.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.probe.ProbeCall;
import io.jenkins.plugins.distrolessscan.engine.probe.SamplePods;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OutputCapTest {
    private static final int MOST = 1024 * 1024;

    private static PodFacts pod(OptionalLong limit) {
        return SamplePods.pod(SamplePods.storage(limit));
    }

    @Test
    void aPodWithoutALimitLowersNothing() {
        assertThat(OutputCap.of(pod(OptionalLong.empty()), MOST)).isEqualTo(MOST);
    }

    @Test
    void aPodWithALimitGivesATenthOfIt() {
        assertThat(OutputCap.of(pod(OptionalLong.of(2_000_000)), MOST)).isEqualTo(200_000);
        assertThat(OutputCap.of(pod(OptionalLong.of(Long.MAX_VALUE)), MOST)).isEqualTo(MOST);
    }

    @Test
    void theProbeGetsWhatItNeedsToSpeakAtAll() {
        assertThat(OutputCap.of(pod(OptionalLong.of(1)), MOST)).isEqualTo(ProbeCall.SMALLEST_CAP);
    }
}
