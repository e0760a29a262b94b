package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.assess.Assessment;
import io.jenkins.plugins.distrolessscan.engine.assess.Stages;
import io.jenkins.plugins.distrolessscan.engine.gate.GatePolicy;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Credential;
import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks;
import io.jenkins.plugins.distrolessscan.engine.model.ScanInfo;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFile;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Readies what judges a scan and writes its report, while the cluster works: it judges a scan of nothing and writes it to
 * nowhere, so that Java has read those classes when they are needed. Nothing of it is seen, and nothing depends on it.
 */
final class Warmup {
    private Warmup() {}

    /** Begins, and does not wait. */
    static void begin() {
        Thread thread = new Thread(Warmup::run, "distroless-scan-warmup");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
    }

    private static void run() {
        try {
            ScanReport report = new Assessment(Stages.standard(GatePolicy.none())).assess(nothing());
            for (ReportFile file : ReportFiles.of(report)) {
                file.write(report, OutputStream.nullOutputStream());
            }
        } catch (IOException | RuntimeException e) {
            // Only time is lost: the scan itself says what is wrong.
        }
    }

    private static CollectedScan nothing() {
        Instant now = Instant.EPOCH;
        ScanInfo info =
                new ScanInfo("", "", "", "", now, now, "", "", "", "", "", false, new ScanInfo.Bounds(0, 0, 0, 0));
        Credential credential =
                new Credential(Credential.Kind.OPAQUE_TOKEN, Optional.empty(), Optional.empty(), List.of(), "", "");
        AccessFacts access = new AccessFacts(
                "",
                "",
                "",
                "",
                credential,
                List.of(),
                List.of(),
                false,
                List.of(),
                MisuseChecks.none(MisuseChecks.Made.SWITCHED_OFF));
        return new CollectedScan(CollectedScan.FORMAT, info, access, List.of(), List.of(), List.of());
    }
}
