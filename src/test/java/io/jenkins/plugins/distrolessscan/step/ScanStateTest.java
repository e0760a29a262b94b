package io.jenkins.plugins.distrolessscan.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScanStateTest {
    private final ScanState state = new ScanState();

    private static ScanState.Added added(String pod, long notAfter, long endsBy) {
        return new ScanState.Added("shop", pod, "uid", "distroless-scan-abc", "nonce", notAfter, endsBy);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 253_402_300_800L, Long.MAX_VALUE, Long.MIN_VALUE})
    void aTimeThatCannotBePrintedIsRefusedBeforeItIsRemembered(long time) {
        assertThatThrownBy(() -> state.add(added("checkout", time, 2))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> state.add(added("checkout", 1, time))).isInstanceOf(IllegalStateException.class);
        assertThat(state.added()).isEmpty();
    }

    @Test
    void theLatestTimeThatIsTakenCanBePrinted() {
        state.add(added("checkout", 0, 253_402_300_799L));
        assertThat(EndWatch.notSeen(state.added()))
                .singleElement()
                .asString()
                .contains("shop/checkout/distroless-scan-abc", "9999-12-31T23:59:59Z");
    }

    @Test
    void aNameThatNoClusterHasIsRefused() {
        assertThatThrownBy(() -> state.add(added("x".repeat(301), 1, 2))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nothingIsAddedAfterTheScanWasGivenUp() {
        state.add(added("checkout", 1, 2));
        assertThat(state.close()).hasSize(1);
        assertThatThrownBy(() -> state.add(added("cart", 1, 2))).isInstanceOf(IllegalStateException.class);
        assertThat(state.added()).hasSize(1);
    }

    @Test
    void aSecondAttemptHasTheRestOfTheFirstOnesTime() {
        state.begin(1_000, 60_000);
        state.begin(31_000, 60_000);
        assertThat(state.remainingMillis(31_000)).isEqualTo(30_000);
        assertThat(state.remainingMillis(99_000)).isZero();
    }
}
