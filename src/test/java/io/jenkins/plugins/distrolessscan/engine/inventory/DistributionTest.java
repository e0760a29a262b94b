package io.jenkins.plugins.distrolessscan.engine.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.probe.Frames;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DistributionTest {
    @Test
    void osReleaseNamesTheRelease() {
        assertThat(of(Map.of("etc/os-release", "NAME=\"Debian GNU/Linux\"\nID=debian\nVERSION_ID=\"12\"\n")))
                .isEqualTo(new Distribution("debian", "12", "", "Debian GNU/Linux"));
    }

    @Test
    void anEmptyFileInEtcIsNoneAndTheOtherCounts() {
        Distribution found = of(Map.of("etc/os-release", "", "usr/lib/os-release", "ID=wolfi\nVERSION_ID=20230201\n"));
        assertThat(found.distro()).isEqualTo("wolfi-20230201");
        assertThat(OsvEcosystem.of(found)).isEqualTo("Wolfi");
    }

    @Test
    void testingAndUnstableAreToldByTheirNames() {
        Distribution forky = of(Map.of("etc/os-release", "ID=debian\nVERSION_CODENAME=forky\n"));
        assertThat(forky.distro()).isEqualTo("debian-forky");
        assertThat(OsvEcosystem.of(forky)).isEqualTo("Debian:14");
        Distribution sid = of(Map.of("etc/os-release", "ID=debian\n", "etc/debian_version", "sid\n"));
        assertThat(sid.distro()).isEqualTo("debian-sid");
        assertThat(OsvEcosystem.of(sid)).isEmpty();
        assertThat(of(Map.of("etc/os-release", "ID=debian\n", "etc/debian_version", "forky/sid\n"))
                        .distro())
                .isEqualTo("debian-forky");
    }

    @Test
    void withoutOsReleaseTheVersionFilesSpeak() {
        assertThat(of(Map.of("etc/debian_version", "12.4\n")).distro()).isEqualTo("debian-12");
        Distribution alpine = of(Map.of("etc/alpine-release", "3.19.1\n"));
        assertThat(alpine.distro()).isEqualTo("alpine-3.19.1");
        assertThat(OsvEcosystem.of(alpine)).isEqualTo("Alpine:v3.19");
        assertThat(of(Map.of("etc/alpine-release", "noise", "etc/debian_version", "<html>")))
                .isEqualTo(Distribution.UNKNOWN);
        assertThat(of(Map.of())).isEqualTo(Distribution.UNKNOWN);
    }

    @Test
    void theEcosystemsOfDistributionsCarryTheirRelease() {
        Map<String, String> wanted = Map.of(
                "ID=ubuntu\nVERSION_ID=\"22.04\"", "Ubuntu:22.04:LTS",
                "ID=ubuntu\nVERSION_ID=\"23.10\"", "Ubuntu:23.10",
                "ID=rocky\nVERSION_ID=\"9.4\"", "Rocky Linux:9",
                "ID=\"almalinux\"\nVERSION_ID=\"8.10\"", "AlmaLinux:8",
                "ID=alpine\nVERSION_ID=3.23_alpha20251016", "",
                "ID=photon\nVERSION_ID=5.0", "Photon OS:5.0",
                "ID=opensuse-leap\nVERSION_ID=15.6", "openSUSE:Leap 15.6",
                "ID=gentoo", "");
        wanted.forEach((release, ecosystem) -> assertThat(OsvEcosystem.of(of(Map.of("etc/os-release", release))))
                .as(release)
                .isEqualTo(ecosystem));
    }

    @Test
    void hostileValuesAreNoNames() {
        String text = "ID=<script>\nVERSION_ID=" + "9".repeat(100) + "\nNAME=" + "n".repeat(1000) + "\n";
        Distribution found = of(Map.of("etc/os-release", text));
        assertThat(found.id()).isEmpty();
        assertThat(of(Map.of("etc/os-release", "ID=debian\n" + text)).name().length())
                .isLessThan(200);
    }

    private static Distribution of(Map<String, String> files) {
        Evidence evidence = Frames.evidence(List.of(), files);
        return Distribution.of(evidence);
    }
}
