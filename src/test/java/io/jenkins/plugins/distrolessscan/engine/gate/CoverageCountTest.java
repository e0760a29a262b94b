package io.jenkins.plugins.distrolessscan.engine.gate;

import static io.jenkins.plugins.distrolessscan.engine.gate.GatesTest.controls;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.ScannedTarget;
import io.jenkins.plugins.distrolessscan.engine.Scans;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import io.jenkins.plugins.distrolessscan.engine.model.Coverage;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryItem;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem.Origin;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoverageCountTest {
    @Test
    void chosenIsScannedAndNotScannedAndPassedOver() {
        Coverage coverage = of(Scans.mixed().passOver("elsewhere", Reason.NOT_CHOSEN));
        assertThat(coverage.chosen()).isEqualTo(4);
        assertThat(coverage.scanned()).isEqualTo(1);
        assertThat(coverage.notScanned()).isEqualTo(2);
        assertThat(coverage.passedOver()).isEqualTo(1);
        assertThat(coverage.percent()).isEqualTo(25);
    }

    @Test
    void thePercentageIsRoundedDown() {
        Scans scans = Scans.sound().target(ScannedTarget.named("cart"));
        assertThat(of(scans.passOver("agent", Reason.HOST_PID)).percent()).isEqualTo(66);
        assertThat(of(Scans.empty()).percent()).isZero();
    }

    @Test
    void cutEvidenceIsNoScan() {
        assertThat(of(Scans.empty().target(ScannedTarget.named("checkout").cut("time")))
                        .scanned())
                .isZero();
    }

    @Test
    void entriesPackagesAndControlsAreCounted() {
        Scans.Sample sample = Scans.sound().target(ScannedTarget.named("cart")).build();
        Coverage coverage = CoverageCount.of(
                sample.scan(),
                sample.targets(),
                controls(Status.PASSED, Status.FAILED, Status.NOT_REVIEWED, Status.NOT_APPLICABLE),
                List.of(item("1.0"), item("")));
        assertThat(coverage.entries()).isEqualTo(2 * 1_924);
        assertThat(coverage.unlistedFolders()).isEqualTo(4);
        assertThat(coverage.unreadable()).isEqualTo(2);
        assertThat(coverage.packages()).isEqualTo(2);
        assertThat(coverage.packagesWithoutVersion()).isEqualTo(1);
        assertThat(coverage.controlsEvaluated()).isEqualTo(2);
        assertThat(coverage.controlsNotEvaluated()).isEqualTo(1);
    }

    private static InventoryItem item(String version) {
        return new InventoryItem(
                List.of("s"), "deb", "libc6", version, "amd64", "", "", "", "", List.of(), "", Origin.DATABASE);
    }

    private static Coverage of(Scans scans) {
        Scans.Sample sample = scans.build();
        return CoverageCount.of(sample.scan(), sample.targets(), List.of(), List.of());
    }
}
