package io.jenkins.plugins.distrolessscan.engine.probe;

import io.jenkins.plugins.distrolessscan.engine.model.Observation.Stream;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.StreamState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads a debug container's log to its end and says what it is worth (docs/probe-protocol.md, "Frame"). What was read is
 * the target's word, whatever it holds (S-44): the checksum tells loss and clumsy hands, not forgery. Nothing is opened
 * here.
 *
 * <p>No more than the call's cap and a little slack is ever held.
 */
public final class FrameReader {
    /** Bytes read beyond the cap, enough to recognise a second frame's beginning. */
    private static final int SLACK = 64 * 1024;

    private FrameReader() {}

    /**
     * A log and what it brought.
     *
     * @param stream the verdict, with a sentence that quotes nothing of the log
     * @param evidence the sealed bytes as the probe sent them, when the state is COMPLETE: the frame arrived whole; whether
     *     they open is found where the key is
     */
    public record Result(Stream stream, Optional<byte[]> evidence) {}

    /**
     * Reads until the log ends. Whoever calls closes the stream when time is over; that, like any broken connection,
     * makes the result INCOMPLETE.
     */
    public static Result read(InputStream log, ProbeCall call) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(SLACK);
        int most = call.cap() + SLACK;
        byte[] buffer = new byte[16 * 1024];
        Optional<String> brokenOff = Optional.empty();
        try {
            int n;
            while (bytes.size() < most
                    && (n = log.read(buffer, 0, Math.min(buffer.length, most - bytes.size()))) >= 0) {
                bytes.write(buffer, 0, n);
            }
        } catch (IOException e) {
            brokenOff = Optional.of("The log broke off after " + bytes.size() + " bytes; scan again.");
        }
        return judge(bytes.toString(StandardCharsets.ISO_8859_1), brokenOff, call);
    }

    private static Result judge(String log, Optional<String> brokenOff, ProbeCall call) {
        Optional<String> forged = Forgery.sign(log, call);
        if (forged.isPresent()) {
            return new Result(stream(StreamState.TAMPERED, forged.get(), log, Optional.empty()), Optional.empty());
        }
        Frame frame;
        try {
            frame = Frame.find(log, call.nonce());
        } catch (Frame.MissingException e) {
            String sentence = brokenOff.orElse(e.getMessage());
            return new Result(stream(StreamState.INCOMPLETE, sentence, log, e.header()), Optional.empty());
        }
        Optional<Frame.Header> header = Optional.of(frame.header());
        Optional<String> fault = brokenOff.or(() -> fault(frame, log, call.cap()));
        return fault.map(sentence ->
                        new Result(stream(StreamState.INCOMPLETE, sentence, log, header), Optional.<byte[]>empty()))
                .orElseGet(
                        () -> new Result(stream(StreamState.COMPLETE, "", log, header), Optional.of(frame.sealed())));
    }

    /** What is wrong around a frame that is whole in itself. */
    private static Optional<String> fault(Frame frame, String log, int cap) {
        if (frame.start() > 0) {
            return Optional.of("The log holds " + frame.start() + " foreign bytes before the frame.");
        }
        if (frame.end() < log.length()) {
            return Optional.of(
                    Forgery.repeated(log, frame.header().line().split(" ")[2])
                            ? "The log holds the frame more than once, word for word; scan again."
                            : "The log holds " + (log.length() - frame.end()) + " foreign bytes after the frame.");
        }
        if (log.length() > cap) {
            return Optional.of("The log is longer than the " + cap + " bytes that the probe may print.");
        }
        return Optional.empty();
    }

    private static Stream stream(StreamState state, String detail, String log, Optional<Frame.Header> header) {
        return new Stream(
                state,
                detail,
                log.length(),
                header.map(Frame.Header::version).orElse(""),
                header.map(Frame.Header::digest).orElse(""));
    }
}
