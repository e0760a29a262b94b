package io.jenkins.plugins.distrolessscan.engine.assess;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.Scans;
import io.jenkins.plugins.distrolessscan.engine.difference.Indexer;
import io.jenkins.plugins.distrolessscan.engine.difference.ReferenceSearch.Found;
import io.jenkins.plugins.distrolessscan.engine.gate.GatePolicy;
import io.jenkins.plugins.distrolessscan.engine.gate.ThresholdFile;
import io.jenkins.plugins.distrolessscan.engine.gate.Waiver;
import io.jenkins.plugins.distrolessscan.engine.gate.WaiverFile;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.FindingChange.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.Reference;
import io.jenkins.plugins.distrolessscan.engine.model.FindingKind;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryCoverage;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryCoverage.OperatingSystem;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.IndexedFinding;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Subject;
import io.jenkins.plugins.distrolessscan.engine.model.WaiverUse.Origin;
import io.jenkins.plugins.distrolessscan.engine.report.Reports;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GateStageTest {
    private static final String WAIVER = "- {id: '%s', reason: known, approver: jane, expires: 2999-12-31}%n";

    /** What a build waives now and waived before is there all the time for a floor: nothing more than before. */
    @Test
    void aFloorDoesNotTakeForNewWhatTheBuildAlwaysWaived() throws ScanException {
        ReportIndex found = Indexer.of(seen(Reports.sound()));
        assertThat(controls(found)).isNotEmpty();
        ScanReport judged = judge(found.waiving(controls(found)), waivers(found, Origin.BUILD));
        assertThat(judged.difference().findings()).isEmpty();
        assertThat(floor(judged).value()).hasValue(0);
        assertThat(floor(judged).state()).isEqualTo(Criterion.State.MET);
    }

    @Test
    void aWaiverThatCameIsAChange() throws ScanException {
        ReportIndex found = Indexer.of(seen(Reports.sound()));
        ScanReport judged = judge(found, waivers(found, Origin.BUILD));
        assertThat(judged.difference().count(Kind.CHANGED))
                .isEqualTo(controls(found).size());
        assertThat(judged.difference().count(Kind.NEW)).isZero();
    }

    @Test
    void programsThatNothingExplainsAreFindingsOfEachWorkload() {
        ScanReport report = packed(true, 2, "app/one", "app/two");
        assertThat(Indexer.of(report).findings())
                .filteredOn(finding -> finding.kind() == FindingKind.EXECUTABLE)
                .extracting(IndexedFinding::subject)
                .contains("app/one", "app/two");
        assertThat(seen(report).lookedAt().kinds()).contains(FindingKind.EXECUTABLE);
    }

    @Test
    void programsThatAreNotAllNamedOrWereNotCountedWereNotLookedAt() {
        assertThat(seen(packed(true, 3, "app/one", "app/two")).lookedAt().kinds())
                .doesNotContain(FindingKind.EXECUTABLE);
        assertThat(seen(packed(false, 0)).lookedAt().kinds()).doesNotContain(FindingKind.EXECUTABLE);
    }

    private static ScanReport packed(boolean counted, long unexplained, String... programs) {
        InventoryCoverage inventory = new InventoryCoverage(
                counted, OperatingSystem.UNKNOWN, List.of(), unexplained, List.of(programs), List.of());
        ScanReport report = Reports.sound();
        List<Subject> subjects = report.subjects().stream()
                .map(one -> new Subject(
                        one.id(),
                        one.image(),
                        one.architecture(),
                        one.classification(),
                        one.targets(),
                        one.packages(),
                        inventory,
                        one.difference()))
                .toList();
        return Reports.with(report, subjects, report.inventory());
    }

    private static ScanReport seen(ScanReport report) {
        return report.with(LookedAtNow.of(report, Optional.empty()));
    }

    private static Set<String> controls(ReportIndex index) {
        return index.findings().stream()
                .filter(finding -> finding.kind() == FindingKind.CONTROL)
                .map(IndexedFinding::identity)
                .collect(Collectors.toSet());
    }

    private static List<Waiver> waivers(ReportIndex index, Origin origin) throws ScanException {
        String text = index.findings().stream()
                .filter(finding -> finding.kind() == FindingKind.CONTROL)
                .map(IndexedFinding::rule)
                .distinct()
                .map(WAIVER::formatted)
                .collect(Collectors.joining());
        return WaiverFile.read(text, "The waivers", origin);
    }

    private static ScanReport judge(ReportIndex before, List<Waiver> waivers) throws ScanException {
        GatePolicy policy = GatePolicy.none()
                .withFloor(ThresholdFile.read(
                        "qualityGates: [{type: DELTA, of: CONTROL, limit: 1, result: FAILURE}]", "The floor"));
        Reference reference = new Reference("shop #1", Reference.State.FOUND, Optional.of(before.finished()), "");
        return new GateStage(policy, waivers, new Found(reference, Optional.of(before)), new TypeOrder())
                .of(Scans.sound().build().scan(), Reports.sound());
    }

    private static Criterion floor(ScanReport report) {
        return report.verdict().criteria().stream()
                .filter(criterion -> criterion.kind() == Criterion.Kind.DELTA)
                .findFirst()
                .orElseThrow();
    }
}
