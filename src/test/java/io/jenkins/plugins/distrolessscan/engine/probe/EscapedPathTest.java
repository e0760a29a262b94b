package io.jenkins.plugins.distrolessscan.engine.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class EscapedPathTest {
    @RepeatedTest(100)
    void anyBytesComeBack(RepetitionInfo repetition) {
        byte[] bytes = new byte[200];
        new Random(repetition.getCurrentRepetition()).nextBytes(bytes);
        String escaped = EscapedPath.escape(bytes);
        assertThat(EscapedPath.bytes(escaped)).isEqualTo(bytes);
        assertThat(escaped.chars().noneMatch(Character::isISOControl)).isTrue();
    }

    @Test
    void plainNamesStayAsTheyAre() {
        for (String name : new String[] {"", "a/b", "größe-尺寸", "dev-disk-by\\x2duuid", "\ud83d\ude00 x"}) {
            assertThat(EscapedPath.escape(name)).isEqualTo(name);
        }
    }

    @Test
    void cutAndOverlongSequencesAreBytes() {
        assertThat(EscapedPath.escape(new byte[] {(byte) 0xe4, (byte) 0xb8})).isEqualTo("\\xe4\\xb8");
        assertThat(EscapedPath.escape(new byte[] {(byte) 0xc0, (byte) 0xaf})).isEqualTo("\\xc0\\xaf");
        assertThat(EscapedPath.escape(new byte[] {(byte) 0xff, 'a'})).isEqualTo("\\xffa");
    }
}
