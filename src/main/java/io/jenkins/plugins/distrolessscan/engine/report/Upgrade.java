package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.LoadedState;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import io.jenkins.plugins.distrolessscan.engine.model.VulnerabilityFinding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Findings that one upgrade of one package mends: the last of their fixed versions mends them all. */
record Upgrade(List<VulnerabilityFinding> findings, String fixedVersion) {
    private static final List<Severity> WORST =
            List.of(Severity.CRITICAL, Severity.HIGH, Severity.UNKNOWN, Severity.MEDIUM, Severity.LOW, Severity.NONE);

    Upgrade {
        findings = List.copyOf(findings);
    }

    /** In the order of the most urgent finding of each; the findings have to be in their order. */
    static List<Upgrade> of(List<VulnerabilityFinding> findings) {
        Map<String, List<VulnerabilityFinding>> byPackage = new LinkedHashMap<>();
        for (VulnerabilityFinding finding : findings) {
            String key = finding.packageKey() + "\n" + finding.version() + "\n" + finding.fixable();
            byPackage.computeIfAbsent(key, k -> new ArrayList<>()).add(finding);
        }
        return byPackage.values().stream()
                .map(all -> new Upgrade(all, fixed(all)))
                .toList();
    }

    /** Several fixed versions are all named: which is the last is the ecosystem's to say. */
    private static String fixed(List<VulnerabilityFinding> findings) {
        Set<String> versions = new LinkedHashSet<>();
        findings.stream()
                .map(VulnerabilityFinding::fixedVersion)
                .filter(version -> !version.isEmpty())
                .forEach(versions::add);
        return versions.size() <= 3
                ? String.join(", ", versions)
                : String.join(", ", List.copyOf(versions).subList(0, 3)) + ", …";
    }

    VulnerabilityFinding first() {
        return findings.get(0);
    }

    /** The one whose severity is worst; malicious before all, unknown between high and medium. */
    VulnerabilityFinding worst() {
        return findings.stream()
                .min(Comparator.comparing(VulnerabilityFinding::kind)
                        .thenComparing(finding -> WORST.indexOf(finding.severity())))
                .orElseThrow();
    }

    /** How many vulnerabilities, each once however many subjects have it. */
    int vulnerabilities() {
        Set<String> names = new HashSet<>();
        findings.forEach(finding -> names.add(finding.vulnerability()));
        return names.size();
    }

    LoadedState loaded() {
        LoadedState strongest = LoadedState.NOT_SEEN_LOADED;
        for (VulnerabilityFinding finding : findings) {
            strongest = rank(finding.loaded()) < rank(strongest) ? finding.loaded() : strongest;
        }
        return strongest;
    }

    private static int rank(LoadedState state) {
        return switch (state) {
            case LOADED -> 0;
            case OPENED -> 1;
            case CANNOT_TELL -> 2;
            case NOT_SEEN_LOADED -> 3;
        };
    }

    List<String> subjects() {
        return findings.stream().map(VulnerabilityFinding::subject).distinct().toList();
    }
}
