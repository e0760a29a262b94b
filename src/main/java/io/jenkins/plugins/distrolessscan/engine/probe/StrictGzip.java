package io.jenkins.plugins.distrolessscan.engine.probe;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates exactly one gzip member without optional header fields and no byte behind it. Java's own gzip stream takes
 * concatenated members and ignores garbage behind them, and has no limit.
 */
final class StrictGzip extends InputStream {
    private static final int HEADER = 10;
    private static final int TRAILER = 8;
    private static final int DEFLATE = 8;

    private final byte[] bytes;
    private final long most;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private boolean done;

    /**
     * @param most inflated bytes that are let through
     */
    StrictGzip(byte[] bytes, long most) throws IOException {
        if (bytes.length < HEADER + TRAILER
                || (bytes[0] & 0xff) != 0x1f
                || (bytes[1] & 0xff) != 0x8b
                || bytes[2] != DEFLATE
                || bytes[3] != 0) {
            throw new IOException("The evidence is not compressed as agreed.");
        }
        this.bytes = bytes;
        this.most = most;
        inflater.setInput(bytes, HEADER, bytes.length - HEADER);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (done || length == 0) {
            return done ? -1 : 0;
        }
        try {
            int n = inflater.inflate(target, offset, length);
            if (n == 0 && inflater.finished()) {
                checkEnd();
                done = true;
                return -1;
            }
            if (n == 0) {
                throw new IOException("The evidence is cut within its compression.");
            }
            checksum.update(target, offset, n);
            if (inflater.getBytesWritten() > most) {
                throw new IOException("The evidence is larger than " + most + " bytes when uncompressed.");
            }
            return n;
        } catch (DataFormatException e) {
            throw new IOException("The evidence's compression is damaged.");
        }
    }

    private void checkEnd() throws IOException {
        int at = bytes.length - inflater.getRemaining();
        if (bytes.length - at != TRAILER) {
            throw new IOException("The evidence's compression ends early or has bytes behind it.");
        }
        if (number(at) != checksum.getValue() || number(at + 4) != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new IOException("The evidence's checksum does not fit.");
        }
    }

    private long number(int at) {
        return bytes[at] & 0xffL
                | (bytes[at + 1] & 0xffL) << 8
                | (bytes[at + 2] & 0xffL) << 16
                | (bytes[at + 3] & 0xffL) << 24;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
