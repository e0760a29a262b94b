package io.jenkins.plugins.distrolessscan.engine.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.Finding;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code report.sarif}: the findings as SARIF 2.1.0. */
public final class SarifReport extends JsonTree {
    @Override
    public String name() {
        return "report.sarif";
    }

    @Override
    ObjectNode tree(ScanReport report) {
        ObjectNode root = object().put("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
                .put("version", "2.1.0");
        ObjectNode run = root.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool")
                .putObject("driver")
                .put("name", "Distroless Scan")
                .put("version", PageText.name(report.scan().toolVersion()));
        ArrayNode rules = driver.putArray("rules");
        run.putArray("invocations")
                .addObject()
                .put("executionSuccessful", report.verdict().result() != Verdict.Result.INCOMPLETE)
                .put("startTimeUtc", report.scan().started().toString())
                .put("endTimeUtc", report.scan().finished().toString());
        ArrayNode results = run.putArray("results");
        List<String> known = new ArrayList<>();
        SubjectTargets targets = SubjectTargets.of(report);
        for (Finding finding : report.findings()) {
            if (!known.contains(finding.rule())) {
                known.add(finding.rule());
                rules.add(rule(finding));
            }
            results.add(result(finding, known.indexOf(finding.rule()), targets.words(finding)));
        }
        new SarifVulnerabilities(report, targets).to(rules, results);
        run.putObject("properties")
                .put("demo", report.scan().demo())
                .put("vulnerabilities", report.lookup().state().name());
        return root;
    }

    private static ObjectNode rule(Finding finding) {
        ObjectNode rule = object().put("id", PageText.name(finding.rule()));
        rule.putObject("shortDescription").put("text", text(finding.title()));
        return rule;
    }

    private static ObjectNode result(Finding finding, int rule, String where) {
        ObjectNode result = object().put("ruleId", PageText.name(finding.rule()))
                .put("ruleIndex", rule)
                .put("level", level(finding.severity()));
        result.putObject("message").put("text", text(finding.title() + " (" + where + "): " + finding.text()));
        ObjectNode location = result.putArray("locations").addObject();
        if (!finding.location().isEmpty()) {
            location.putObject("physicalLocation").putObject("artifactLocation").put("uri", uri(finding.location()));
        }
        location.putArray("logicalLocations")
                .addObject()
                .put("fullyQualifiedName", PageText.name(finding.workload()))
                .put("kind", "resource");
        result.putObject("partialFingerprints").put("distrolessScan/v1", PageText.name(finding.id()));
        result.putObject("properties")
                .put("severity", finding.severity().name())
                .put("subject", PageText.name(finding.subject()));
        return result;
    }

    /** Unknown is a warning: it never counts as low. */
    static String level(Severity severity) {
        return switch (severity) {
            case CRITICAL, HIGH -> "error";
            case MEDIUM, UNKNOWN -> "warning";
            case LOW, NONE -> "note";
        };
    }

    /** SARIF readers show messages with links in brackets; a target's text makes none. */
    static String text(String text) {
        return PageText.sentence(text).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]");
    }

    /** A relative reference of RFC 3986: whatever the path holds, it names no scheme, host or query. */
    static String uri(String path) {
        StringBuilder uri = new StringBuilder();
        for (byte b : PageText.of(path, 1_000).getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-._~/".indexOf(c) >= 0) {
                uri.append(c);
            } else {
                uri.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return uri.toString().replaceFirst("^/+", "");
    }
}
