package io.jenkins.plugins.distrolessscan.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.ScannedTarget;
import io.jenkins.plugins.distrolessscan.engine.Scans;
import io.jenkins.plugins.distrolessscan.engine.assess.Assessment;
import io.jenkins.plugins.distrolessscan.engine.assess.Stages;
import io.jenkins.plugins.distrolessscan.engine.gate.GatePolicy;
import io.jenkins.plugins.distrolessscan.engine.report.MarkdownReport;
import io.jenkins.plugins.distrolessscan.engine.store.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A pod takes ten debug containers in its life. */
class SlotsLeftTest {
    private static ScanReport report(Scans scans) {
        return new Assessment(Stages.standard(GatePolicy.none()))
                .assess(scans.build().scan());
    }

    private static ScannedTarget used(String pod, int before) {
        ScannedTarget target = ScannedTarget.named(pod).refused();
        for (int n = 0; n < before; n++) {
            target.runningSince("debugger-" + n, Scans.START);
        }
        return target;
    }

    @Test
    void theFewestPlacesOfAllPodsCount() {
        ScanReport report = report(Scans.empty().target(used("cart", 2)).target(used("checkout", 7)));
        assertThat(report.targets())
                .extracting(target -> target.slotsLeft().orElse(-1))
                .containsExactly(8, 3);
        assertThat(report.slotsLeft()).hasValue(3);
    }

    @Test
    void aPodThatIsFullHasNone() {
        ScanReport report = report(Scans.sound().passOver("agent", PassedOver.Reason.TOO_MANY_EPHEMERAL_CONTAINERS));
        assertThat(report.slotsLeft()).hasValue(0);
    }

    @Test
    void aLostRequestMayHaveTakenOne() {
        ScanReport report =
                report(Scans.empty().target(ScannedTarget.named("cart").failed()));
        assertThat(report.targets().get(0).slotsLeft()).isEmpty();
        assertThat(report.slotsLeft()).isEmpty();
    }

    @Test
    void theReportWarnsFromTheSeventhOn() {
        assertThat(page(report(Scans.empty().target(used("cart", 6))))).doesNotContain("Restart the workloads of");
        assertThat(page(report(Scans.empty().target(used("cart", 7)))))
                .contains("Restart the workloads of")
                .contains("at most 3 of 10 places");
    }

    @Test
    void aReportOfAVersionThatDidNotCountCanBeRead() throws IOException {
        String json = Json.writer()
                .writeValueAsString(report(Scans.empty().target(used("cart", 2))))
                .replace(",\"slotsLeft\":8", "");
        assertThat(json).doesNotContain("slotsLeft");
        ScanReport read = Json.reader(ScanReport.class).readValue(json);
        assertThat(read.slotsLeft()).isEmpty();
    }

    private static String page(ScanReport report) {
        return new String(new MarkdownReport().render(report), StandardCharsets.UTF_8);
    }
}
