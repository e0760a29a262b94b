package io.jenkins.plugins.distrolessscan.result;

import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFile;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import jenkins.util.SystemProperties;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * Answers with one file of a report, rendered when it is asked for. The answer has the headers that Jenkins gives a file of
 * a workspace or an artifact: whatever it holds, a browser runs nothing of it.
 */
final class ReportDownload {
    private static final String POLICY = "sandbox; default-src 'none'; img-src 'self'; style-src 'self';";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=UTF-8",
            "css", "text/css;charset=UTF-8",
            "json", "application/json;charset=UTF-8",
            "sarif", "application/json;charset=UTF-8",
            "xml", "application/xml;charset=UTF-8",
            "csv", "text/csv;charset=UTF-8",
            "md", "text/markdown;charset=UTF-8",
            "jsonl", "application/x-ndjson;charset=UTF-8");

    private ReportDownload() {}

    static void send(ReportFile file, ScanReport report, String scanId, StaplerResponse2 response) throws IOException {
        String ending = file.name().substring(file.name().lastIndexOf('.') + 1);
        // An administrator can change it for all files of builds, also to none.
        String policy = SystemProperties.getString("hudson.model.DirectoryBrowserSupport.CSP", POLICY);
        if (!policy.isBlank()) {
            response.setHeader("Content-Security-Policy", policy);
        }
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "private, no-cache");
        response.setContentType(TYPES.getOrDefault(ending, "application/octet-stream"));
        if (!ending.equals("html") && !ending.equals("css")) {
            response.setHeader(
                    "Content-Disposition",
                    "attachment; filename=\"" + scanId + "-" + file.name().replace('/', '-') + "\"");
        }
        response.setStatus(HttpServletResponse.SC_OK);
        file.write(report, response.getOutputStream());
    }
}
