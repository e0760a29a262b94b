package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import io.jenkins.plugins.distrolessscan.engine.model.Difference;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.ControlChange;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.FindingChange;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.PackageChange;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.Reference;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.RiskChange;
import io.jenkins.plugins.distrolessscan.engine.model.FindingKind;
import io.jenkins.plugins.distrolessscan.engine.model.LoadedState;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.IndexedFinding;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.LookedAt;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import io.jenkins.plugins.distrolessscan.engine.model.WaiverUse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a report says of an earlier build and of waivers. */
final class SampleDifference {
    private static final Instant TIME = Instant.parse("2026-11-22T10:15:00Z");
    private static final String WORKLOAD = "shop/ReplicaSet/cart/cart";

    private SampleDifference() {}

    static LookedAt lookedAt() {
        return new LookedAt(
                List.of(FindingKind.CONTROL, FindingKind.VULNERABILITY),
                List.of("container-1.1", "container-1.4"),
                List.of("deb", "golang"),
                List.of(WORKLOAD),
                Optional.of(TIME),
                "1.0",
                List.of("Debian"),
                List.of(LookedAt.EXPLOITED, LookedAt.SCORED));
    }

    static Difference difference() {
        return new Difference(
                new Reference("shop #41", Reference.State.FOUND, Optional.of(TIME), ""),
                List.of(FindingKind.CONTROL, FindingKind.VULNERABILITY),
                List.of(
                        new FindingChange(
                                FindingChange.Kind.NEW,
                                finding("CVE-2026-1", Severity.HIGH, "3.0.18"),
                                Optional.empty(),
                                Optional.of(FindingChange.Cause.DATA_CAME)),
                        new FindingChange(
                                FindingChange.Kind.CHANGED,
                                finding("CVE-2026-2", Severity.CRITICAL, "3.0.19"),
                                Optional.of(finding("CVE-2026-2", Severity.MEDIUM, "")),
                                Optional.empty()),
                        new FindingChange(
                                FindingChange.Kind.FIXED,
                                finding("CVE-2026-3", Severity.LOW, ""),
                                Optional.empty(),
                                Optional.empty())),
                7,
                List.of(new PackageChange(PackageChange.Kind.UP, "deb", "zlib1g", "1.2", "1.3", WORKLOAD)),
                List.of(new ControlChange("container-1.4", Optional.of(Status.PASSED), Optional.of(Status.FAILED))),
                List.of(new RiskChange("S-4", "VERIFIED", "NOT_MET")));
    }

    static List<WaiverUse> waivers() {
        return List.of(
                new WaiverUse(
                        "CVE-2026-4",
                        "shop/*",
                        "The parser is never reached.",
                        "jane",
                        "2026-12-01",
                        WaiverUse.Origin.ADMINISTRATOR,
                        WaiverUse.State.APPLIED,
                        true,
                        List.of("0123456789abcdef0123456789abcdef"),
                        1),
                new WaiverUse(
                        "container-1.4",
                        "*",
                        "Accepted until the next release.",
                        "joe",
                        "2026-11-01",
                        WaiverUse.Origin.BUILD,
                        WaiverUse.State.EXPIRED,
                        false,
                        List.of(),
                        0));
    }

    private static IndexedFinding finding(String id, Severity severity, String fixed) {
        return new IndexedFinding(
                "0123456789abcdef0123456789abcdef",
                FindingKind.VULNERABILITY,
                id,
                severity,
                "deb/zlib1g",
                WORKLOAD,
                Optional.of(LoadedState.CANNOT_TELL),
                fixed,
                false,
                false);
    }
}
