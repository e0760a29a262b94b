package io.jenkins.plugins.distrolessscan.engine.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeCallTest {
    private static final Instant NOT_AFTER = Instant.ofEpochSecond(4_000_000_000L);

    @Test
    void theArgumentsAreThoseOfTheContractAndShort() {
        ProbeCall call = Frames.call(ProbeCall.LARGEST_CAP);
        assertThat(call.command()).containsExactly("/probe");
        assertThat(call.arguments()).hasSize(7);
        assertThat(call.arguments().get(0)).matches("--nonce=[A-Za-z0-9_-]{22}");
        assertThat(call.arguments().get(1)).matches("--key=[A-Za-z0-9_-]{43}");
        assertThat(call.arguments())
                .contains("--not-after=1795428960", "--deadline=60", "--lifetime=75", "--cap=16777216")
                .contains("--container=" + Frames.CONTAINER.substring("containerd://".length()));
        assertThat(String.join(" ", call.arguments())).hasSizeLessThan(512);
    }

    @Test
    void eachCallHasItsOwnNonceAndKey() {
        ProbeCall first = Frames.call();
        ProbeCall second = Frames.call();
        assertThat(first.nonce()).isNotEqualTo(second.nonce());
        assertThat(first.publicKey()).isNotEqualTo(second.publicKey());
        FrameReader.Result crossed = Frames.read(second, Frames.frame(first, new byte[] {1}));
        assertThat(crossed.evidence()).isEmpty();
    }

    @Test
    void nothingOfTheKeyIsShownOrSerialised() {
        assertThat(Frames.call()).isNotInstanceOf(Serializable.class);
        assertThat(Frames.call().toString())
                .isEqualTo("ProbeCall[container 4a5b6c7d8e9f, not after 2026-11-23T10:16:00Z]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "containerd://", "containerd://12", "docker://X", "4A5B", "../../etc/passwd"})
    void aContainerIdOfAnotherFormIsRefused(String id) {
        assertThatThrownBy(() -> create(id, 60, 75, 1 << 20))
                .isInstanceOf(ScanException.class)
                .hasMessageContaining("64 hexadecimal digits");
    }

    @Test
    void boundsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> create(Frames.CONTAINER, 60, 59, 1 << 20)).isInstanceOf(ScanException.class);
        assertThatThrownBy(() -> create(Frames.CONTAINER, 0, 59, 1 << 20)).isInstanceOf(ScanException.class);
        assertThatThrownBy(() -> create(Frames.CONTAINER, 60, 86_401, 1 << 20)).isInstanceOf(ScanException.class);
        assertThatThrownBy(() -> create(Frames.CONTAINER, 60, 75, 16 * 1024 - 1))
                .isInstanceOf(ScanException.class)
                .hasMessageContaining("16384");
        assertThatThrownBy(() -> create(Frames.CONTAINER, 60, 75, 17 * 1024 * 1024))
                .isInstanceOf(ScanException.class);
    }

    @Test
    void whatTheProbeLooksAtIsToldUnlessItDoesSoByItself() throws ScanException {
        ProbeCall call = Frames.call().within(OptionalLong.of(1 << 20), OptionalLong.empty(), Margins.DEFAULT);
        assertThat(call.doing(ProbeWork.DEFAULT).arguments()).isEqualTo(call.arguments());
        assertThat(call.doing(ProbeWork.parse("Executables", 5)).arguments())
                .hasSize(call.arguments().size() + 2)
                .endsWith("--memory=1048576", "--verify=executables", "--samples=5");
        assertThatThrownBy(() -> ProbeWork.parse("some", 1))
                .isInstanceOf(ScanException.class)
                .hasMessageContaining("none, loaded, executables, all");
        assertThatThrownBy(() -> ProbeWork.parse("loaded", 6))
                .isInstanceOf(ScanException.class)
                .hasMessageContaining("1 to 5 times");
    }

    @Test
    void thePodsLimitsAreToldToTheProbe() {
        assertThat(Frames.call()
                        .within(OptionalLong.of(50_331_648), OptionalLong.of(20), Margins.DEFAULT)
                        .arguments())
                .hasSize(9)
                .contains("--memory=50331648", "--cpu=20");
        assertThat(Frames.call()
                        .within(OptionalLong.empty(), OptionalLong.empty(), new Margins(64, 10))
                        .arguments())
                .hasSize(7);
    }

    private static ProbeCall create(String id, long deadline, long lifetime, int cap) throws ScanException {
        return ProbeCall.create(
                Frames.KEYS.next(Frames.POD, "app"),
                id,
                NOT_AFTER,
                Duration.ofSeconds(deadline),
                Duration.ofSeconds(lifetime),
                cap);
    }
}
