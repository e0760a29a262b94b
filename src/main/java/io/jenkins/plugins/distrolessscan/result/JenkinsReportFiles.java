package io.jenkins.plugins.distrolessscan.result;

import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFile;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFiles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of a report in Jenkins: as on the command line, but with the HTML report's css in a file of its own, because
 * Jenkins' policy for such files blocks inline style. Each format has a word, by which builds name it.
 */
public final class JenkinsReportFiles {
    private static final Map<String, String> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put("json", "report.json");
        NAMES.put("html", "report.html");
        NAMES.put("markdown", "report.md");
        NAMES.put("hdf", "hdf.json");
        NAMES.put("cyclonedx", "sbom.cdx.json");
        NAMES.put("sarif", "report.sarif");
        NAMES.put("junit", "junit.xml");
        NAMES.put("csv", "findings.csv");
        NAMES.put("audit", "audit.jsonl");
    }

    private JenkinsReportFiles() {}

    /** The words of the formats, in the order of the pages. */
    public static List<String> formats() {
        return List.copyOf(NAMES.keySet());
    }

    /** Every file of a report. */
    static List<ReportFile> of(ScanReport report) {
        return ReportFiles.linkedOf(report);
    }

    /** The files of some formats; html brings its css along, csv the vulnerabilities, cyclonedx the document of each subject. */
    static List<ReportFile> of(ScanReport report, List<String> formats) {
        return of(report).stream()
                .filter(file -> formats.stream().anyMatch(format -> belongs(file.name(), format)))
                .toList();
    }

    private static boolean belongs(String name, String format) {
        return name.equals(NAMES.get(format))
                || format.equals("html") && name.equals("report.css")
                || format.equals("csv") && name.equals("vulnerabilities.csv")
                || format.equals("cyclonedx") && name.endsWith(".cdx.json");
    }

    /** The file of that name; there are no others than these. */
    static Optional<ReportFile> named(ScanReport report, String name) {
        return of(report).stream().filter(file -> file.name().equals(name)).findFirst();
    }
}
