package io.jenkins.plugins.distrolessscan.engine.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.LookupInfo;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import io.jenkins.plugins.distrolessscan.engine.model.Subject;
import io.jenkins.plugins.distrolessscan.engine.model.VulnerabilityFinding;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The vulnerabilities of {@code hdf.json}: a control for each severity, one for malicious packages, one for exploited ones. */
final class HdfVulnerabilities {
    private static final int NAMED = 20;

    private final ScanReport report;
    private final SubjectTargets targets;

    HdfVulnerabilities(ScanReport report, SubjectTargets targets) {
        this.report = report;
        this.targets = targets;
    }

    void to(ArrayNode controls) {
        if (report.lookup().state() == LookupInfo.State.NOT_CONFIGURED) {
            return;
        }
        controls.add(control(
                "malicious",
                "No package is known to be malicious",
                1.0,
                f -> f.kind() == VulnerabilityFinding.Kind.MALICIOUS));
        controls.add(control(
                "exploited",
                "No package has a vulnerability that is known to be exploited",
                1.0,
                VulnerabilityFinding::knownExploited));
        for (Severity severity :
                List.of(Severity.CRITICAL, Severity.HIGH, Severity.UNKNOWN, Severity.MEDIUM, Severity.LOW)) {
            String word = severity.name().toLowerCase(Locale.ROOT);
            controls.add(control(
                    word,
                    "No package has a known vulnerability of severity " + word,
                    impact(severity),
                    f -> f.severity() == severity));
        }
    }

    private static double impact(Severity severity) {
        return switch (severity) {
            case CRITICAL -> 1.0;
            case HIGH, UNKNOWN -> 0.7;
            case MEDIUM -> 0.5;
            case LOW -> 0.3;
            case NONE -> 0;
        };
    }

    private ObjectNode control(String id, String title, double impact, Predicate<VulnerabilityFinding> test) {
        ObjectNode control = JsonTree.object()
                .put("id", "vulnerability-" + id)
                .put("title", title)
                .put("desc", title)
                .put("impact", impact)
                .put("code", "");
        control.putArray("descriptions");
        control.putArray("refs");
        control.putObject("tags")
                .put("severity", Severity.ofImpact(impact).name().toLowerCase(Locale.ROOT));
        control.putObject("source_location");
        ArrayNode results = control.putArray("results");
        for (Subject subject : report.subjects()) {
            List<VulnerabilityFinding> found = report.vulnerabilities().stream()
                    .filter(f -> f.subject().equals(subject.id())
                            && f.suppressed().isEmpty()
                            && f.kind() != VulnerabilityFinding.Kind.UNIMPORTANT
                            && test.test(f))
                    .toList();
            results.add(result(subject, title, found));
        }
        return control;
    }

    /** What was looked up in data that is too old, or not at all, did not pass. */
    private ObjectNode result(Subject subject, String title, List<VulnerabilityFinding> found) {
        ObjectNode result = JsonTree.object()
                .put("code_desc", PageText.sentence(targets.words(subject.id()) + ": " + title))
                .put("run_time", 0.0)
                .put("start_time", report.scan().started().toString());
        if (!found.isEmpty()) {
            String names = found.stream()
                    .limit(NAMED)
                    .map(f -> f.vulnerability() + " in " + f.name() + " " + f.version())
                    .collect(Collectors.joining("; "));
            return result.put("status", "failed")
                    .put("message", PageText.sentence(Words.number(found.size()) + ": " + names));
        }
        return report.lookup().state() == LookupInfo.State.LOOKED_UP
                ? result.put("status", "passed").put("message", "None was found in what could be judged.")
                : result.put("status", "skipped")
                        .put("skip_message", PageText.sentence(report.lookup().message()));
    }
}
