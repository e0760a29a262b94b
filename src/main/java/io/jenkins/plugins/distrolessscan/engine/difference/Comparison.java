package io.jenkins.plugins.distrolessscan.engine.difference;

import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.Difference;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.ControlChange;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.Reference;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.RiskChange;
import io.jenkins.plugins.distrolessscan.engine.model.FindingKind;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.IndexedControl;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.IndexedRisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares a scan with an earlier one, by their indexes alone. */
public final class Comparison {
    private final VersionComparison versions;

    /** @param versions which of two versions is the later one */
    public Comparison(VersionComparison versions) {
        this.versions = versions;
    }

    /**
     * What is different.
     *
     * @param name the build that the reference belongs to
     * @param before the reference
     * @param now this scan
     */
    public Difference of(String name, ReportIndex before, ReportIndex now) {
        Reference reference = new Reference(name, Reference.State.FOUND, Optional.of(before.finished()), "");
        List<FindingKind> compared = before.identityVersion() == now.identityVersion()
                ? now.lookedAt().kinds().stream()
                        .filter(before.lookedAt().kinds()::contains)
                        .toList()
                : List.of();
        FindingComparison findings = new FindingComparison(before, now);
        return new Difference(
                reference,
                compared,
                findings.changes(),
                findings.unchanged(),
                new PackageComparison(versions, before, now).changes(),
                controls(before, now),
                risks(before, now));
    }

    private static List<ControlChange> controls(ReportIndex before, ReportIndex now) {
        Map<String, ControlResult.Status> was = statuses(before);
        Map<String, ControlResult.Status> is = statuses(now);
        Map<String, ControlResult.Status> all = new TreeMap<>(was);
        all.putAll(is);
        List<ControlChange> changes = new ArrayList<>();
        for (String id : all.keySet()) {
            Optional<ControlResult.Status> earlier = Optional.ofNullable(was.get(id));
            Optional<ControlResult.Status> later = Optional.ofNullable(is.get(id));
            if (!earlier.equals(later)) {
                changes.add(new ControlChange(id, earlier, later));
            }
        }
        return changes;
    }

    private static Map<String, ControlResult.Status> statuses(ReportIndex index) {
        return index.controls().stream()
                .collect(Collectors.toMap(IndexedControl::id, IndexedControl::status, (first, second) -> first));
    }

    private static List<RiskChange> risks(ReportIndex before, ReportIndex now) {
        Map<String, String> was = before.risks().stream()
                .collect(Collectors.toMap(IndexedRisk::id, IndexedRisk::state, (first, second) -> first));
        return now.risks().stream()
                .filter(risk ->
                        was.containsKey(risk.id()) && !was.get(risk.id()).equals(risk.state()))
                .map(risk -> new RiskChange(risk.id(), was.get(risk.id()), risk.state()))
                .toList();
    }
}
