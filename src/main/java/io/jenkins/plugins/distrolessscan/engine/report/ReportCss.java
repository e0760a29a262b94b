package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;

/** The css of {@link HtmlReport#linked()}; the same for every report. */
final class ReportCss implements ReportFile {
    @Override
    public String name() {
        return HtmlReport.STYLESHEET;
    }

    @Override
    public byte[] render(ScanReport report) {
        return HtmlReport.stylesheet();
    }
}
