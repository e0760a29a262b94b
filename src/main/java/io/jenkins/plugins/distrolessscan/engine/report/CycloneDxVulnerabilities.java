package io.jenkins.plugins.distrolessscan.engine.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryItem;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.VulnerabilityFinding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The vulnerabilities of one subject's CycloneDX document. An analysis is written only where an administrator's statement answers a vulnerability:
 * that nothing had a package loaded is a property, and never "not affected".
 */
final class CycloneDxVulnerabilities {
    private final ScanReport report;
    private final String subject;
    private final Map<String, String> references = new HashMap<>();

    CycloneDxVulnerabilities(ScanReport report, String subject) {
        this.report = report;
        this.subject = subject;
    }

    /** Notes by which reference a package goes. */
    void component(InventoryItem item, String reference) {
        references.putIfAbsent(key(item.type(), item.name(), item.version(), item.purl()), reference);
    }

    void to(ObjectNode root) {
        if (!report.lookup().lookedUp()) {
            return;
        }
        Map<String, List<VulnerabilityFinding>> byName = new LinkedHashMap<>();
        for (VulnerabilityFinding finding : report.vulnerabilities()) {
            if (!finding.subject().equals(subject)) {
                continue;
            }
            // What one statement answers for one package it need not answer for another.
            String key = finding.vulnerability() + "\n" + finding.suppressed();
            byName.computeIfAbsent(key, name -> new ArrayList<>()).add(finding);
        }
        ArrayNode list = root.putArray("vulnerabilities");
        byName.values().forEach(findings -> list.addPOJO(new JsonTree.Late(() -> vulnerability(findings))));
    }

    private ObjectNode vulnerability(List<VulnerabilityFinding> findings) {
        VulnerabilityFinding first = findings.get(0);
        ObjectNode node = JsonTree.object().put("id", PageText.name(first.vulnerability()));
        ObjectNode rating = node.putArray("ratings").addObject();
        first.score().ifPresent(score -> rating.put("score", score));
        rating.put(
                "severity",
                switch (first.severity()) {
                    case CRITICAL -> "critical";
                    case HIGH -> "high";
                    case MEDIUM -> "medium";
                    case LOW -> "low";
                    case NONE -> "none";
                    case UNKNOWN -> "unknown";
                });
        String method = method(first.severitySource());
        if (!method.isEmpty()) {
            rating.put("method", method).put("vector", PageText.name(first.severitySource()));
        }
        if (!first.summary().isBlank()) {
            node.put("description", PageText.sentence(first.summary()));
        }
        if (first.fixable()) {
            node.put(
                    "recommendation",
                    PageText.sentence("Upgrade " + first.name() + " to " + first.fixedVersion() + "."));
        }
        ArrayNode advisories = JsonTree.NODES.arrayNode();
        first.references().stream()
                .filter(PlainText::isLink)
                .forEach(link -> advisories.addObject().put("url", link));
        if (!advisories.isEmpty()) {
            node.set("advisories", advisories);
        }
        if (!first.suppressed().isEmpty()) {
            node.putObject("analysis")
                    .put(
                            "state",
                            first.suppressed().startsWith("fixed")
                                            || first.suppressed().startsWith("resolved")
                                    ? "resolved"
                                    : "not_affected")
                    .put("detail", PageText.sentence(first.suppressed()));
        }
        Set<String> affected = new TreeSet<>();
        for (VulnerabilityFinding f : findings) {
            String reference = references.get(key(f.type(), f.name(), f.version(), f.purl()));
            if (reference != null) {
                affected.add(reference);
            }
        }
        ArrayNode affects = node.putArray("affects");
        affected.forEach(reference -> affects.addObject().put("ref", reference));
        node.putArray("properties")
                .add(SbomComponents.property("kind", first.kind().name()))
                .add(SbomComponents.property("certainty", first.certainty().name()))
                .add(SbomComponents.property("loaded", first.loaded().name()))
                .add(SbomComponents.property("known-exploited", String.valueOf(first.knownExploited())))
                .add(SbomComponents.property("records", PageText.names(first.records())));
        return node;
    }

    private static String method(String source) {
        if (source.startsWith("CVSS:4")) {
            return "CVSSv4";
        }
        if (source.startsWith("CVSS:3.1")) {
            return "CVSSv31";
        }
        if (source.startsWith("CVSS:3")) {
            return "CVSSv3";
        }
        return source.contains("Au:") ? "CVSSv2" : "";
    }

    private static String key(String type, String name, String version, String purl) {
        return String.join("\n", type, name, version, purl);
    }
}
