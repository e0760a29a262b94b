package io.jenkins.plugins.distrolessscan.engine.probe;

import io.jenkins.plugins.distrolessscan.engine.model.Sha256;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The frame within a log, whole by its own size and checksum, not yet opened.
 *
 * @param header the first line
 * @param sealed the sealed bytes
 * @param start where it begins in the log
 * @param end where the log goes on behind it
 */
record Frame(Header header, byte[] sealed, int start, int end) {
    private static final Pattern HEADER = Pattern.compile(
            Pattern.quote(FrameFormat.BEGIN) + "[A-Za-z0-9_-]{22} ([0-9A-Za-z.+_-]{1,64}) ([0-9a-f]{64})");
    private static final Pattern TRAILER =
            Pattern.compile(Pattern.quote(FrameFormat.END) + "[A-Za-z0-9_-]{22} ([0-9]{1,9}) ([0-9a-f]{64})");
    private static final Pattern HEAD_ROOM = Pattern.compile("distroless-scan probe: memory head room ([0-9]{1,15}) of"
            + " ([0-9]{1,15}) bytes, less than the margin of ([0-9]{1,15})\n");
    private static final String LOG_IS_GONE = "unable to retrieve container logs";

    /** The first line, what it says of the probe's version, and the SHA-256 of its binary: its own word. */
    record Header(String line, String version, String digest) {}

    /** There is no whole frame. The message quotes nothing of the log. */
    static final class MissingException extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Header header;

        MissingException(String message, Header header) {
            super(message);
            this.header = header;
        }

        Optional<Header> header() {
            return Optional.ofNullable(header);
        }
    }

    /** Finds the frame of a nonce, of which the log holds no second one. */
    static Frame find(String log, String nonce) throws MissingException {
        int start = log.indexOf(FrameFormat.BEGIN + nonce);
        if (start < 0) {
            throw new MissingException(withoutFrame(log), null);
        }
        Header header = header(log, start);
        int body = start + header.line().length() + 1;
        int end = log.indexOf(FrameFormat.END + nonce, body - 1);
        int lineEnd = end < 0 ? -1 : log.indexOf('\n', end);
        if (lineEnd < 0) {
            throw new MissingException(
                    "The frame has no end: the probe was stopped, or the log was cut after " + log.length() + " bytes.",
                    header);
        }
        Matcher trailer = TRAILER.matcher(log.substring(end, lineEnd));
        if (!trailer.matches()) {
            throw new MissingException("The frame's last line is malformed.", header);
        }
        byte[] sealed = decode(log, body, end, header);
        if (sealed.length != Integer.parseInt(trailer.group(1))) {
            throw new MissingException("The frame holds " + sealed.length + " bytes and names another number.", header);
        }
        if (!Sha256.hex(sealed).equals(trailer.group(2))) {
            throw new MissingException("The frame's checksum does not fit its content.", header);
        }
        return new Frame(header, sealed, start, lineEnd + 1);
    }

    private static Header header(String log, int start) throws MissingException {
        int lineEnd = log.indexOf('\n', start);
        if (lineEnd < 0) {
            throw new MissingException("The log ends within the frame's first line.", null);
        }
        Matcher matcher = HEADER.matcher(log.substring(start, Math.min(lineEnd, start + 256)));
        if (!matcher.matches()) {
            throw new MissingException("The frame's first line is malformed.", null);
        }
        return new Header(matcher.group(), matcher.group(1), matcher.group(2));
    }

    private static byte[] decode(String log, int start, int end, Header header) throws MissingException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream((end - start) / 4 * 3);
        int number = 1;
        for (int at = start; at < end; number++) {
            int lineEnd = log.indexOf('\n', at);
            boolean last = lineEnd + 1 == end;
            int length = lineEnd - at;
            if (lineEnd < 0
                    || lineEnd >= end
                    || length < 4
                    || length > FrameFormat.LINE_CHARACTERS
                    || (!last && length != FrameFormat.LINE_CHARACTERS)) {
                throw new MissingException("Line " + number + " of the frame holds foreign bytes or was cut.", header);
            }
            String line = log.substring(at, lineEnd);
            try {
                if (!last && line.indexOf('=') >= 0 || length % 4 != 0) {
                    throw new IllegalArgumentException("padding within the frame");
                }
                sealed.writeBytes(Base64.getDecoder().decode(line));
            } catch (IllegalArgumentException e) {
                throw new MissingException("Line " + number + " of the frame is not base64.", header);
            }
            at = lineEnd + 1;
        }
        return sealed.toByteArray();
    }

    private static String withoutFrame(String log) {
        if (log.isEmpty()) {
            return "The log is empty: the probe printed nothing. It started too late, or was stopped.";
        }
        if (log.startsWith(LOG_IS_GONE)) {
            return "The node has no log of the debug container any more; scan again.";
        }
        Matcher room = HEAD_ROOM.matcher(log);
        if (room.matches()) {
            return "The memory head room of the pod is " + Long.parseLong(room.group(1)) / 1024 + " KiB of "
                    + Long.parseLong(room.group(2)) / 1024 + " KiB, less than the margin of "
                    + Long.parseLong(room.group(3)) / 1024 + " KiB.";
        }
        if (log.contains(FrameFormat.BEGIN)) {
            return "The log holds a frame of another scan (its nonce is wrong) and none of this one.";
        }
        long lines = log.chars().filter(c -> c == '\n').count();
        return "The log holds no frame, but " + log.length() + " foreign bytes in " + Math.max(1, lines)
                + " lines: an error of the probe, another image, or the target wrote them.";
    }
}
