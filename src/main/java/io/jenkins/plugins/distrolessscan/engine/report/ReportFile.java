package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import java.io.IOException;
import java.io.OutputStream;

/**
 * One format of a report. Rendering depends on the report alone: the same report gives the same bytes, and no text of it,
 * whatever it holds, becomes markup, a formula or a control character of the file.
 */
public interface ReportFile {
    /** The file's name, such as {@code report.json}; unique among {@link ReportFiles#all()}. */
    String name();

    /** The whole file; text is UTF-8 with line feeds. */
    byte[] render(ScanReport report);

    /** Writes the whole file to a stream, which stays open. */
    default void write(ScanReport report, OutputStream out) throws IOException {
        out.write(render(report));
    }
}
