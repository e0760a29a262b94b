package io.jenkins.plugins.distrolessscan.engine.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.InventoryCoverage;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryCoverage.FormatCoverage;
import io.jenkins.plugins.distrolessscan.engine.model.LoadedPackages;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Mapping;
import java.util.List;
import org.junit.jupiter.api.Test;

class PresenceTest {
    private final Root root = new Root();

    @Test
    void evidenceThatCountsNothingSaysNothing() {
        root.version1();
        assertThat(found().coverage().counted()).isFalse();
        assertThat(found().coverage().complete()).isFalse();
    }

    @Test
    void allReadAndExplainedIsComplete() {
        root.file("node-package", "app/node_modules/a/package.json", "{\"name\":\"a\",\"version\":\"1.0.0\"}");
        root.count("node-package", 1, 1, 0);
        root.program("usr/bin/owned", "coreutils").program("app/node_modules/a/tool", "");
        InventoryCoverage coverage = found().coverage();
        assertThat(coverage.complete()).isTrue();
        assertThat(coverage.formats()).extracting(FormatCoverage::ecosystem).containsExactly("npm");
    }

    @Test
    void aProgramThatNothingExplainsIsNamed() {
        root.count("dpkg-status-d", 1, 1, 0);
        root.program("app/packed", "").program("usr/bin/owned", "coreutils");
        root.program("app/server", "").rust("app/server");
        InventoryCoverage coverage = found().coverage();
        assertThat(coverage.programs()).containsExactly("app/packed");
        assertThat(coverage.complete()).isFalse();
    }

    @Test
    void aFileThatWasNotUnderstoodIsNotReadThoughNoDatabaseLacks() {
        root.file("python-metadata", "usr/lib/python3/site-packages/x.dist-info/METADATA", "noise");
        root.count("python-metadata", 1, 1, 0);
        Inventory.Found found = found();
        assertThat(found.notUnderstood()).isEmpty();
        assertThat(found.coverage().formats()).singleElement().satisfies(format -> {
            assertThat(format.read()).isZero();
            assertThat(format.unread()).isEqualTo(1);
            assertThat(format.paths()).containsExactly("usr/lib/python3/site-packages/x.dist-info/METADATA");
        });
        assertThat(found.coverage().complete()).isFalse();
    }

    @Test
    void aPackageOfAnotherVendorIsTold() {
        root.file("", "etc/os-release", "ID=debian\nVERSION_ID=12\n");
        root.file("dpkg-status-d", "var/lib/dpkg/status.d/nodejs", "Package: nodejs\nVersion: 16.20.2\n");
        assertThat(found().coverage().remarks())
                .singleElement()
                .satisfies(remark -> assertThat(remark)
                        .startsWith(
                                "nodejs 16.20.2 of var/lib/dpkg/status.d/nodejs is not a package of the distribution"));
        assertThat(found().coverage().system().version()).isEqualTo("12");
    }

    @Test
    void aDocumentOnlyAdds() {
        root.file("", "etc/os-release", "ID=wolfi\n");
        root.file("apk-installed", "lib/apk/db/installed", "P:zlib\nV:1.3.1-r0\nA:x86_64\n\n");
        root.file(
                "cyclonedx-json",
                "opt/x.cdx.json",
                "{\"bomFormat\":\"CycloneDX\",\"components\":[{\"purl\":\"pkg:apk/wolfi/zlib@9\"},"
                        + "{\"purl\":\"pkg:npm/left-pad@1.3.0\"}]}");
        assertThat(found().items())
                .extracting(item -> item.name() + " " + item.version() + " " + item.origin())
                .containsExactly("zlib 1.3.1-r0 DATABASE", "left-pad 1.3.0 DOCUMENT");
    }

    @Test
    void aDocumentExplainsAProgramByItsDigestAlone() {
        String digest = "ab".repeat(32);
        root.count("spdx-json", 1, 1, 0).program("opt/known", "", digest).program("opt/named", "", "cd".repeat(32));
        root.file(
                "spdx-json",
                "opt/.spdx-x.spdx",
                "{\"spdxVersion\":\"SPDX-2.3\",\"packages\":[{\"name\":\"opt/named\"}],"
                        + "\"files\":[{\"fileName\":\"opt/named\"},{\"checksums\":["
                        + "{\"algorithm\":\"SHA256\",\"checksumValue\":\"" + digest.toUpperCase(java.util.Locale.ROOT)
                        + "\"}]}]}");
        assertThat(found().coverage().programs()).containsExactly("opt/named");
        root.file(
                "cyclonedx-json",
                "opt/x.cdx.json",
                "{\"bomFormat\":\"CycloneDX\",\"components\":[{\"type\":\"file\",\"hashes\":[{\"alg\":\"SHA-256\","
                        + "\"content\":\"" + "cd".repeat(32) + "\"},{\"alg\":\"MD5\",\"content\":\"x\"}]}]}");
        assertThat(found().coverage().programs()).isEmpty();
    }

    @Test
    void aNativeImageIsKnownByItsDocumentAndLoadedWhenItRuns() {
        root.program("app/server", "").program("app/other", "");
        root.file(
                "graalvm-sbom",
                "app/server!/sbom",
                "{\"bomFormat\":\"CycloneDX\",\"components\":[{\"type\":\"library\",\"group\":\"io.netty\","
                        + "\"name\":\"netty-codec\",\"version\":\"4.1.76.Final\"}]}");
        root.file(
                "graalvm-sbom",
                "app/other!/sbom",
                "{\"bomFormat\":\"CycloneDX\",\"components\":[{\"purl\":\"pkg:maven/g/a@1\"}]}");
        root.use("app/server", Mapping.EXECUTE, false);
        assertThat(found().items())
                .extracting(item -> item.name() + " " + item.origin() + " " + item.location())
                .containsExactly("g:a DOCUMENT app/other", "io.netty:netty-codec DOCUMENT app/server");
        assertThat(found().coverage().programs()).isEmpty();
        LoadedPackages loaded = LoadedStates.of(root.evidence(), found().items());
        assertThat(loaded.loaded()).containsExactly("pkg:maven/io.netty/netty-codec@4.1.76.Final");
        assertThat(loaded.notSeen()).containsExactly("pkg:maven/g/a@1");
    }

    @Test
    void aNoteExplainsItsProgramAndADatabaseKnowsBetter() {
        root.file("", "etc/os-release", "ID=debian\nVERSION_ID=12\n");
        root.program("opt/tool", "").program("opt/other", "");
        root.file(
                "elf-package-note",
                "opt/tool!/.note.package",
                "{\"type\":\"rpm\",\"name\":\"tool\",\"version\":\"1-1.fc38\"}");
        root.file(
                "elf-package-note",
                "opt/other!/.note.package",
                "{\"type\":\"deb\",\"name\":\"other\",\"version\":\"9-9\"}");
        root.file("dpkg-status-d", "var/lib/dpkg/status.d/other", "Package: other\nVersion: 1-1\n");
        assertThat(found().coverage().programs()).isEmpty();
        assertThat(found().items())
                .extracting(item -> item.type() + " " + item.name() + " " + item.version() + " " + item.location())
                .containsExactly("deb other 1-1 var/lib/dpkg/status.d/other", "rpm tool 1-1.fc38 opt/tool");
    }

    @Test
    void packagesInUseAreToldByWhatTheProcessesHave() {
        root.file("", "etc/os-release", "ID=debian\nVERSION_ID=12\n");
        for (String name : List.of("libz", "libunused", "tzdata", "perl")) {
            root.file("dpkg-status-d", "var/lib/dpkg/status.d/" + name, "Package: " + name + "\nVersion: 1-1\n");
        }
        root.program("usr/lib/libz.so.1", "libz").program("usr/lib/libunused.so", "libunused");
        root.program("usr/bin/perl", "perl").script("usr/bin/pod2man", "perl");
        root.archive("app/used.jar").archive("app/other-1.0.jar").archive("app/used.jar!/in-2.0.jar");
        root.file("java-manifest", "app/used.jar!/META-INF/MANIFEST.MF", "Implementation-Version: 1.0\n");
        root.use("usr/lib/libz.so.1", Mapping.EXECUTE, false).use("app/used.jar", Mapping.NONE, true);
        LoadedPackages loaded = LoadedStates.of(root.evidence(), found().items());
        assertThat(loaded.loaded()).containsExactly("pkg:deb/debian/libz@1-1?distro=debian-12");
        assertThat(loaded.opened()).containsExactly("pkg:maven/used/used@1.0");
        assertThat(loaded.notSeen()).containsExactly("pkg:deb/debian/libunused@1-1?distro=debian-12");
        assertThat(loaded.cannotTell())
                .extracting(cause -> cause.packages() + " " + cause.cause())
                .containsExactly(
                        "1 it has code that is not mapped when it runs",
                        "1 it lies in another archive",
                        "1 its archive is not held open, and may have been read before",
                        "1 no code file of it is known");
        assertThat(found().items()).extracting(PackageItem::name).contains("tzdata");
    }

    @Test
    void aPackageOfPythonIsFoundByItsNormalName() {
        root.file(
                "python-metadata",
                "app/a_b-1.0.dist-info/METADATA",
                "Metadata-Version: 2.1\nName: A.B\nVersion: 1.0\n");
        root.owned("app/a_b/_x.so", "a_b", "python-record").use("app/a_b/_x.so", Mapping.EXECUTE, false);
        assertThat(LoadedStates.of(root.evidence(), found().items()).loaded()).containsExactly("pkg:pypi/a.b@1.0");
    }

    @Test
    void aJavaRuntimeIsLoadedWhenAFileOfItIsMapped() {
        root.file("jvm-release", "usr/lib/jvm/17/release", "JAVA_VERSION=\"17.0.15\"\n");
        root.file("jvm-release", "usr/lib/jvm/21/release", "JAVA_VERSION=\"21.0.1\"\n");
        root.use("usr/lib/jvm/17/lib/server/libjvm.so", Mapping.EXECUTE, false);
        assertThat(LoadedStates.of(root.evidence(), found().items()).loaded())
                .singleElement()
                .asString()
                .contains("17.0.15");
    }

    @Test
    void whereAProcessCouldNotBeLookedAtNothingIsNotSeen() {
        root.file("dpkg-status-d", "var/lib/dpkg/status.d/a", "Package: a\nVersion: 1-1\n")
                .program("usr/lib/a.so", "a");
        root.unreadable(1);
        LoadedPackages loaded = LoadedStates.of(root.evidence(), found().items());
        assertThat(loaded.notSeen()).isEmpty();
        assertThat(loaded.cannotTell())
                .singleElement()
                .satisfies(cause -> assertThat(cause.cause()).isEqualTo("not every process could be looked at"));
        root.version1();
        assertThat(LoadedStates.of(root.evidence(), found().items())).isEqualTo(LoadedPackages.NONE);
    }

    private Inventory.Found found() {
        return Inventory.of(root.evidence(), 1000);
    }
}
