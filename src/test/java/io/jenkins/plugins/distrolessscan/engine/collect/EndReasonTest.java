package io.jenkins.plugins.distrolessscan.engine.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.EphemeralFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.Phase;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every bad end has a sentence that says what it means. */
class EndReasonTest {
    private static final Instant ADDED = PlayedNode.NOW;
    private static final Instant NOT_AFTER = ADDED.plusSeconds(65);

    private static EphemeralFacts end(String reason, Optional<Integer> code, Optional<Instant> started) {
        return PlayedNode.state("x", Phase.TERMINATED, reason, code, started, Optional.of(ADDED.plusSeconds(200)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "64|did not accept its arguments (exit code 64)",
                "70|The probe failed (exit code 70).",
                "74|could not write its output (exit code 74)",
                "75|was started too late and ended at once (exit code 75)",
                "76|did not finish within its lifetime",
                "77|could not read the target's root (exit code 77)",
                "78|Less memory of the pod is free",
                "127|could not run the probe (exit code 127)",
                "128|could not run the probe (exit code 128)",
                "137|was killed (exit code 137)",
                "1|ended with Error, exit code 1, which is no success."
            })
    void eachExitCodeHasItsMeaning(int code, String words) {
        assertThat(EndReason.sentence(end("Error", Optional.of(code), Optional.empty())))
                .contains(words);
    }

    @Test
    void whatTheKubeletCallsOutOfMemoryIsThatWhateverTheCode() {
        assertThat(EndReason.sentence(end("OOMKilled", Optional.of(0), Optional.empty())))
                .contains("hit the pod's memory limit", "OOMKilled");
    }

    @Test
    void whatIsNotKnownIsSaidToBeUnknown() {
        assertThat(EndReason.sentence(end("", Optional.empty(), Optional.empty())))
                .isEqualTo("The debug container ended with no reason, exit code unknown, which is no success.");
    }

    @Test
    void aStartAfterTheLastMomentIsTheNodesDelayOrItsClock() {
        assertThat(EndReason.clocks(
                        end("Error", Optional.of(75), Optional.of(NOT_AFTER.plusSeconds(1))), ADDED, NOT_AFTER))
                .isEqualTo(" By the node's clock it started at 2026-11-23T10:16:06Z, 66 s after it was added by the API"
                        + " server's clock, and it may start until 2026-11-23T10:16:05Z: the node needed too long, or its"
                        + " clock is ahead of the API server's; compare the two clocks.");
    }

    @Test
    void aStartInTimeIsAnotherClockThanTheKubelets() {
        assertThat(EndReason.clocks(end("Error", Optional.of(75), Optional.of(NOT_AFTER)), ADDED, NOT_AFTER))
                .startsWith(
                        " By the kubelet it started at 2026-11-23T10:16:05Z, which is in time (until 2026-11-23T10:16:05Z):")
                .contains("compare the node's clock with the API server's");
    }

    @Test
    void ofOtherEndsTheClocksSayNothing() {
        assertThat(EndReason.clocks(end("Error", Optional.of(70), Optional.of(NOT_AFTER)), ADDED, NOT_AFTER))
                .isEmpty();
        assertThat(EndReason.clocks(end("Error", Optional.of(75), Optional.empty()), ADDED, NOT_AFTER))
                .isEmpty();
    }
}
