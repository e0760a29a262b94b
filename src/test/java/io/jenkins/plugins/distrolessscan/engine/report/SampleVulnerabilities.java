package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.LoadedState;
import io.jenkins.plugins.distrolessscan.engine.model.LookupInfo;
import io.jenkins.plugins.distrolessscan.engine.model.NotJudged;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import io.jenkins.plugins.distrolessscan.engine.model.VulnerabilityData;
import io.jenkins.plugins.distrolessscan.engine.model.VulnerabilityFinding;
import io.jenkins.plugins.distrolessscan.engine.model.VulnerabilityFinding.Certainty;
import io.jenkins.plugins.distrolessscan.engine.model.VulnerabilityFinding.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Vulnerabilities of the sample reports, of every kind. */
final class SampleVulnerabilities {
    private SampleVulnerabilities() {}

    static List<VulnerabilityFinding> some() {
        VulnerabilityFinding exploited = new VulnerabilityFinding(
                "CVE-2026-1001",
                List.of("DEBIAN-CVE-2026-1001", "DSA-6001"),
                Reports.CART_SUBJECT,
                "deb",
                "libssl3",
                "3.0.14-1~deb12u2",
                "pkg:deb/debian/libssl3@3.0.14-1~deb12u2?arch=amd64&distro=debian-12",
                "Debian:12",
                List.of("/var/lib/dpkg/status.d/libssl3"),
                Kind.VULNERABLE,
                Certainty.CERTAIN,
                Severity.HIGH,
                OptionalDouble.of(8.1),
                "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H",
                "3.0.15-1~deb12u1",
                true,
                "2026-10-02",
                OptionalDouble.of(0.42),
                0.97,
                LoadedState.LOADED,
                "A sample of a flaw in the handling of a handshake",
                List.of("https://example.org/advisories/DSA-6001"),
                List.of(),
                "known to be exploited, high, loaded, EPSS 42.0 %",
                "");
        return List.of(
                exploited,
                copy(
                        exploited,
                        "CVE-2026-1002",
                        Kind.VULNERABLE,
                        Severity.UNKNOWN,
                        "",
                        LoadedState.NOT_SEEN_LOADED,
                        ""),
                copy(exploited, "CVE-2026-1003", Kind.UNIMPORTANT, Severity.LOW, "", LoadedState.CANNOT_TELL, ""),
                copy(
                        exploited,
                        "CVE-2026-1004",
                        Kind.VULNERABLE,
                        Severity.MEDIUM,
                        "3.0.16-1",
                        LoadedState.OPENED,
                        "not_affected, vulnerable_code_not_present (team.openvex.json)"));
    }

    private static VulnerabilityFinding copy(
            VulnerabilityFinding of,
            String name,
            Kind kind,
            Severity severity,
            String fixed,
            LoadedState loaded,
            String suppressed) {
        return new VulnerabilityFinding(
                name,
                List.of("DEBIAN-" + name),
                of.subject(),
                of.type(),
                of.name(),
                of.version(),
                of.purl(),
                of.ecosystem(),
                of.locations(),
                kind,
                Certainty.POSSIBLE,
                severity,
                OptionalDouble.empty(),
                "",
                fixed,
                false,
                "",
                OptionalDouble.empty(),
                0,
                loaded,
                "",
                List.of(),
                List.of("The package's identity is a guess: see where it was read from."),
                "in its place",
                suppressed);
    }

    static LookupInfo lookup() {
        Instant day = Instant.parse("2026-11-22T06:00:00Z");
        return new LookupInfo(
                LookupInfo.State.LOOKED_UP,
                "",
                Optional.of(new VulnerabilityData(
                        day,
                        day,
                        List.of(
                                new VulnerabilityData.OfEcosystem("Debian", 41_000, day, true),
                                new VulnerabilityData.OfEcosystem("Go", 6_125, day, true)),
                        47_125,
                        12,
                        3,
                        1_400,
                        280_000,
                        List.of("2 × a record without an ID: Go/all.zip!x.json"))),
                6,
                4,
                1,
                List.of(new LookupInfo.Unjudged(NotJudged.NO_VERSION, 1, List.of("golang/example.org/tool"))),
                2,
                List.of("CVE-2026-9 of pkg:npm/left: not_affected (team.openvex.json)"));
    }
}
