package io.jenkins.plugins.distrolessscan.engine.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.Fingerprint;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import io.jenkins.plugins.distrolessscan.engine.model.VulnerabilityFinding;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The vulnerabilities of {@code report.sarif}: a rule for each, with help and the number that dashboards sort by. */
final class SarifVulnerabilities {
    private final ScanReport report;
    private final SubjectTargets targets;
    private final Map<String, Integer> rules = new LinkedHashMap<>();

    SarifVulnerabilities(ScanReport report, SubjectTargets targets) {
        this.report = report;
        this.targets = targets;
    }

    /** Adds to the rules that are there, so that the indexes stay right. */
    void to(ArrayNode driverRules, ArrayNode results) {
        for (VulnerabilityFinding finding : report.vulnerabilities()) {
            Integer rule = rules.get(finding.vulnerability());
            if (rule == null) {
                rule = driverRules.size();
                rules.put(finding.vulnerability(), rule);
                driverRules.add(rule(finding));
            }
            results.add(result(finding, rule));
        }
    }

    private static ObjectNode rule(VulnerabilityFinding finding) {
        ObjectNode rule = JsonTree.object().put("id", PageText.name(finding.vulnerability()));
        String summary = finding.summary().isBlank() ? finding.vulnerability() : finding.summary();
        rule.putObject("shortDescription").put("text", SarifReport.text(summary));
        rule.putObject("help")
                .put(
                        "text",
                        SarifReport.text(
                                finding.fixedVersion().isEmpty()
                                        ? "No version is known that mends it."
                                        : "Upgrade " + finding.name() + " to " + finding.fixedVersion() + "."));
        finding.references().stream()
                .filter(PlainText::isLink)
                .findFirst()
                .ifPresent(link -> rule.put("helpUri", link));
        ObjectNode properties = rule.putObject("properties");
        double score = finding.score().orElse(standIn(finding.severity()));
        if (score > 0) {
            properties.put("security-severity", String.format(Locale.ROOT, "%.1f", score));
        }
        properties.putArray("tags").add("security").add("vulnerability");
        return rule;
    }

    /** For a severity that only a word gives: the middle of what CVSS calls so; nothing for an unknown one. */
    private static double standIn(Severity severity) {
        return switch (severity) {
            case CRITICAL -> 9.5;
            case HIGH -> 8.0;
            case MEDIUM -> 5.5;
            case LOW -> 2.0;
            case NONE, UNKNOWN -> 0;
        };
    }

    private ObjectNode result(VulnerabilityFinding finding, int rule) {
        boolean malicious = finding.kind() == VulnerabilityFinding.Kind.MALICIOUS;
        boolean unimportant = finding.kind() == VulnerabilityFinding.Kind.UNIMPORTANT;
        ObjectNode result = JsonTree.object()
                .put("ruleId", PageText.name(finding.vulnerability()))
                .put("ruleIndex", rule)
                .put("level", unimportant ? "note" : malicious ? "error" : SarifReport.level(finding.severity()));
        String fix = finding.fixedVersion().isEmpty() ? "no fix is known" : "fixed in " + finding.fixedVersion();
        result.putObject("message")
                .put(
                        "text",
                        SarifReport.text(finding.name() + " " + finding.version() + " ("
                                + targets.words(finding.subject()) + "): " + fix + "; " + finding.why()));
        ObjectNode location = result.putArray("locations").addObject();
        if (!finding.locations().isEmpty()) {
            location.putObject("physicalLocation")
                    .putObject("artifactLocation")
                    .put("uri", SarifReport.uri(finding.locations().get(0)));
        }
        location.putArray("logicalLocations")
                .addObject()
                .put("fullyQualifiedName", PageText.name(finding.packageKey()))
                .put("kind", "package");
        result.putObject("partialFingerprints")
                .put(
                        "distrolessScan/v1",
                        new Fingerprint()
                                .add(finding.vulnerability(), finding.packageKey(), finding.subject())
                                .hex(16));
        result.putObject("properties")
                .put("severity", finding.severity().name())
                .put("kind", finding.kind().name())
                .put("certainty", finding.certainty().name())
                .put("loaded", finding.loaded().name())
                .put("knownExploited", finding.knownExploited())
                .put("subject", PageText.name(finding.subject()));
        if (!finding.suppressed().isEmpty()) {
            result.putArray("suppressions")
                    .addObject()
                    .put("kind", "external")
                    .put("justification", SarifReport.text(finding.suppressed()));
        }
        return result;
    }
}
