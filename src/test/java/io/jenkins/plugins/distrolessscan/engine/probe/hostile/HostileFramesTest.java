package io.jenkins.plugins.distrolessscan.engine.probe.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.Observation.StreamState;
import io.jenkins.plugins.distrolessscan.engine.probe.FrameReader;
import io.jenkins.plugins.distrolessscan.engine.probe.FrameWriter;
import io.jenkins.plugins.distrolessscan.engine.probe.Frames;
import io.jenkins.plugins.distrolessscan.engine.probe.ProbeCall;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class HostileFramesTest {
    private static final String SECRET = "\u001b[31mevil\u0000";

    private final ProbeCall call = Frames.call();

    @Test
    void twoFramesThatOpenAreTampering() {
        tampered(Frames.read(call, Frames.frame(call, new byte[9]), Frames.frame(call, new byte[9])));
        tampered(
                Frames.read(call, Frames.frame(call, new byte[9]), Frames.ascii("x"), Frames.frame(call, new byte[7])));
    }

    @Test
    void aSecondBeginningOrEndOfThisScansFrameIsTampering() {
        byte[] frame = Frames.frame(call, new byte[9]);
        tampered(Frames.read(call, Frames.ascii("DISTROLESS-SCAN/1 BEGIN " + call.nonce() + "\n"), frame));
        tampered(Frames.read(call, frame, Frames.ascii("DISTROLESS-SCAN/1 END " + call.nonce())));
        tampered(Frames.read(call, frame, Frames.ascii("hidden DISTROLESS-SCAN/1 END " + call.nonce())));
    }

    @Test
    void aFrameOfAnotherNonceIsForeign() {
        List<String> arguments = new ArrayList<>(call.arguments());
        arguments.set(0, Frames.call().arguments().get(0));
        byte[] other = new FrameWriter(arguments, "1.0.0", Frames.DIGEST, new SecureRandom()).frame(new byte[50]);
        for (FrameReader.Result result : List.of(
                Frames.read(call, other),
                Frames.read(call, Frames.frame(call, new byte[9]), other),
                Frames.read(call, other, Frames.frame(call, new byte[9])))) {
            assertThat(result.stream().state()).isEqualTo(StreamState.INCOMPLETE);
            assertThat(result.evidence()).isEmpty();
        }
    }

    /** A log that was read or written twice is nobody's forgery. */
    @Test
    void theSameFrameTwiceIsNotTampering() {
        byte[] frame = Frames.frame(call, new byte[9000]);
        for (byte[] again : List.of(frame, java.util.Arrays.copyOf(frame, 5000))) {
            FrameReader.Result result = Frames.read(call, frame, again);
            assertThat(result.stream().state()).isEqualTo(StreamState.INCOMPLETE);
            assertThat(result.stream().detail()).contains("more than once, word for word");
        }
    }

    @Test
    void aFrameSealedToAnotherKeyIsTampering() {
        List<String> arguments = new ArrayList<>(call.arguments());
        arguments.set(1, Frames.call().arguments().get(1));
        tampered(Frames.read(
                call, new FrameWriter(arguments, "1.0.0", Frames.DIGEST, new SecureRandom()).frame(new byte[50])));
    }

    @Test
    void aFirstLineThatWasChangedBreaksTheSeal() {
        String frame = new String(Frames.frame(call, new byte[9]), US_ASCII);
        tampered(Frames.read(call, Frames.ascii(frame.replace(" 1.0.0 ", " 1.0.1 "))));
    }

    @Test
    void keysThatNoHonestSenderMakesAreTampering() throws Exception {
        for (int size : new int[] {1, 31, 48, 100}) {
            byte[] zeros = new byte[size];
            String body = Base64.getEncoder().encodeToString(zeros);
            if (body.length() < 4) {
                continue;
            }
            String sum = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(zeros));
            tampered(Frames.read(
                    call,
                    Frames.ascii("DISTROLESS-SCAN/1 BEGIN " + call.nonce() + " 1.0.0 " + Frames.DIGEST + "\n" + body
                            + "\nDISTROLESS-SCAN/1 END " + call.nonce() + " " + size + " " + sum + "\n")));
        }
    }

    @Test
    void aForeignLineWithinTheFrameIsFoundAndNotQuoted() {
        String frame = new String(Frames.frame(call, new byte[20_000]), US_ASCII);
        int second = frame.indexOf('\n', frame.indexOf('\n') + 1) + 1;
        FrameReader.Result result =
                Frames.read(call, Frames.ascii(frame.substring(0, second) + SECRET + "\n" + frame.substring(second)));
        assertThat(result.stream().state()).isEqualTo(StreamState.INCOMPLETE);
        assertThat(result.stream().detail()).contains("Line 2").doesNotContain("evil");
    }

    @Test
    void aMalformedFirstOrLastLineIsIncompleteAndNotQuoted() {
        String frame = new String(Frames.frame(call, new byte[9]), US_ASCII);
        for (String broken : List.of(
                frame.replace(" 1.0.0 ", " " + SECRET + " "),
                frame.replace(" 1.0.0 ", " " + "9".repeat(65) + " "),
                frame.replace(Frames.DIGEST, "x"),
                frame.replaceFirst(" (\\d+) ", " 99999999999999 "),
                frame.replaceFirst(" (\\d+) ", " -1 "),
                frame.replaceFirst(" (\\d+) ", " 58 "),
                frame.replace("\n", "\r\n"),
                frame.replace("SCAN/1 BEGIN", "SCAN/2 BEGIN"))) {
            FrameReader.Result result = Frames.read(call, Frames.ascii(broken));
            assertThat(result.stream().state()).as(broken).isEqualTo(StreamState.INCOMPLETE);
            assertThat(result.stream().detail()).doesNotContain("evil", "999");
            assertThat(result.evidence()).isEmpty();
        }
    }

    @Test
    void manyFalseBeginningsCostLittle() {
        String line = "DISTROLESS-SCAN/1 BEGIN AAAAAAAAAAAAAAAAAAAAAA 1 2\nAAAA\nDISTROLESS-SCAN/1 END x\n";
        FrameReader.Result result = Frames.read(call, Frames.ascii(line.repeat(10_000)));
        assertThat(result.stream().state()).isEqualTo(StreamState.INCOMPLETE);
    }

    @RepeatedTest(300)
    void anyDamageIsNeverComplete(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        byte[] frame = Frames.frame(call, new byte[random.nextInt(9000)]);
        byte[] damaged = frame.clone();
        for (int i = 0; i <= random.nextInt(3); i++) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        if (!java.util.Arrays.equals(frame, damaged)) {
            assertThat(Frames.read(call, damaged).stream().state()).isNotEqualTo(StreamState.COMPLETE);
        }
    }

    private static void tampered(FrameReader.Result result) {
        assertThat(result.stream().state()).isEqualTo(StreamState.TAMPERED);
        assertThat(result.stream().detail()).contains("somebody");
        assertThat(result.evidence()).isEmpty();
    }
}
