package io.jenkins.plugins.distrolessscan.engine.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The index of a report as bytes: one line of JSON with a format version, beside the report. A member that a later version
 * adds is ignored; a format of a later version is refused with a sentence that says so.
 */
public final class IndexFile {
    /** The format that is written. */
    public static final int FORMAT = 1;

    /** The file's name in a folder of a report. */
    public static final String NAME = "index.json";

    /** Bytes at most: room for 200,000 findings and packages. */
    private static final int LARGEST = 96 * 1024 * 1024;

    private IndexFile() {}

    private record Versioned(int format, ReportIndex index) {}

    private record Header(int format) {}

    public static byte[] write(ReportIndex index) {
        try {
            return Json.writer().writeValueAsBytes(new Versioned(FORMAT, index));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads an index.
     *
     * @throws IOException when it is too large, damaged, or of a later version; the message is a sentence
     */
    public static ReportIndex read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new IOException("The index is larger than " + LARGEST + " bytes.");
        }
        try {
            Versioned read = Json.reader(Versioned.class).readValue(bytes);
            if (read.format() <= FORMAT) {
                return read.index();
            }
        } catch (JsonProcessingException e) {
            if (!isLater(bytes)) {
                throw new IOException("The index is damaged.");
            }
        }
        throw new IOException("The index was written by a later version of Distroless Scan.");
    }

    private static boolean isLater(byte[] bytes) throws IOException {
        try {
            return Json.reader(Header.class).<Header>readValue(bytes).format() > FORMAT;
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
