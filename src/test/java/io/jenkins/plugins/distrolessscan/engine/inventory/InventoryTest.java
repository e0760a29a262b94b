package io.jenkins.plugins.distrolessscan.engine.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.CpuTime;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.Content;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.GoBinary;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem.Origin;
import io.jenkins.plugins.distrolessscan.engine.model.ProcessStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InventoryTest {
    private static final String DEBIAN = "ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME='Distroless'\n";

    private static List<PackageItem> items(Evidence evidence) {
        Inventory.Found found = Inventory.of(evidence, 1_000_000);
        assertThat(found.cut()).isFalse();
        return found.items();
    }

    @Test
    void moreThanThereIsRoomForIsCutAndSaid() {
        Map<String, String> files = Map.of(
                "lib/apk/db/installed", "P:zlib\nV:1\n\nP:musl\nV:2\n",
                "var/lib/dpkg/status.d/a", "Package: a\nStatus: install ok installed\nVersion: 1\n");
        assertThat(Inventory.of(evidence(files), 3).cut()).isFalse();
        Inventory.Found found = Inventory.of(evidence(files), 2);
        assertThat(found.cut()).isTrue();
        assertThat(found.items()).extracting(PackageItem::name).containsExactly("musl", "zlib");
        assertThat(Inventory.of(evidence(files), 0).items()).isEmpty();
        assertThat(Inventory.of(evidence(Map.of()), 0).cut()).isFalse();
    }

    @Test
    void packagesOfStatusDCarryTheirSourceAndDistribution() {
        Map<String, String> files = new HashMap<>();
        files.put("etc/os-release", DEBIAN);
        files.put(
                "var/lib/dpkg/status.d/libssl3",
                "Package: libssl3\nSource: openssl (3.0.15-1)\nVersion: 3.0.15-1~deb12u1\nArchitecture: amd64\nDescription: x\n more\n");
        files.put("var/lib/dpkg/status.d/libssl3.md5sums", "Package: trap\nVersion: 1\n");
        assertThat(items(evidence(files))).singleElement().satisfies(item -> {
            assertThat(item.name()).isEqualTo("libssl3");
            assertThat(item.sourceName()).isEqualTo("openssl");
            assertThat(item.purl())
                    .isEqualTo(
                            "pkg:deb/debian/libssl3@3.0.15-1~deb12u1?arch=amd64&distro=debian-12&upstream=openssl%403.0.15-1");
            assertThat(item.origin()).isEqualTo(Origin.DATABASE);
        });
    }

    @Test
    void onlyInstalledPackagesOfTheSingleStatusFileCount() {
        String status = "Package: a\nStatus: install ok installed\nVersion: 1\n\n"
                + "Package: b\nStatus: deinstall ok config-files\nVersion: 1\n\nPackage: c\nVersion: 1\n";
        assertThat(items(evidence(Map.of("var/lib/dpkg/status", status))))
                .extracting(PackageItem::name)
                .containsExactly("a");
    }

    @Test
    void packagesOnHoldOrHalfConfiguredAreThere() {
        StringBuilder status = new StringBuilder();
        for (String state : List.of(
                "hold ok installed",
                "install ok triggers-awaited",
                "install reinstreq half-installed",
                "install ok unpacked",
                "deinstall ok config-files",
                "purge ok not-installed",
                "unknown",
                "")) {
            status.append("Package: p")
                    .append(state.hashCode() & 0xffff)
                    .append("\nStatus: ")
                    .append(state)
                    .append("\n\n");
        }
        assertThat(items(evidence(Map.of("var/lib/dpkg/status", status.toString()))))
                .hasSize(4);
    }

    @Test
    void apkRecordsAreRead() {
        Map<String, String> files = Map.of(
                "etc/os-release",
                "ID=wolfi\nVERSION_ID=20230201\n",
                "usr/lib/apk/db/installed",
                "C:Q1x=\nP:glibc\nV:2.40-r3\nA:x86_64\no:glibc\nF:lib\nR:ld.so\n\nP:libcrypto3\nV:3.4.0-r2\nA:x86_64\no:openssl\n");
        assertThat(items(evidence(files)))
                .extracting(PackageItem::purl)
                .containsExactly(
                        "pkg:apk/wolfi/glibc@2.40-r3?arch=x86_64&distro=wolfi-20230201",
                        "pkg:apk/wolfi/libcrypto3@3.4.0-r2?arch=x86_64&distro=wolfi-20230201&upstream=openssl");
    }

    @Test
    void namesThatDifferInCaseAreTwoPackages() {
        Map<String, String> files = Map.of(
                "etc/os-release",
                "ID=alpine\nVERSION_ID=3.19.1\n",
                "lib/apk/db/installed",
                "P:R\nV:4.3.2-r0\nA:x86_64\n\nP:r\nV:1.0-r0\nA:x86_64\n\n");
        assertThat(items(evidence(files)))
                .extracting(item -> item.name() + " " + item.version())
                .containsExactly("R 4.3.2-r0", "r 1.0-r0");
    }

    @Test
    void goModulesKnowReplacementsAndTheStandardLibrary() {
        String modules = "path\texample.com/app\nmod\texample.com/app\t(devel)\t\n"
                + "dep\tgolang.org/x/net\tv0.40.0\th1:x\ndep\texample.com/old\tv1.0.0\n=>\texample.com/new\tv1.0.1\th1:y\n"
                + "build\t-compiler=gc\n";
        GoBinary binary = new GoBinary("app/hello", "go1.22.3 X:loopvar", modules);
        List<PackageItem> items = items(evidence(Map.of(), binary));
        assertThat(items)
                .extracting(item -> item.name() + "@" + item.version())
                .containsExactly(
                        "example.com/app@", "example.com/new@v1.0.1", "golang.org/x/net@v0.40.0", "stdlib@1.22.3");
        assertThat(items).extracting(PackageItem::origin).containsOnly(Origin.BINARY);
        assertThat(items.get(2).purl()).isEqualTo("pkg:golang/golang.org/x/net@v0.40.0");
    }

    @Test
    void garbageIsLeftOutInLinearTime() throws Exception {
        String garbage = "x".repeat(8 << 20) + "\n" + ": \n".repeat(1 << 20);
        Map<String, String> files = Map.of(
                "var/lib/dpkg/status",
                garbage,
                "lib/apk/db/installed",
                garbage,
                "var/lib/dpkg/status.d/evil",
                "Package: a\u001b[31m\nVersion: 1\n\nPackage: " + "n".repeat(600) + "\nVersion: 1\n\n=>\n");
        GoBinary binary = new GoBinary("b", "not go", "=>\t\nmod\ndep\t\t\n");
        Evidence hostile = evidence(files, binary);
        assertThat(CpuTime.of(() -> items(hostile))).isLessThan(Duration.ofSeconds(30));
        assertThat(items(hostile)).extracting(PackageItem::name).doesNotContain("a\u001b[31m");
    }

    @Test
    void aDatabaseThatWasCutGivesNoVersionThatWasCut() {
        byte[] half = "Package: openssl\nStatus: install ok installed\nVersion: 3.0.1".getBytes(StandardCharsets.UTF_8);
        Evidence whole = evidence(Map.of());
        Evidence cut = new Evidence(
                whole.probe(),
                whole.target(),
                List.of(),
                List.of(),
                List.of(),
                Map.of("var/lib/dpkg/status", new Content(half, 100, true)),
                List.of(),
                List.of(),
                List.of(),
                whole.end());
        assertThat(items(cut)).singleElement().satisfies(item -> {
            assertThat(item.version()).isEmpty();
            assertThat(item.purl()).isEqualTo("pkg:deb/openssl");
        });
    }

    @Test
    void aPackageOfTwoDatabasesCountsOnceAndOneModuleOfTwoProgramsTwice() {
        Map<String, String> files = Map.of(
                "var/lib/dpkg/status", "Package: a\nStatus: install ok installed\nVersion: 1\n",
                "var/lib/dpkg/status.d/a", "Package: a\nVersion: 1\n",
                "var/lib/dpkg/status.d/a.postinst", "Package: trap\nVersion: 1\n");
        GoBinary one = new GoBinary("one", "devel go1.27-abc", "dep\texample.com/m\tv1.0.0\t\n");
        GoBinary two = new GoBinary("two", "go1.26", "dep\texample.com/m\tv1.0.0\t\n=>\t./local\t\t\n");
        assertThat(items(evidence(files, one, two)))
                .extracting(item -> item.name() + "@" + item.version() + " " + item.location())
                .containsExactly(
                        "a@1 var/lib/dpkg/status",
                        "example.com/m@ two",
                        "example.com/m@v1.0.0 one",
                        "stdlib@ one",
                        "stdlib@1.26 two");
    }

    @Test
    void anOddSecondaryFieldCostsNoPackage() {
        String records = "\ufeffPACKAGE : bom\nversion: 1\n\nPackage: uml\nVersion: 1\nSource: f\u00fcr\n\n"
                + "Package: sb\nVersion: 1\nSource: x  (1)\n\nPackage: sa\nVersion: 1\nArchitecture: amd64 i386\n";
        Inventory.Found found = Inventory.of(evidence(Map.of("var/lib/dpkg/status.d/x", records)), 100);
        assertThat(found.items())
                .extracting(item -> item.name() + " " + item.version() + " " + item.sourceName() + item.architecture())
                .containsExactly("bom 1 ", "sa 1 ", "sb 1 x", "uml 1 ");
        assertThat(found.leftOut()).isEmpty();
    }

    @Test
    void whatIsLeftOutIsTold() {
        Map<String, String> files = Map.of(
                "var/lib/dpkg/status.d/tab", "Package: tv\nVersion: 1\t2\n",
                "var/lib/dpkg/status.d/long", "Package: n\nVersion: " + "9".repeat(600) + "\n",
                "var/lib/dpkg/status.d/none", "Version: 1\n",
                "var/lib/dpkg/status.d/text", "nothing of a package\n",
                "lib/apk/db/installed", "P:two words\nV:1\n\nP:good\nV:1\n");
        GoBinary binary = new GoBinary("app", "go1.26", "dep\texample.com/\u202em\tv1.0.0\t\n");
        Inventory.Found found = Inventory.of(evidence(files, binary), 100);
        assertThat(found.items()).extracting(PackageItem::name).containsExactly("good", "stdlib");
        assertThat(found.leftOut())
                .containsExactly(
                        "lib/apk/db/installed",
                        "var/lib/dpkg/status.d/long",
                        "var/lib/dpkg/status.d/none",
                        "var/lib/dpkg/status.d/tab",
                        "app");
    }

    @Test
    void namesThatNoPackageHasAreLeftOut() {
        String records =
                "Package: two words\nVersion: 1\n\nPackage: exe\u202etxt\nVersion: 1\n\nPackage: b\nVersion: 1 2\n\n"
                        + "Package:\nVersion: 1\n\nVersion: 1\n\nPackage: good\nVersion: 1\n";
        assertThat(items(evidence(Map.of("var/lib/dpkg/status.d/x", records))))
                .extracting(PackageItem::name)
                .containsExactly("good");
    }

    @Test
    void aDatabaseThatIsNoneIsTold() {
        String html = "<!DOCTYPE html>\n<html><body>\n<a href=\"x\">Version: 1</a>\n</body></html>\n";
        String good = "Package: good\nStatus: install ok installed\nVersion: 1\n\n";
        Map<String, String> broken = Map.of(
                "noise", "\ufffd\u0001\ufffdx\ufffd:\n\ufffd\n",
                "page", html,
                "two bytes a character", "P\u0000a\u0000c\u0000k\u0000:\u0000 \u0000x\u0000\n\u0000",
                "zeros", "\u0000".repeat(4096),
                "torn line", good + "Package: torn\nStatus: install ok installed\nVersi",
                "no version", good + "Package: torn\nStatus: install ok installed\n",
                "no status", good + "Package: torn\nVersion: 1\n",
                "no name", good + "Status: install ok installed\nVersion: 1\n",
                "noise before", "\ufffd\ufffd\n\n" + good);
        broken.forEach((what, text) -> {
            Inventory.Found found = Inventory.of(evidence(Map.of("var/lib/dpkg/status", text)), 100);
            assertThat(found.notUnderstood()).as(what).containsExactly("var/lib/dpkg/status");
        });
        for (String sound : List.of("", good, good + good, good.replace("\n", "\r\n"))) {
            Inventory.Found found = Inventory.of(evidence(Map.of("var/lib/dpkg/status", sound)), 100);
            assertThat(found.notUnderstood()).as(sound).isEmpty();
        }
    }

    @Test
    void anEntryOfStatusDThatIsNoneIsTold() {
        Map<String, String> files = Map.of(
                "var/lib/dpkg/status.d/garbage", "\ufffd\ufffd",
                "var/lib/dpkg/status.d/empty", "",
                "var/lib/dpkg/status.d/.wh.gone", "",
                "var/lib/dpkg/status.d/libc6", "Package: libc6\nVersion: 2.36-9");
        Inventory.Found found = Inventory.of(evidence(files), 100);
        assertThat(found.items()).extracting(PackageItem::name).containsExactly("libc6");
        assertThat(found.notUnderstood())
                .containsExactly("var/lib/dpkg/status.d/empty", "var/lib/dpkg/status.d/garbage");
    }

    @Test
    void anApkDatabaseThatIsNoneIsTold() {
        String good = "C:Q1x=\nP:musl\nV:1.2.5-r0\nF:lib\nR:ld.so\nZ:Q1y=\n\n";
        for (String broken : List.of(
                "\ufffd\u0003\n",
                good + "<html>\n",
                good + "P:torn\n",
                good + "V:1\n\n" + good,
                good + "P:torn\nV:1.")) {
            Inventory.Found found = Inventory.of(evidence(Map.of("lib/apk/db/installed", broken)), 100);
            assertThat(found.notUnderstood()).as(broken).containsExactly("lib/apk/db/installed");
        }
        for (String sound : List.of("", good, good + good, good.replace("F:lib", "T:a\rb"))) {
            assertThat(Inventory.of(evidence(Map.of("lib/apk/db/installed", sound)), 100)
                            .notUnderstood())
                    .as(sound)
                    .isEmpty();
        }
    }

    @Test
    void onlyALineFeedEndsALine() {
        String text = "Package: cr\r\nDescription: a\rVersion: 6.6\n more\u000bVersion: 7\nVersion:\t1.0-1\r\n";
        assertThat(items(evidence(Map.of("var/lib/dpkg/status.d/cr", text))))
                .singleElement()
                .satisfies(item -> assertThat(item.version()).isEqualTo("1.0-1"));
    }

    private static Evidence evidence(Map<String, String> files, GoBinary... binaries) {
        Map<String, Content> contents = new HashMap<>();
        files.forEach((path, text) -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            contents.put(path, new Content(bytes, bytes.length, false));
        });
        ProcessStatus status = new ProcessStatus(65532, 65532, List.of(), "0", "0", "0", true, 2);
        return new Evidence(
                new Evidence.Probe("1", "amd64", status, "", Evidence.Landlock.ENFORCED, 4, false, false),
                new Evidence.TargetProcess(
                        1,
                        Evidence.ProofOfTarget.PID1,
                        true,
                        true,
                        Optional.empty(),
                        Optional.of(status),
                        "app",
                        "",
                        false),
                List.of(),
                List.of(),
                List.of(),
                contents,
                List.of(binaries),
                List.of(),
                List.of(),
                new Evidence.End(0, 0, 0, 0, 0, 0, 0, 0, 0, false, 0, 0, 0));
    }
}
