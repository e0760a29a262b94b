package io.jenkins.plugins.distrolessscan.engine.risk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactWordsTest {
    @ParameterizedTest
    @CsvSource({"-5, 0 s", "42, 42 s", "900, 15 min", "905, 15 min 5 s", "7260, 2 h 1 min", "788400, 9 d 3 h"})
    void aDurationIsInItsTwoLargestUnits(long seconds, String words) {
        assertThat(FactWords.time(Duration.ofSeconds(seconds))).isEqualTo(words);
    }

    @Test
    void fiveNamesAreListedAndTheRestIsCounted() {
        assertThat(FactWords.list(List.of("a", "b", "c", "d", "e"))).isEqualTo("a, b, c, d, e");
        assertThat(FactWords.list(List.of("a", "b", "c", "d", "e", "f", "g"))).isEqualTo("a, b, c, d, e and 2 more");
    }

    @Test
    void controlAndDirectionCharactersAreShownAsQuestionMarks() {
        assertThat(FactWords.plain("a\u0000\n\u202E\u2028\uD800b")).isEqualTo("a?????b");
        assertThat(FactWords.plain("ä✓")).isEqualTo("ä✓");
    }

    @Test
    void longTextIsCut() {
        assertThat(FactWords.plain("x".repeat(500))).hasSize(161).endsWith("…");
    }
}
