package io.jenkins.plugins.distrolessscan.engine.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What two builds are compared by: a report without its texts. It is stored beside each report, so that a comparison reads
 * two of these and no report. A finding stands once, however many pods, files or versions of a package it was seen in.
 *
 * @param identityVersion version of the rule by which findings are known again; other versions cannot be compared
 * @param scan the scan's id
 * @param finished when the scan ended
 * @param server the API server's URL
 * @param namespace the namespace
 * @param selection what was asked for, in words
 * @param result the verdict's result; PASSED means complete, with every gate met
 * @param lookedAt what was looked at
 * @param findings each once, by identity
 * @param packages each once for a workload and version
 * @param controls the status of each control over all targets
 * @param risks the state or level of each part of the security analysis
 */
public record ReportIndex(
        int identityVersion,
        String scan,
        Instant finished,
        String server,
        String namespace,
        String selection,
        Verdict.Result result,
        LookedAt lookedAt,
        List<IndexedFinding> findings,
        List<IndexedPackage> packages,
        List<IndexedControl> controls,
        List<IndexedRisk> risks) {
    public ReportIndex {
        findings = List.copyOf(findings);
        packages = List.copyOf(packages);
        controls = List.copyOf(controls);
        risks = List.copyOf(risks);
    }

    /** The same with these findings waived too, by identity. */
    public ReportIndex waiving(Set<String> waived) {
        return withWaived(finding -> finding.waived() || waived.contains(finding.identity()));
    }

    /** The same with these findings waived, by identity, and no others. */
    public ReportIndex waivedAnew(Set<String> waived) {
        return withWaived(finding -> waived.contains(finding.identity()));
    }

    private ReportIndex withWaived(Predicate<IndexedFinding> waived) {
        return new ReportIndex(
                identityVersion,
                scan,
                finished,
                server,
                namespace,
                selection,
                result,
                lookedAt,
                findings.stream()
                        .map(finding -> finding.waived(waived.test(finding)))
                        .toList(),
                packages,
                controls,
                risks);
    }

    /**
     * What a scan was able to find. What is missing here was not looked at: it is not zero.
     *
     * @param kinds kinds of findings
     * @param rules controls that were evaluated, by id
     * @param formats package types that were read, such as {@code deb}
     * @param workloads {@link Workload#key} of each that was looked at completely
     * @param dataAsOf age of the vulnerability data; empty without a look-up
     * @param toolVersion version of this program
     * @param ecosystems of which the vulnerability data holds whole exports, without release, such as {@code Debian}
     * @param lists which of {@link #EXPLOITED} and {@link #SCORED} the vulnerability data held
     */
    public record LookedAt(
            List<FindingKind> kinds,
            List<String> rules,
            List<String> formats,
            List<String> workloads,
            Optional<Instant> dataAsOf,
            String toolVersion,
            List<String> ecosystems,
            List<String> lists) {
        /** CISA's list of what is exploited. */
        public static final String EXPLOITED = "kev";

        /** Probabilities of exploitation. */
        public static final String SCORED = "epss";

        /** Nothing. */
        public static final LookedAt NOTHING =
                new LookedAt(List.of(), List.of(), List.of(), List.of(), Optional.empty(), "", List.of(), List.of());

        public LookedAt {
            kinds = List.copyOf(kinds);
            rules = List.copyOf(rules);
            formats = List.copyOf(formats);
            workloads = List.copyOf(workloads);
            // An index of an earlier version does not say.
            ecosystems = ecosystems == null ? List.of() : List.copyOf(ecosystems);
            lists = lists == null ? List.of() : List.copyOf(lists);
        }
    }

    /**
     * A finding.
     *
     * @param identity the same in every build for the same thing, hexadecimal
     * @param kind what it is about
     * @param rule id of the control, or the vulnerability by its canonical name
     * @param severity how bad
     * @param subject package as {@code type/name}, or path of a file; empty when it concerns the whole container
     * @param workload {@link Workload#key}
     * @param loaded of a vulnerability: the strongest that was seen; empty for the other kinds
     * @param fixedVersion version that mends a vulnerability; empty when none is known, and for the other kinds
     * @param knownExploited listed as exploited
     * @param malicious the package itself is malware
     * @param possible the package's identity, or the comparison of its version, was in part a guess
     * @param epss probability of exploitation, 0 to 1; empty without a score, and for the other kinds
     * @param ecosystem of a vulnerability: in which it was judged, without release, such as {@code Debian}; else empty
     * @param waived accepted by a waiver that applies
     */
    public record IndexedFinding(
            String identity,
            FindingKind kind,
            String rule,
            Severity severity,
            String subject,
            String workload,
            Optional<LoadedState> loaded,
            String fixedVersion,
            boolean knownExploited,
            boolean malicious,
            boolean possible,
            OptionalDouble epss,
            String ecosystem,
            boolean waived) {
        public IndexedFinding {
            epss = epss == null ? OptionalDouble.empty() : epss;
        }

        /** A finding that is neither malware nor a guess and has no score. */
        public IndexedFinding(
                String identity,
                FindingKind kind,
                String rule,
                Severity severity,
                String subject,
                String workload,
                Optional<LoadedState> loaded,
                String fixedVersion,
                boolean knownExploited,
                boolean waived) {
            this(
                    identity,
                    kind,
                    rule,
                    severity,
                    subject,
                    workload,
                    loaded,
                    fixedVersion,
                    knownExploited,
                    false,
                    false,
                    OptionalDouble.empty(),
                    "",
                    waived);
        }

        /** The same, waived or not. */
        IndexedFinding waived(boolean accepted) {
            return accepted == waived
                    ? this
                    : new IndexedFinding(
                            identity,
                            kind,
                            rule,
                            severity,
                            subject,
                            workload,
                            loaded,
                            fixedVersion,
                            knownExploited,
                            malicious,
                            possible,
                            epss,
                            ecosystem,
                            accepted);
        }

        /** A version is known that mends it. */
        public boolean fixable() {
            return !fixedVersion.isEmpty();
        }
    }

    /**
     * A package of a workload.
     *
     * @param type purl type, such as {@code deb}
     * @param name its name
     * @param version its version, empty when not known
     * @param workload {@link Workload#key}
     */
    public record IndexedPackage(String type, String name, String version, String workload) {}

    /** A control's status over all targets. */
    public record IndexedControl(String id, ControlResult.Status status) {}

    /** The state of a risk's mitigation, or the level of the whole ({@code overall}), by its constant's name. */
    public record IndexedRisk(String id, String state) {}
}
