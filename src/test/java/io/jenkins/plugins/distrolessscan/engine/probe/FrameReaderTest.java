package io.jenkins.plugins.distrolessscan.engine.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.Observation.StreamState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private final ProbeCall call = Frames.call();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6095, 6096, 6097, 12240, 500_000})
    void aWholeFrameOpensWhateverItsLength(int size) {
        byte[] plain = new byte[size];
        new Random(size).nextBytes(plain);
        byte[] frame = Frames.frame(call, plain);
        FrameReader.Result result = Frames.read(call, frame);
        assertThat(result.stream().state()).isEqualTo(StreamState.COMPLETE);
        assertThat(result.stream().detail()).isEmpty();
        assertThat(result.stream().bytes()).isEqualTo(frame.length);
        assertThat(result.stream().probeVersion()).isEqualTo("1.0.0");
        assertThat(result.stream().probeDigest()).isEqualTo(Frames.DIGEST);
        assertThat(result.evidence()).hasValue(plain);
    }

    @Test
    void anEmptyLogIsIncomplete() {
        incomplete(Frames.read(call), "empty");
    }

    @Test
    void aLogThatTheNodeNoLongerHasIsSaidSo() {
        incomplete(
                Frames.read(call, Frames.ascii("unable to retrieve container logs for containerd://4a5b")),
                "no log of the debug container any more");
    }

    @Test
    void anErrorLineOfTheProbeIsForeign() {
        incomplete(Frames.read(call, Frames.ascii("probe: --nonce: not 16 bytes\n")), "29 foreign bytes in 1 line");
    }

    @Test
    void foreignBytesAroundAWholeFrameMakeItIncomplete() {
        byte[] frame = Frames.frame(call, new byte[100]);
        incomplete(Frames.read(call, Frames.ascii("x\n"), frame), "2 foreign bytes before");
        incomplete(Frames.read(call, frame, Frames.ascii("\n")), "1 foreign bytes after");
    }

    @Test
    void aFrameCutAnywhereIsIncomplete() {
        byte[] frame = Frames.frame(call, new byte[9000]);
        for (int length = 1; length < frame.length; length += 97) {
            byte[] cut = java.util.Arrays.copyOf(frame, length);
            assertThat(Frames.read(call, cut).stream().state())
                    .as("cut after " + length)
                    .isEqualTo(StreamState.INCOMPLETE);
        }
    }

    @Test
    void aFrameOfAnotherScanIsIncomplete() {
        incomplete(Frames.read(call, Frames.frame(Frames.call(), new byte[10])), "nonce is wrong");
    }

    @Test
    void aChangedByteOfTheBodyBreaksTheChecksum() {
        byte[] frame = Frames.frame(call, new byte[300]);
        int at = new String(frame, java.nio.charset.StandardCharsets.US_ASCII).indexOf('\n') + 20;
        frame[at] = (byte) (frame[at] == 'A' ? 'B' : 'A');
        incomplete(Frames.read(call, frame), "checksum");
    }

    @Test
    void moreThanTheCapIsIncompleteEvenWhenItOpens() {
        ProbeCall small = Frames.call(ProbeCall.SMALLEST_CAP);
        incomplete(Frames.read(small, Frames.frame(small, new byte[20_000])), "longer than the 16384 bytes");
    }

    @Test
    void noMoreThanTheCapAndALittleIsEverRead() {
        ProbeCall small = Frames.call(ProbeCall.SMALLEST_CAP);
        InputStream endless = new InputStream() {
            private int given;

            @Override
            public int read() {
                assertThat(++given).isLessThan(200_000);
                return 'A';
            }
        };
        incomplete(FrameReader.read(endless, small), "foreign bytes");
    }

    @Test
    void aBrokenConnectionIsIncompleteEvenBehindAWholeFrame() {
        InputStream breaking = new InputStream() {
            private final InputStream frame = new ByteArrayInputStream(Frames.frame(call, new byte[10]));

            @Override
            public int read() throws IOException {
                int b = frame.read();
                if (b < 0) {
                    throw new IOException("reset by 10.0.0.1 with token abc");
                }
                return b;
            }
        };
        FrameReader.Result result = FrameReader.read(breaking, call);
        incomplete(result, "broke off");
        assertThat(result.stream().detail()).doesNotContain("abc", "10.0.0.1");
    }

    private static void incomplete(FrameReader.Result result, String words) {
        assertThat(result.stream().state()).isEqualTo(StreamState.INCOMPLETE);
        assertThat(result.stream().detail()).contains(words).endsWith(".");
        assertThat(result.evidence()).isEmpty();
    }
}
