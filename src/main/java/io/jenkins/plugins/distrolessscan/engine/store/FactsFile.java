package io.jenkins.plugins.distrolessscan.engine.store;

import io.jenkins.plugins.distrolessscan.engine.model.Capacity;
import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The facts of a scan as bytes: gzip of JSON. They come from an agent or a file, which are less trusted than the reader,
 * so reading is bounded in size before anything is parsed.
 */
public final class FactsFile {
    /** Compressed bytes at most. */
    public static final int LARGEST = Capacity.FACTS_BYTES;

    private static final int LARGEST_INFLATED = 3 * LARGEST;

    private FactsFile() {}

    public static byte[] write(CollectedScan scan) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            RecordWriter.write(out, scan);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads the facts.
     *
     * @throws ScanException UNSUPPORTED when they are too large, damaged or of another format
     */
    public static CollectedScan read(byte[] bytes) throws ScanException {
        if (bytes.length > LARGEST) {
            throw unusable("they are larger than " + LARGEST + " bytes", null);
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            byte[] json = in.readNBytes(LARGEST_INFLATED + 1);
            if (json.length > LARGEST_INFLATED) {
                throw unusable("they inflate to more than " + LARGEST_INFLATED + " bytes", null);
            }
            OptionalInt format = StoredFormat.of(new ByteArrayInputStream(json));
            if (format.isPresent() && format.getAsInt() != CollectedScan.FORMAT) {
                throw unusable(
                        "they were written by another version of this program, in format " + format.getAsInt()
                                + " and not " + CollectedScan.FORMAT,
                        null);
            }
            CollectedScan scan = Json.reader(CollectedScan.class).readValue(json);
            if (scan == null || scan.format() != CollectedScan.FORMAT) {
                throw unusable("their format is not " + CollectedScan.FORMAT, null);
            }
            return scan;
        } catch (IOException | RuntimeException e) {
            throw unusable("they cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private static ScanException unusable(String why, Exception cause) {
        return new ScanException(
                ScanException.Kind.UNSUPPORTED, "The facts of the scan are not usable: " + why + ".", cause);
    }
}
