package io.jenkins.plugins.distrolessscan.engine.cluster;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A container's log. When a container's log is gone, the node answers success with one line of text that says so; this
 * is told apart from a log that the container wrote.
 */
final class LogStream extends FilterInputStream {
    private static final byte[] GONE = "unable to retrieve container logs for".getBytes(StandardCharsets.US_ASCII);

    private final InputStream body;
    private boolean looked;

    LogStream(InputStream body) {
        super(body);
        this.body = body;
    }

    /** Reads no further than it must to tell, so that the first short line of a log is passed on at once. */
    private void look() throws IOException {
        if (looked) {
            return;
        }
        looked = true;
        byte[] head = new byte[GONE.length];
        int n = 0;
        while (n < head.length) {
            int read = body.read(head, n, head.length - n);
            if (read < 0) {
                break;
            }
            n += read;
            if (!Arrays.equals(head, 0, n, GONE, 0, n)) {
                break;
            }
        }
        if (n == GONE.length && Arrays.equals(head, GONE)) {
            throw new IOException("the node no longer has the container's log");
        }
        in = new SequenceInputStream(new ByteArrayInputStream(head, 0, n), body);
    }

    @Override
    public int read() throws IOException {
        look();
        return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        look();
        return in.read(bytes, offset, length);
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
