package io.jenkins.plugins.distrolessscan.engine.assess;

import io.jenkins.plugins.distrolessscan.engine.difference.Indexer;
import io.jenkins.plugins.distrolessscan.engine.inventory.FormatTable;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import io.jenkins.plugins.distrolessscan.engine.model.FindingKind;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryCoverage;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryItem;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.LookedAt;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Subject;
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
    /** Type of what is known by a program's own version text alone. */
    private static final String OF_VERSION_STRINGS = "generic";

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
        if (report.subjects().stream().map(Subject::inventory).allMatch(LookedAtNow::programsKnown)) {
            kinds.add(FindingKind.EXECUTABLE);
        }
        List<String> workloads = report.targets().stream()
                .filter(target -> target.complete() || target.basis() == TargetReport.Basis.ASSUMED)
                .map(target -> Workload.of(target.target()).key())
                .distinct()
                .sorted()
                .toList();
        return new LookedAt(
                List.copyOf(kinds),
                List.copyOf(rules),
                formats(report),
                workloads,
                dataAsOf,
                report.scan().toolVersion(),
                dataAsOf.isPresent() ? ecosystems(report.lookup().data()) : List.of(),
                dataAsOf.isPresent() ? lists(report.lookup().data()) : List.of());
    }

    /** Package types that cataloguers read: a reference that did not read one that came later is known not to have. */
    private static List<String> formats(ScanReport report) {
        Set<String> formats =
                report.inventory().stream().map(InventoryItem::type).collect(Collectors.toCollection(TreeSet::new));
        FormatTable.load().all().stream()
                .filter(FormatTable.Format::read)
                .map(FormatTable.Format::ecosystem)
                .filter(ecosystem -> !ecosystem.isEmpty())
                .forEach(formats::add);
        formats.add(OF_VERSION_STRINGS);
        return List.copyOf(formats);
    }

    /** They were counted, and each of them is named. */
    private static boolean programsKnown(InventoryCoverage inventory) {
        return inventory.counted()
                && inventory.unexplained() == inventory.programs().size();
    }

    /** Those of which an export is there to its end. */
    private static List<String> ecosystems(Optional<VulnerabilityData> data) {
        return data.stream()
                .flatMap(held -> held.ecosystems().stream())
                .filter(VulnerabilityData.OfEcosystem::complete)
                .map(VulnerabilityData.OfEcosystem::name)
                .distinct()
                .sorted()
                .toList();
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
