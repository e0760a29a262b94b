package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.model.Difference;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.FindingChange;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.Reference;
import io.jenkins.plugins.distrolessscan.engine.model.FindingKind;
import io.jenkins.plugins.distrolessscan.engine.model.LoadedState;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.IndexedFinding;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.LookedAt;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** An index and a difference, for gates. */
final class SampleIndex {
    static final Instant TIME = Instant.parse("2026-11-27T10:00:00Z");
    static final String WORKLOAD = "shop/ReplicaSet/checkout/app";

    private final List<IndexedFinding> findings = new ArrayList<>();
    private final List<FindingChange> changes = new ArrayList<>();
    private Set<FindingKind> kinds = EnumSet.allOf(FindingKind.class);
    private List<String> rules = List.of("container-1.1", "runtime-1.1", "runtime-1.2", "runtime-1.3");
    private List<String> lists = List.of(LookedAt.EXPLOITED, LookedAt.SCORED);
    private Set<FindingKind> compared = EnumSet.allOf(FindingKind.class);
    private Reference reference = new Reference("shop #1", Reference.State.FOUND, Optional.of(TIME), "");

    static IndexedFinding vulnerability(String id, Severity severity, LoadedState loaded, String fixed) {
        return new IndexedFinding(
                "i" + id,
                FindingKind.VULNERABILITY,
                id,
                severity,
                "deb/libssl3",
                WORKLOAD,
                Optional.of(loaded),
                fixed,
                id.endsWith("KEV"),
                false);
    }

    /** Malware, and a guess of a vulnerability with a score. */
    static List<IndexedFinding> malwareAndGuess() {
        return List.of(
                of("MAL-1", Severity.UNKNOWN, true, false, OptionalDouble.empty()),
                of("CVE-6", Severity.MEDIUM, false, true, OptionalDouble.of(0.4)));
    }

    private static IndexedFinding of(
            String id, Severity severity, boolean malicious, boolean possible, OptionalDouble epss) {
        return new IndexedFinding(
                "i" + id,
                FindingKind.VULNERABILITY,
                id,
                severity,
                "npm/left",
                WORKLOAD,
                Optional.of(LoadedState.LOADED),
                "",
                false,
                malicious,
                possible,
                epss,
                "npm",
                false);
    }

    static IndexedFinding other(FindingKind kind, String rule, Severity severity) {
        return new IndexedFinding("i" + rule, kind, rule, severity, "", WORKLOAD, Optional.empty(), "", false, false);
    }

    static IndexedFinding waived(IndexedFinding f) {
        return new IndexedFinding(
                f.identity(),
                f.kind(),
                f.rule(),
                f.severity(),
                f.subject(),
                f.workload(),
                f.loaded(),
                f.fixedVersion(),
                f.knownExploited(),
                true);
    }

    SampleIndex has(IndexedFinding... more) {
        findings.addAll(List.of(more));
        return this;
    }

    /** A finding that is new, first looked at, or gone. */
    SampleIndex change(FindingChange.Kind kind, IndexedFinding finding) {
        changes.add(new FindingChange(kind, finding, Optional.empty(), Optional.empty()));
        return kind == FindingChange.Kind.FIXED || kind == FindingChange.Kind.NO_LONGER_LOOKED_AT ? this : has(finding);
    }

    SampleIndex changed(IndexedFinding before, IndexedFinding after) {
        changes.add(new FindingChange(FindingChange.Kind.CHANGED, after, Optional.of(before), Optional.empty()));
        return has(after);
    }

    SampleIndex lookedAt(FindingKind... only) {
        kinds = Set.of(only);
        return this;
    }

    SampleIndex rules(String... only) {
        rules = List.of(only);
        return this;
    }

    SampleIndex lists(String... only) {
        lists = List.of(only);
        return this;
    }

    SampleIndex compared(FindingKind... only) {
        compared = Set.of(only);
        return this;
    }

    SampleIndex reference(Reference other) {
        reference = other;
        return this;
    }

    ReportIndex index() {
        return new ReportIndex(
                1,
                "0123456789abcdef",
                TIME,
                "https://cluster:6443",
                "shop",
                "all pods",
                Verdict.Result.PASSED,
                new LookedAt(
                        List.copyOf(kinds),
                        rules,
                        List.of("deb"),
                        List.of(WORKLOAD),
                        Optional.of(TIME),
                        "1",
                        List.of("Debian"),
                        lists),
                findings,
                List.of(),
                List.of(),
                List.of());
    }

    Difference difference() {
        return reference.found()
                ? new Difference(reference, List.copyOf(compared), changes, 0, List.of(), List.of(), List.of())
                : Difference.without(reference);
    }
}
