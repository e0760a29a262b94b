package io.jenkins.plugins.distrolessscan.engine.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VendorTest {
    private static final Distribution DEBIAN = new Distribution("debian", "12", "bookworm", "");
    private static final Distribution UBUNTU = new Distribution("ubuntu", "22.04", "jammy", "");
    private static final Distribution ALPINE = new Distribution("alpine", "3.19.1", "", "");

    @Test
    void whatOthersBuiltIsNotTheDistributions() {
        for (String[] foreign : new String[][] {
            {"nodejs", "16.20.2"},
            {"nodejs", "20.11.1-1nodesource1"},
            {"libc6", "2.35-0ubuntu3.8"},
            {"docker-ce", "5:24.0.7-1~debian.12~bookworm"},
            {"postgresql-16", "16.1-1.pgdg120+1"},
            {"openjdk-17-jre", "17.0.9"}
        }) {
            PackageReference identity = PackageReference.of(deb(foreign[0], foreign[1]), DEBIAN);
            assertThat(identity.foreign()).as(foreign[1]).isTrue();
            assertThat(identity.ecosystem()).isEmpty();
            assertThat(identity.purl())
                    .startsWith("pkg:deb/" + foreign[0] + "@")
                    .doesNotContain("distro");
        }
        assertThat(PackageReference.of(deb("libc6", "2.36-9+deb12u4"), UBUNTU).foreign())
                .isTrue();
        assertThat(PackageReference.of(deb("libc6", "2.36-9+deb12u4"), ALPINE).foreign())
                .isTrue();
        assertThat(PackageReference.of(Declared.system("apk", "musl", "1.2.5-r0", "x86_64", "", ""), DEBIAN)
                        .foreign())
                .isTrue();
        Declared byDistroless = deb("tool", "1.0-1").withMaintainer("Distroless");
        assertThat(PackageReference.of(byDistroless, DEBIAN).foreign()).isTrue();
    }

    @Test
    void theDistributionsOwnAreItsOwn() {
        for (String[] own : new String[][] {
            {"libc6", "2.36-9+deb12u4"}, {"base-files", "12.4+deb12u5"}, {"netbase", "6.4"},
            {"ca-certificates", "20230311"}, {"zlib1g", "1:1.2.13.dfsg-1+b1"}, {"tzdata", "2024a-0+deb12u1"}
        }) {
            PackageReference identity = PackageReference.of(deb(own[0], own[1]), DEBIAN);
            assertThat(identity.foreign()).as(own[0]).isFalse();
            assertThat(identity.ecosystem()).isEqualTo("Debian:12");
            assertThat(identity.purl()).startsWith("pkg:deb/debian/" + own[0]).contains("distro=debian-12");
        }
        for (String own : List.of("2.35-0ubuntu3.8", "1.0-1build1", "1:1.2.11.dfsg-2ubuntu9.2", "4.4-1")) {
            assertThat(PackageReference.of(deb("x", own), UBUNTU).ecosystem()).isEqualTo("Ubuntu:22.04:LTS");
        }
    }

    @Test
    void noDistributionIsGuessed() {
        PackageReference identity = PackageReference.of(deb("libc6", "2.36-9"), Distribution.UNKNOWN);
        assertThat(identity.purl()).isEqualTo("pkg:deb/libc6@2.36-9");
        assertThat(identity.ecosystem()).isEmpty();
    }

    @Test
    void anRpmsEpochIsAQualifier() {
        Declared rpm = Declared.system("rpm", "openssl-libs", "1:3.0.7-27.el9", "x86_64", "openssl", "3.0.7-27.el9");
        assertThat(PackageReference.of(rpm, new Distribution("rhel", "9.4", "", ""))
                        .purl())
                .isEqualTo("pkg:rpm/redhat/openssl-libs@3.0.7-27.el9?arch=x86_64&distro=rhel-9.4&epoch=1"
                        + "&upstream=openssl-3.0.7-27.el9.src.rpm");
    }

    private static Declared deb(String name, String version) {
        return Declared.system("deb", name, version, "", "", "");
    }
}
