package io.jenkins.plugins.distrolessscan.engine.probe;

import java.io.IOException;
import java.io.InputStream;

/**
 * Splits a stream into lines of bounded length; every line has to end with a line end. A line is given in place, as
 * {@link #length()} bytes of {@link #bytes()} from {@link #start()}, and is there until the next one is asked for.
 */
final class RecordLines {
    private static final int FIRST = 64 * 1024;

    private final InputStream in;
    private final int longest;
    private byte[] buffer = new byte[FIRST];
    private int start;
    private int length;
    private int at;
    private int filled;

    RecordLines(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** Goes on to the next line; false at the end of the stream. */
    boolean next() throws IOException {
        start = at;
        int end = at;
        do {
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            if (end - start > longest) {
                throw new IOException("A record of the evidence is longer than " + longest + " bytes.");
            }
            if (end < filled) {
                length = end - start;
                at = end + 1;
                return true;
            }
            end -= start;
        } while (fill());
        if (filled > start) {
            throw new IOException("The evidence ends within a record.");
        }
        at = filled;
        return false;
    }

    byte[] bytes() {
        return buffer;
    }

    int start() {
        return start;
    }

    /** Without its end. */
    int length() {
        return length;
    }

    /** Moves what is there of the line to the beginning and reads on behind it. */
    private boolean fill() throws IOException {
        byte[] from = buffer;
        int kept = filled - start;
        if (kept > buffer.length / 2) {
            buffer = new byte[buffer.length * 2];
        }
        System.arraycopy(from, start, buffer, 0, kept);
        start = 0;
        filled = kept + Math.max(0, in.read(buffer, kept, buffer.length - kept));
        return filled > kept;
    }
}
