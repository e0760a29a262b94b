package io.jenkins.plugins.distrolessscan.engine.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.ScannedTarget;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.DebugContainer;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.PodEntry;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Stream;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.StreamState;
import java.io.ByteArrayInputStream;
import java.io.Serializable;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was collected is opened where the keys are, once, and for the container that the key was given for. */
class KeyRingTest {
    private static final byte[] PLAIN = {1, 2, 3};

    private final KeyRing ring = new KeyRing(new SecureRandom());

    private Observation sealed(String podUid, String container) throws Exception {
        OneTimeKey key = ring.next(podUid, container);
        ProbeCall call = ProbeCall.create(
                key, Frames.CONTAINER, Instant.EPOCH, Duration.ofSeconds(60), Duration.ofSeconds(75), 1 << 20);
        FrameReader.Result whole = FrameReader.read(new ByteArrayInputStream(Frames.frame(call, PLAIN)), call);
        return observation(key.nonce(), whole.stream(), whole.evidence());
    }

    private static Observation observation(String nonce, Stream stream, Optional<byte[]> evidence) {
        Observation o = ScannedTarget.named("cart").observation();
        DebugContainer d = o.debugContainer().orElseThrow();
        DebugContainer with = new DebugContainer(
                d.name(),
                d.image(),
                d.imageId(),
                d.argumentBytes(),
                d.storedSecurityContext(),
                d.attached(),
                d.started(),
                d.finished(),
                d.reason(),
                d.exitCode(),
                d.asOf(),
                d.notAfter(),
                new PodEntry(nonce, List.of(), List.of(), List.of(), 1, List.of(), List.of(), List.of()));
        return new Observation(
                o.target(),
                o.pod(),
                o.outcome(),
                o.reason(),
                o.identity(),
                Optional.of(with),
                o.before(),
                o.after(),
                stream,
                evidence);
    }

    @Test
    void whatTheAgentBringsIsOpenedOnceAndNotTwice() throws Exception {
        Observation sealed = sealed("uid-of-cart", "app");
        assertThat(sealed.evidence().orElseThrow()).isNotEqualTo(PLAIN);
        assertThat(ring.opened(sealed).evidence()).hasValue(PLAIN);
        tampered(ring.opened(sealed), "used before");
    }

    @Test
    void aKeyOfAnotherContainerOpensNothing() throws Exception {
        tampered(ring.opened(sealed("uid-of-cart", "neighbour")), "not given for this container");
        tampered(ring.opened(sealed("uid-of-another", "app")), "not given for this container");
        tampered(ring.opened(observation("", Stream.none(), Optional.of(PLAIN))), "nonce");
    }

    @Test
    void whatWasChangedOnTheWayIsTampering() throws Exception {
        Observation sealed = sealed("uid-of-cart", "app");
        byte[] bytes = sealed.evidence().orElseThrow().clone();
        bytes[bytes.length - 1] ^= 1;
        tampered(ring.opened(sealed.with(sealed.stream(), Optional.of(bytes))), "seal does not open");
        Observation other = sealed("uid-of-cart", "app");
        Stream s = other.stream();
        tampered(
                ring.opened(other.with(
                        new Stream(s.state(), s.detail(), s.bytes(), "9.9.9", s.probeDigest()), other.evidence())),
                "seal does not open");
        tampered(ring.opened(sealed("uid-of-cart", "app").with(Stream.none(), Optional.of(new byte[3]))), "seal");
    }

    @Test
    void nothingOfTheKeysIsShownOrSerialised() {
        assertThat(ring).isNotInstanceOf(Serializable.class).hasToString("KeyRing");
    }

    private static void tampered(Observation opened, String words) {
        assertThat(opened.stream().state()).isEqualTo(StreamState.TAMPERED);
        assertThat(opened.stream().detail()).contains(words);
        assertThat(opened.evidence()).isEmpty();
    }
}
