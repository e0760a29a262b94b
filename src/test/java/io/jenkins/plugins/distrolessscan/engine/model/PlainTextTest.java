package io.jenkins.plugins.distrolessscan.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {
    @Test
    void whatMovesOrHidesItsNeighboursIsReplaced() {
        assertThat(PlainText.line("a\u001b[31mb\u202ec\u200bd\u2028e\r\nf"))
                .isEqualTo("a\uFFFD[31mb\uFFFDc\uFFFDd\uFFFDe\uFFFD f");
        assertThat(PlainText.line("\ud800x")).isEqualTo("\uFFFDx");
    }

    @Test
    void lineBreaksStayOnlyWhereTheyAreWanted() {
        assertThat(PlainText.lines("a\nb")).isEqualTo("a\nb");
        assertThat(PlainText.line("a\nb")).isEqualTo("a b");
    }

    @Test
    void aLongTextIsCutBetweenCharactersAndSaysSo() {
        assertThat(PlainText.bounded("äöü", 3, c -> "?")).isEqualTo("äöü");
        assertThat(PlainText.bounded("\ud83d\ude00\ud83d\ude00\ud83d\ude00", 2, c -> "?"))
                .isEqualTo("\ud83d\ude00\ud83d\ude00…");
        assertThat(PlainText.line("x".repeat(10_000))).hasSize(4001).endsWith("…");
    }
}
