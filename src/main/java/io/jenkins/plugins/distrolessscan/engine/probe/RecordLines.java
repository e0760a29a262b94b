package io.jenkins.plugins.distrolessscan.engine.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Splits a stream into lines of bounded length; every line has to end with a line end. */
final class RecordLines {
    private final InputStream in;
    private final int longest;
    private final byte[] buffer = new byte[64 * 1024];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int at;
    private int filled;

    RecordLines(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** The next line without its end; empty at the end of the stream. */
    Optional<byte[]> next() throws IOException {
        line.reset();
        while (at < filled || fill()) {
            int start = at;
            while (at < filled && buffer[at] != '\n') {
                at++;
            }
            if (line.size() + at - start > longest) {
                throw new IOException("A record of the evidence is longer than " + longest + " bytes.");
            }
            line.write(buffer, start, at - start);
            if (at < filled) {
                at++;
                return Optional.of(line.toByteArray());
            }
        }
        if (line.size() > 0) {
            throw new IOException("The evidence ends within a record.");
        }
        return Optional.empty();
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = Math.max(0, in.read(buffer, 0, buffer.length));
        return filled > 0;
    }
}
