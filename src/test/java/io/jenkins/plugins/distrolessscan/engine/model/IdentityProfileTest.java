package io.jenkins.plugins.distrolessscan.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IdentityProfileTest {
    @Test
    void wordsAreProfilesInAnyCase() throws ScanException {
        assertThat(IdentityProfile.parse("restricted")).isEqualTo(IdentityProfile.RESTRICTED);
        assertThat(IdentityProfile.parse("Baseline")).isEqualTo(IdentityProfile.BASELINE);
    }

    @Test
    void aProfileThatDoesNotExistYetIsRefusedByName() {
        assertThatThrownBy(() -> IdentityProfile.parse("privileged-read"))
                .isInstanceOfSatisfying(
                        ScanException.class,
                        e -> assertThat(e.kind().exitCode()).isEqualTo(2))
                .hasMessageContaining("privileged-read is not available")
                .hasMessageContaining("Give restricted, or baseline");
    }

    @Test
    void otherWordsAreRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> IdentityProfile.parse("root"))
                .isInstanceOf(ScanException.class)
                .hasMessageContaining("no identity profile \"root\"")
                .hasMessageContaining("restricted, or baseline");
    }
}
