package io.jenkins.plugins.distrolessscan.engine.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import io.jenkins.plugins.distrolessscan.engine.model.Misuse;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseSpec;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.Phase;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DebugContainersTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String DIGEST = "@sha256:" + "ab".repeat(32);

    @Test
    void aSpecificationIsTheTargetsOwnAndNothingElse() throws ScanException {
        ProbeCall call = Frames.call();
        DebugContainerSpec spec = spec(new Identity(65532, 65532, ""), call);
        assertThat(DebugContainers.isOurs(spec.name())).isTrue();
        assertThat(spec.name()).hasSizeLessThanOrEqualTo(63);
        assertThat(spec.targetContainer()).isEqualTo("app");
        assertThat(spec.command()).containsExactly("/probe");
        assertThat(spec.args()).isEqualTo(call.arguments());
        assertThat(spec.defaultCapabilities()).isFalse();
        assertThat(spec.appArmorProfile()).hasValue("{\"type\":\"RuntimeDefault\"}");
        assertThat(spec.seLinuxOptions()).isEmpty();
    }

    @Test
    void onlyRootKeepsTheDefaultCapabilities() throws ScanException {
        assertThat(spec(new Identity(0, 0, ""), Frames.call()).defaultCapabilities())
                .isTrue();
        assertThat(spec(new Identity(1, 0, ""), Frames.call()).defaultCapabilities())
                .isFalse();
    }

    private static DebugContainerSpec spec(Identity identity, ProbeCall call) throws ScanException {
        var container = SamplePods.container(OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
        return DebugContainers.spec(
                SamplePods.pod(container), container, "registry.example/probe" + DIGEST, identity, call, RANDOM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "distroless-scan-",
                "distroless-scan-abcdefghi",
                "distroless-scan-abcdefghijk",
                "distroless-scan-ABCDEFGHIJ",
                "distroless-scan-abcdefgh01",
                "debugger-abcde",
                "xdistroless-scan-abcdefghij",
                "distroless-scan-abcdefghij\n"
            })
    void otherNamesAreNotOurs(String name) {
        assertThat(DebugContainers.isOurs(name)).isFalse();
    }

    @Test
    void aReferenceSaysWhetherItIsPinned() throws ScanException {
        assertThat(DebugContainers.checkImage("probe").floating()).isTrue();
        assertThat(DebugContainers.checkImage("probe:latest").floating()).isTrue();
        assertThat(DebugContainers.checkImage("localhost:5000/a/b_c/d-e.f:V1.2").floating())
                .isFalse();
        ImageReference pinned = DebugContainers.checkImage("registry.example:5000/scan/probe:1" + DIGEST);
        assertThat(pinned.pinned()).isTrue();
        assertThat(pinned.repository()).isEqualTo("registry.example:5000/scan/probe");
        assertThat(pinned.tag()).hasValue("1");
        assertThat(DebugContainers.checkImage("[::1]:5000/probe:1").pinned()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "probe ",
                "a b",
                "a\nb",
                "Probe",
                "registry.example/Probe:1",
                "probe:",
                "probe:-1",
                "probe@sha256:12",
                "probe@md5:00000000000000000000000000000000",
                "https://registry.example/probe",
                "/probe",
                "probe/",
                "a//b",
                "a..b",
                "registry.example:port/probe",
                "probe:1:2",
                "pr\u00f6be",
                "-probe"
            })
    void whatIsNoReferenceIsRefusedWithASentence(String image) {
        assertThatThrownBy(() -> DebugContainers.checkImage(image))
                .isInstanceOf(ScanException.class)
                .hasMessageStartingWith("The name of the probe image ")
                .hasMessageEndingWith(".");
    }

    @Test
    void longNamesAreRefusedQuickly() {
        assertThatThrownBy(() -> DebugContainers.checkImage("a".repeat(100_000)))
                .isInstanceOf(ScanException.class);
        assertThatThrownBy(() -> DebugContainers.checkImage("a-".repeat(255))).isInstanceOf(ScanException.class);
    }

    @Test
    void leftoversAreToldWithTheirAges() {
        Instant now = Instant.parse("2026-11-23T10:00:00Z");
        var container = SamplePods.container(OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
        var pod = SamplePods.pod(
                container,
                SamplePods.ephemeral(
                        "distroless-scan-abcdefghij",
                        Phase.TERMINATED,
                        Optional.of(now.minusSeconds(100)),
                        Optional.of(now.minusSeconds(98))),
                SamplePods.ephemeral(
                        "debugger-x", Phase.RUNNING, Optional.of(now.minusSeconds(3600)), Optional.empty()),
                SamplePods.ephemeral("distroless-scan-aaaaaaaaaa", Phase.WAITING, Optional.empty(), Optional.empty()),
                SamplePods.ephemeral("future", Phase.RUNNING, Optional.of(now.plusSeconds(5)), Optional.empty()));
        var found = Leftovers.of(pod, now);
        assertThat(found).extracting(Leftovers.Leftover::ours).containsExactly(true, false, true, false);
        assertThat(found.get(0).sinceEnd()).hasValue(Duration.ofSeconds(98));
        assertThat(found.get(0).running()).hasValue(Duration.ofSeconds(2));
        assertThat(found.get(1).sentence())
                .isEqualTo("The ephemeral container debugger-x is still running, since 3600 s.");
        assertThat(found.get(2).sentence()).contains("has not started");
        assertThat(found.get(3).running()).hasValue(Duration.ZERO);
    }

    @Test
    void aNameThatIsOnlyAskedAboutHasTheFormOfTheOthersAndIsTold() throws Exception {
        PodFacts pod =
                SamplePods.pod(SamplePods.container(OptionalLong.empty(), OptionalLong.empty(), Optional.empty()));
        DebugContainerSpec own = new DebugContainerSpec(
                "distroless-scan-abcdefghij",
                "registry.example:5000/scan/probe:1@sha256:" + "ab".repeat(32),
                "app",
                List.of(),
                List.of(),
                new Identity(1, 1, ""),
                false,
                Optional.empty(),
                Optional.empty());
        MisuseSpec asked = DebugContainers.misuse(pod, own, Misuse.IMAGE, new SecureRandom());
        assertThat(asked.name()).matches("distroless-scan-check[a-z2-7]{5}");
        assertThat(DebugContainers.isOurs(asked.name())).isTrue();
        assertThat(DebugContainers.isCheck(asked.name())).isTrue();
        assertThat(DebugContainers.isCheck(own.name())).isFalse();
        assertThat(asked.otherImage()).isEqualTo("registry.example:5000/scan/probe-check:1@sha256:" + "ab".repeat(32));
    }
}
