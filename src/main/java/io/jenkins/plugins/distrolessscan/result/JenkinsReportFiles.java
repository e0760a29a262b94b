package io.jenkins.plugins.distrolessscan.result;

import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFile;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFiles;
import java.util.List;

/** The files that become artifacts: as on the command line, but with the HTML report's css in a file of its own. */
final class JenkinsReportFiles {
    private JenkinsReportFiles() {}

    static List<ReportFile> of(ScanReport report) {
        return ReportFiles.linkedOf(report);
    }
}
