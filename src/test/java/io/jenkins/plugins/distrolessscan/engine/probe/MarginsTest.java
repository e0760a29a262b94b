package io.jenkins.plugins.distrolessscan.engine.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MarginsTest {
    private static final OptionalLong LIMIT = OptionalLong.of(100);

    @Test
    void theProbeIsToldWhatIsNotItsDefaultAndOnlyWhereThereIsALimit() throws Exception {
        assertThat(Margins.DEFAULT.arguments(LIMIT, LIMIT)).containsExactly("--memory=100", "--cpu=100");
        Margins other = Margins.of(64, 10);
        assertThat(other.arguments(LIMIT, LIMIT))
                .containsExactly("--memory=100", "--margin=67108864", "--cpu=100", "--share=10");
        assertThat(other.arguments(OptionalLong.empty(), OptionalLong.empty())).isEmpty();
        assertThat(other.arguments(OptionalLong.empty(), LIMIT)).containsExactly("--cpu=100", "--share=10");
    }

    @Test
    void numbersOutOfRangeAreRefusedInASentence() {
        for (int[] wrong : new int[][] {{15, 25}, {0, 25}, {-1, 25}, {(1 << 20) + 1, 25}}) {
            assertThatThrownBy(() -> Margins.of(wrong[0], wrong[1]))
                    .isInstanceOf(ScanException.class)
                    .hasMessageContaining("from 16 to 1048576, not " + wrong[0]);
        }
        for (int percent : new int[] {0, 101, -5}) {
            assertThatThrownBy(() -> Margins.of(32, percent))
                    .isInstanceOf(ScanException.class)
                    .hasMessageContaining("from 1 to 100, not " + percent);
        }
    }
}
