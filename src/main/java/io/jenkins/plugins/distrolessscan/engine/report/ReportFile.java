package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * One format of a report. Rendering depends on the report alone: the same report gives the same bytes, and no text of it,
 * whatever it holds, becomes markup, a formula or a control character of the file.
 */
public interface ReportFile {
    /** The file's name, such as {@code report.json}; unique among {@link ReportFiles#all()}. */
    String name();

    /** Writes the whole file to a stream, which stays open; text is UTF-8 with line feeds. */
    void write(ScanReport report, OutputStream out) throws IOException;

    /** The whole file in memory, for what is known to be small. */
    default byte[] render(ScanReport report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(report, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
