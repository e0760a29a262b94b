package io.jenkins.plugins.distrolessscan.engine.assess;

import io.jenkins.plugins.distrolessscan.engine.difference.Indexer;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import io.jenkins.plugins.distrolessscan.engine.model.FindingKind;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryItem;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.LookedAt;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.VulnerabilityData;
import io.jenkins.plugins.distrolessscan.engine.model.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What this version of the program looks at, and what of it a scan came to see. */
final class LookedAtNow {
    /** Package types that cataloguers read. A later version with one more is how a reference is known not to have read it. */
    private static final List<String> FORMATS = List.of(
            "apk",
            "cargo",
            "composer",
            "conda",
            "cran",
            "deb",
            "gem",
            "generic",
            "golang",
            "maven",
            "nix",
            "npm",
            "nuget",
            "opkg",
            "pypi",
            "rpm");

    private LookedAtNow() {}

    static LookedAt of(ScanReport report, Optional<Instant> dataAsOf) {
        Set<String> rules = new TreeSet<>();
        for (Map.Entry<String, Status> control :
                ControlResult.overTargets(report.controls()).entrySet()) {
            if (control.getValue() != Status.NOT_REVIEWED && control.getValue() != Status.ERROR) {
                rules.add(control.getKey());
            }
        }
        Set<FindingKind> kinds = EnumSet.noneOf(FindingKind.class);
        rules.forEach(rule -> kinds.add(Indexer.kind(rule)));
        if (dataAsOf.isPresent()) {
            kinds.add(FindingKind.VULNERABILITY);
        }
        Set<String> formats =
                report.inventory().stream().map(InventoryItem::type).collect(Collectors.toCollection(TreeSet::new));
        formats.addAll(FORMATS);
        List<String> workloads = report.targets().stream()
                .filter(target -> target.complete() || target.basis() == TargetReport.Basis.ASSUMED)
                .map(target -> Workload.of(target.target()).key())
                .distinct()
                .sorted()
                .toList();
        return new LookedAt(
                List.copyOf(kinds),
                List.copyOf(rules),
                List.copyOf(formats),
                workloads,
                dataAsOf,
                report.scan().toolVersion(),
                dataAsOf.isPresent() ? lists(report.lookup().data()) : List.of());
    }

    private static List<String> lists(Optional<VulnerabilityData> data) {
        List<String> lists = new ArrayList<>();
        if (data.isPresent() && data.get().exploited() > 0) {
            lists.add(LookedAt.EXPLOITED);
        }
        if (data.isPresent() && data.get().scored() > 0) {
            lists.add(LookedAt.SCORED);
        }
        return lists;
    }
}
