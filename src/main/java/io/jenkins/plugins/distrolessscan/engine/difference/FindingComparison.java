package io.jenkins.plugins.distrolessscan.engine.difference;

import io.jenkins.plugins.distrolessscan.engine.model.Difference.FindingChange;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.FindingChange.Cause;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.FindingChange.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.FindingKind;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.IndexedFinding;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.IndexedPackage;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.LookedAt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what is new, gone and changed among the findings of two indexes, and what one of the two could not have found. */
final class FindingComparison {
    private final ReportIndex before;
    private final ReportIndex now;
    private final boolean comparable;
    private final Map<String, Set<String>> packagesBefore;
    private final Map<String, Set<String>> packagesNow;
    private final List<FindingChange> changes = new ArrayList<>();
    private int unchanged;

    FindingComparison(ReportIndex before, ReportIndex now) {
        this.before = before;
        this.now = now;
        this.comparable = before.identityVersion() == now.identityVersion();
        this.packagesBefore = packages(before);
        this.packagesNow = packages(now);
        compare();
    }

    List<FindingChange> changes() {
        return changes;
    }

    int unchanged() {
        return unchanged;
    }

    private void compare() {
        Map<String, IndexedFinding> was = new LinkedHashMap<>();
        if (comparable) {
            before.findings().forEach(finding -> was.put(finding.identity(), finding));
        }
        for (IndexedFinding finding : now.findings()) {
            IndexedFinding earlier = was.remove(finding.identity());
            if (earlier == null) {
                came(finding);
            } else if (same(earlier, finding)) {
                unchanged++;
            } else {
                changes.add(new FindingChange(Kind.CHANGED, finding, Optional.of(earlier), Optional.empty()));
            }
        }
        for (IndexedFinding gone : was.values()) {
            Kind kind = couldFind(now.lookedAt(), gone) && !olderData() && workloadLookedAt(gone)
                    ? Kind.FIXED
                    : Kind.NO_LONGER_LOOKED_AT;
            changes.add(new FindingChange(kind, gone, Optional.of(gone), Optional.empty()));
        }
    }

    private void came(IndexedFinding finding) {
        boolean isNew = comparable && couldFind(before.lookedAt(), finding);
        changes.add(new FindingChange(
                isNew ? Kind.NEW : Kind.FIRST_LOOKED_AT,
                finding,
                Optional.empty(),
                isNew ? Optional.of(cause(finding)) : Optional.empty()));
    }

    private static boolean same(IndexedFinding one, IndexedFinding other) {
        return one.severity() == other.severity()
                && one.loaded().equals(other.loaded())
                && one.fixedVersion().equals(other.fixedVersion())
                && one.knownExploited() == other.knownExploited()
                && one.waived() == other.waived();
    }

    /** Whether a scan that looked at this could have found a finding. A workload that it did not have is no obstacle. */
    private static boolean couldFind(LookedAt lookedAt, IndexedFinding finding) {
        if (!lookedAt.kinds().contains(finding.kind())) {
            return false;
        }
        return switch (finding.kind()) {
            case VULNERABILITY ->
                lookedAt.formats().contains(format(finding))
                        && (finding.ecosystem().isEmpty()
                                || lookedAt.ecosystems().contains(finding.ecosystem()));
            case CONTROL, CHANGE -> lookedAt.rules().contains(finding.rule());
            case EXECUTABLE -> true;
        };
    }

    private static String format(IndexedFinding finding) {
        int slash = finding.subject().indexOf('/');
        return slash < 0 ? finding.subject() : finding.subject().substring(0, slash);
    }

    private boolean workloadLookedAt(IndexedFinding gone) {
        return now.lookedAt().workloads().contains(gone.workload());
    }

    /** With older data than the reference had, a vulnerability may only be not known yet. */
    private boolean olderData() {
        Optional<Instant> was = before.lookedAt().dataAsOf();
        Optional<Instant> is = now.lookedAt().dataAsOf();
        return was.isPresent() && is.isPresent() && is.get().isBefore(was.get());
    }

    private Cause cause(IndexedFinding finding) {
        if (finding.kind() != FindingKind.VULNERABILITY) {
            return before.lookedAt().toolVersion().equals(now.lookedAt().toolVersion())
                    ? Cause.TARGET_CHANGED
                    : changedTarget(finding);
        }
        String key = key(finding.workload(), finding.subject());
        if (!packagesBefore.getOrDefault(key, Set.of()).containsAll(packagesNow.getOrDefault(key, Set.of()))
                || !packagesBefore.containsKey(key)) {
            return Cause.PACKAGE_CAME;
        }
        return before.lookedAt().dataAsOf().equals(now.lookedAt().dataAsOf()) ? Cause.RULE_CAME : Cause.DATA_CAME;
    }

    /** Another version of this program may judge otherwise; a workload that was not there before cannot tell. */
    private Cause changedTarget(IndexedFinding finding) {
        return before.lookedAt().workloads().contains(finding.workload()) ? Cause.RULE_CAME : Cause.TARGET_CHANGED;
    }

    private static Map<String, Set<String>> packages(ReportIndex index) {
        Map<String, Set<String>> packages = new LinkedHashMap<>();
        for (IndexedPackage one : index.packages()) {
            packages.computeIfAbsent(key(one.workload(), one.type() + "/" + one.name()), key -> new HashSet<>())
                    .add(one.version());
        }
        return packages;
    }

    private static String key(String workload, String subject) {
        return workload + "\u0000" + subject;
    }
}
