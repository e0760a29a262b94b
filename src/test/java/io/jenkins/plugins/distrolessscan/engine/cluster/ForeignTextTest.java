package io.jenkins.plugins.distrolessscan.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForeignTextTest {
    private final ForeignText text = new ForeignText(Optional.of("opaque-secret-token-0123456789"));

    @Test
    void ordinaryMessagesStayAsTheyAre() {
        String message =
                "violates PodSecurity \"restricted:latest\": runAsNonRoot != true (container \"x\" must ...) – ünïcode";
        assertThat(text.clean(message)).isEqualTo(message);
        assertThat(text.clean("basic requirements are not met")).isEqualTo("basic requirements are not met");
    }

    @Test
    void anOpaqueTokenIsRedactedWhereverItStands() {
        assertThat(text.clean("xopaque-secret-token-0123456789y")).isEqualTo("x" + ForeignText.REDACTED + "y");
    }

    @Test
    void keysAndHeadersAreRedacted() {
        assertThat(text.clean("a -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- b"))
                .isEqualTo("a [redacted] b");
        assertThat(text.clean("-----BEGIN PRIVATE KEY-----\nMIIE")).isEqualTo("[redacted]");
        assertThat(text.clean("Authorization: Basic dXNlcjpwYXNzd29yZA=="))
                .isEqualTo("Authorization: Basic [redacted]");
    }

    @Test
    void aTokenAtTheCutLeavesNoHalf() {
        String long1 = "x".repeat(ForeignText.MAX_CHARACTERS - 10) + "opaque-secret-token-0123456789";
        assertThat(text.clean(long1)).doesNotContain("opaque");
    }

    @Test
    void controlAndFormatCharactersBecomeSpaces() {
        assertThat(text.clean("a\u0000b\nc\u001b[2Jd\u202ee\u200bf\u2028g\ud800h"))
                .isEqualTo("a b c [2Jd e f g h");
    }
}
