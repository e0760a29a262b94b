package io.jenkins.plugins.distrolessscan.engine.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.StreamState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Properties;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that the real probe printed; its own tests write them anew when it changes. */
class ProbeVectorsTest {
    @ParameterizedTest
    @ValueSource(strings = {"sound", "truncated", "unreadable"})
    void aFrameOfTheProbeOpensToItsRecords(String name) throws Exception {
        FrameReader.Result result = read(name);
        assertThat(result.stream().detail()).isEmpty();
        assertThat(result.stream().state()).isEqualTo(StreamState.COMPLETE);
        assertThat(result.stream().probeVersion()).isEqualTo("1.0.0");
        byte[] records =
                new GZIPInputStream(new ByteArrayInputStream(result.evidence().orElseThrow())).readAllBytes();
        assertThat(records).isEqualTo(resource(name + ".ndjson"));
    }

    @Test
    void soundEvidenceIsReadAsTheProbeMeantIt() throws Exception {
        Evidence evidence = evidence("sound");
        assertThat(Readability.readable(evidence)).isTrue();
        assertThat(evidence.probe().landlock()).isEqualTo(Evidence.Landlock.ENFORCED);
        assertThat(evidence.target().proof()).isEqualTo(Evidence.ProofOfTarget.CGROUP);
        assertThat(evidence.target().exe()).isEqualTo("app/hello");
        assertThat(evidence.entries()).hasSize(46);
        assertThat(evidence.entry("etc/b\\xe9ton")).isPresent();
        assertThat(evidence.entry("etc/name \"with\" a\\x0aline end")).isPresent();
        assertThat(evidence.entry("etc/größe-尺寸")).isPresent();
        assertThat(evidence.entry("etc/odd").orElseThrow().link()).hasValue("to\\x01\\xff");
        assertThat(evidence.entry("tmp/pipe").orElseThrow().kind()).isEqualTo(FileEntry.Kind.FIFO);
        assertThat(evidence.entry("usr/bin/su").orElseThrow().mode()).isEqualTo(04755);
        assertThat(evidence.entry("etc/hosts").orElseThrow().error()).hasValue(FileEntry.PRUNED);
        assertThat(evidence.file("etc/debian_version").orElseThrow().text()).isEqualTo("12.9\n");
        assertThat(evidence.file("var/lib/dpkg/status.d/latin1").orElseThrow().bytes())
                .hasSize(98)
                .contains((byte) 0xe9);
        assertThat(evidence.goBinaries()).singleElement().satisfies(go -> {
            assertThat(go.path()).isEqualTo("app/hello");
            assertThat(go.goVersion()).startsWith("go1.");
            assertThat(go.modules()).contains("dep\t");
        });
        assertThat(evidence.limits()).isEmpty();
        assertThat(evidence.end().cut()).isFalse();
    }

    @Test
    void truncatedEvidenceSaysSo() throws Exception {
        Evidence evidence = evidence("truncated");
        assertThat(evidence.end().cut()).isTrue();
        assertThat(evidence.limits()).extracting(Evidence.Limit::what).contains("output");
    }

    @Test
    void anUnreadableTargetIsWholeEvidenceOfThat() throws Exception {
        Evidence evidence = evidence("unreadable");
        assertThat(Readability.readable(evidence)).isFalse();
        assertThat(evidence.target().rootError()).hasValue("EACCES");
        assertThat(evidence.entries()).isEmpty();
    }

    private static Evidence evidence(String name) throws Exception {
        return EvidenceReader.read(read(name).evidence().orElseThrow());
    }

    private static FrameReader.Result read(String name) throws Exception {
        Properties keys = new Properties();
        keys.load(new ByteArrayInputStream(resource("vectors.properties")));
        byte[] nonce = Base64.getUrlDecoder().decode(keys.getProperty("nonce"));
        byte[] key = Base64.getUrlDecoder().decode(keys.getProperty("privateKey"));
        KeyRing ring = new KeyRing(new Scripted(nonce, key));
        ProbeCall call = ProbeCall.create(
                ring.next(Frames.POD, "app"),
                keys.getProperty("container"),
                Instant.EPOCH,
                Duration.ofSeconds(60),
                Duration.ofSeconds(75),
                1 << 20);
        assertThat(call.nonce()).isEqualTo(keys.getProperty("nonce"));
        assertThat(call.publicKey()).isEqualTo(keys.getProperty("publicKey"));
        return Frames.opened(ring, call, FrameReader.read(new ByteArrayInputStream(resource(name + ".frame")), call));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = ProbeVectorsTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return in.readAllBytes();
        }
    }

    /** Gives the nonce and the key of the vectors, in the order in which a call takes them. */
    private static final class Scripted extends SecureRandom {
        private static final long serialVersionUID = 1;
        private final transient byte[][] script;
        private int next;

        Scripted(byte[]... script) {
            this.script = script;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(script[next], 0, bytes, 0, bytes.length);
            next++;
        }
    }
}
