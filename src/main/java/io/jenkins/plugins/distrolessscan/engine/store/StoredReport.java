package io.jenkins.plugins.distrolessscan.engine.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalInt;

/**
 * A report as it is kept beside a build: JSON with the version of its format. Every version that was ever released is read;
 * what an older one does not say was not looked at. Members that a later program added are ignored.
 */
public final class StoredReport {
    /** The format that is written; 1 was that of schema 1 of report.json. */
    public static final int FORMAT = 2;

    private static final int FIRST = 1;

    private StoredReport() {}

    /** Opens the stored bytes, from their beginning each time. */
    public interface Source {
        InputStream open() throws IOException;
    }

    private record Stored(int format, ScanReport report) {}

    /** The report is of a format that only a later version of this program knows. The message is a sentence. */
    public static final class LaterFormatException extends IOException {
        private static final long serialVersionUID = 1;

        LaterFormatException(int format) {
            super("It was written by a later version of Distroless Scan, in format " + format
                    + "; this one reads up to " + FORMAT + ".");
        }
    }

    /** Writes a report; the stream is closed. */
    public static void write(ScanReport report, OutputStream out) throws IOException {
        Json.writer().writeValue(out, new Stored(FORMAT, report));
    }

    /**
     * Reads a report.
     *
     * @throws LaterFormatException when a later version wrote it
     * @throws IOException when it is damaged, or cannot be read
     */
    public static ScanReport read(Source source) throws IOException {
        OptionalInt format = StoredFormat.of(source.open());
        if (format.isEmpty() || format.getAsInt() < FIRST) {
            throw new IOException("It is damaged: it does not begin with its format.");
        }
        if (format.getAsInt() > FORMAT) {
            throw new LaterFormatException(format.getAsInt());
        }
        return format.getAsInt() == FORMAT ? present(source) : ofTree(FirstFormat.upgraded(report(source)));
    }

    /** As a stream where nothing is missing; a report of before a member was added as a tree. */
    private static ScanReport present(Source source) throws IOException {
        try (InputStream in = source.open()) {
            return Json.reader(Stored.class).<Stored>readValue(in).report();
        } catch (JsonProcessingException e) {
            return ofTree(report(source));
        }
    }

    private static ScanReport ofTree(ObjectNode report) throws IOException {
        AbsentMembers.fill(report, ScanReport.class);
        return Json.value(report, ScanReport.class);
    }

    private static ObjectNode report(Source source) throws IOException {
        try (InputStream in = source.open()) {
            JsonNode report = Json.tree(in).path("report");
            if (report instanceof ObjectNode object) {
                return object;
            }
            throw new IOException("It is damaged: it holds no report.");
        }
    }
}
