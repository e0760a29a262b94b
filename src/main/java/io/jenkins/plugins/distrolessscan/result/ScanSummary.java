package io.jenkins.plugins.distrolessscan.result;

import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import java.util.List;

/** The counts of one scan that go into the build's record, with bounded texts. */
record ScanSummary(
        String scanId,
        String verdict,
        int compliance,
        int coverage,
        int chosen,
        int scanned,
        int packages,
        int findings,
        int controlsFailed,
        long exposureSeconds,
        String overallRisk,
        boolean reportStored,
        List<String> reasons,
        List<String> leftovers,
        int slotsLeft) {
    private static final int UNKNOWN = -1;

    private static final int MOST_REASONS = 5;
    private static final int MOST_LEFTOVERS = 50;
    private static final int LONGEST = 500;

    static ScanSummary of(String id, ScanReport report) {
        long exposure = report.targets().stream()
                .flatMap(target -> target.debugContainer().stream())
                .mapToLong(container -> container.exposureSeconds().orElse(0))
                .sum();
        int failed = (int) report.controls().stream()
                .filter(control -> control.status() == ControlResult.Status.FAILED)
                .count();
        return new ScanSummary(
                id,
                report.verdict().result().name(),
                report.verdict().compliance().orElse(-1),
                report.coverage().percent(),
                report.coverage().chosen(),
                report.coverage().scanned(),
                report.inventory().size(),
                report.findings().size(),
                failed,
                exposure,
                report.risk().overall().level().word(),
                true,
                bounded(report.verdict().reasons(), MOST_REASONS),
                bounded(leftovers(report), MOST_LEFTOVERS),
                report.slotsLeft().orElse(UNKNOWN));
    }

    private static List<String> leftovers(ScanReport report) {
        return report.targets().stream()
                .flatMap(target -> target.debugContainer().stream()
                        .filter(container -> !container.terminated())
                        .map(container -> Messages.ScanSummary_leftover(
                                target.target().namespace() + "/"
                                        + target.target().pod() + "/" + container.name(),
                                container.asOf())))
                .toList();
    }

    /** A scan that could not be done. */
    static ScanSummary without(String id, String verdict, List<String> reasons, List<String> leftovers) {
        return new ScanSummary(
                id,
                verdict,
                -1,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                "",
                false,
                bounded(reasons, MOST_REASONS),
                bounded(leftovers, MOST_LEFTOVERS),
                UNKNOWN);
    }

    /** The same under another name. */
    ScanSummary named(String name) {
        return new ScanSummary(
                name,
                verdict,
                compliance,
                coverage,
                chosen,
                scanned,
                packages,
                findings,
                controlsFailed,
                exposureSeconds,
                overallRisk,
                reportStored,
                reasons,
                leftovers,
                slotsLeft);
    }

    private static List<String> bounded(List<String> texts, int most) {
        return texts.stream()
                .limit(most)
                .map(text -> text.length() > LONGEST ? text.substring(0, LONGEST) + " ..." : text)
                .map(PlainText::lines)
                .toList();
    }
}
