package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import java.io.IOException;
import java.io.OutputStream;

/** The css of {@link HtmlReport#linked()}; the same for every report. */
final class ReportCss implements ReportFile {
    @Override
    public String name() {
        return HtmlReport.STYLESHEET;
    }

    @Override
    public void write(ScanReport report, OutputStream out) throws IOException {
        out.write(HtmlReport.stylesheet());
    }
}
