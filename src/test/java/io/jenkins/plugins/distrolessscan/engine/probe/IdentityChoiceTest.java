package io.jenkins.plugins.distrolessscan.engine.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityChoiceTest {
    private static final OptionalLong NONE = OptionalLong.empty();
    private static final Optional<Identity> REPORTED = Optional.of(new Identity(1000, 3000, ""));

    @Test
    void whatWasAskedForWins() throws ScanException {
        Identity chosen = choose(Optional.of("4294967294:0"), OptionalLong.of(5), OptionalLong.of(6), REPORTED);
        assertThat(chosen).hasToString("4294967294:0");
        assertThat(chosen.origin()).contains("run-as");
    }

    @Test
    void thenTheSecurityContextThenTheRuntimeThenNonroot() throws ScanException {
        assertThat(choose(Optional.empty(), OptionalLong.of(5), OptionalLong.of(6), REPORTED))
                .hasToString("5:6");
        assertThat(choose(Optional.empty(), NONE, NONE, REPORTED)).hasToString("1000:3000");
        assertThat(choose(Optional.empty(), NONE, NONE, Optional.empty())).hasToString("65532:65532");
    }

    @ParameterizedTest
    @CsvSource({"65532,65532", "65534,65534", "1001,0"})
    void aMissingGroupIsAssumedAndSaidSo(long user, long group) throws ScanException {
        Identity chosen = choose(Optional.empty(), OptionalLong.of(user), NONE, Optional.empty());
        assertThat(chosen.gid()).isEqualTo(group);
        assertThat(chosen.origin()).contains("names no runAsGroup", "assumed", "run-as");
    }

    @Test
    void aMissingGroupIsTheOneThatTheRuntimeReportsForThatUser() throws ScanException {
        assertThat(choose(Optional.empty(), OptionalLong.of(1000), NONE, REPORTED))
                .hasToString("1000:3000");
        assertThat(choose(Optional.empty(), OptionalLong.of(1001), NONE, REPORTED))
                .hasToString("1001:0");
    }

    @Test
    void rootNeedsLeave() throws ScanException {
        var root = SamplePods.container(OptionalLong.of(0), OptionalLong.of(0), Optional.empty());
        assertThatThrownBy(() -> IdentityChoice.choose(Optional.empty(), root, false))
                .isInstanceOf(ScanException.class)
                .hasMessageContaining("profile baseline");
        assertThatThrownBy(() -> IdentityChoice.check(Optional.of("0:0"), false))
                .isInstanceOf(ScanException.class);
        assertThat(IdentityChoice.choose(Optional.empty(), root, true)).hasToString("0:0");
        assertThat(IdentityChoice.choose(Optional.of("1:0"), root, false)).hasToString("1:0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "1",
                "1:",
                ":1",
                "root:root",
                "-1:1",
                "1:-1",
                "4294967295:1",
                "1:4294967295",
                "1:1:1",
                " 1:1",
                "1:1\n",
                "0x1:1",
                "99999999999:1",
                "\u0661:1"
            })
    void anythingButTwoNumbersIsRefused(String runAs) {
        assertThatThrownBy(() -> IdentityChoice.check(Optional.of(runAs), true))
                .isInstanceOf(ScanException.class)
                .hasMessageContaining("UID:GID");
    }

    private static Identity choose(
            Optional<String> runAs, OptionalLong user, OptionalLong group, Optional<Identity> reported)
            throws ScanException {
        return IdentityChoice.choose(runAs, SamplePods.container(user, group, reported), false);
    }
}
