package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Package databases and manifests that lie, all formats at once: what is not understood is told by its path. */
class HostileDatabasesTest {
    @RegisterExtension
    static final TestNamespace NAMESPACE = TestNamespace.restricted("databases");

    private static final String DEB =
            "Package: good\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.0\n\n";
    private static final String APK = "P:good\nV:1.0-r0\nA:x86_64\n\n";

    /** Databases of the system's package managers: one that is not understood makes its target incomplete. */
    private static final Map<String, String> DATABASES = Map.of(
            "var/lib/dpkg/status",
            DEB,
            "var/lib/dpkg/status.d/good",
            DEB,
            "lib/apk/db/installed",
            APK,
            "var/lib/opkg/status",
            DEB,
            "var/lib/rpm/rpmdb.sqlite",
            "SQLite format 3\0",
            "var/lib/rpmmanifest/container-manifest-2",
            "good\t1.0-1\t1\t2\tvendor\t(none)\t3\tx86_64\t0\tgood-1.0-1.src.rpm\n",
            "var/lib/chisel/manifest.wall",
            "{\"jsonwall\":\"1.0\"}\n",
            "usr/share/bottlerocket/application-inventory.json",
            "{\"Content\":[{\"Name\":\"good\",\"Version\":\"1.0\"}]}");

    private static final Map<String, String> MANIFESTS = Map.of(
            "srv/package.json", "{\"name\":\"good\",\"version\":\"1.0\"}",
            "srv/good-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: good\nVersion: 1.0\n\n",
            "srv/good.jar", "PK\3\4",
            "srv/good.deps.json", "{\"runtimeTarget\":{},\"libraries\":{\"good/1.0\":{\"type\":\"package\"}}}",
            "srv/composer/installed.json", "{\"packages\":[{\"name\":\"a/good\",\"version\":\"1.0\"}]}",
            "srv/conda-meta/good.json", "{\"name\":\"good\",\"version\":\"1.0\",\"build\":\"0\"}",
            "srv/good.spdx.json", "{\"packages\":[{\"name\":\"good\",\"versionInfo\":\"1.0\"}]}",
            "srv/good.cdx.json", "{\"components\":[{\"type\":\"library\",\"name\":\"good\",\"version\":\"1.0\"}]}");

    private static TestNamespace.Access access;

    /** What is made of a good text. */
    enum Sample {
        NOISE(good -> new String(random(), StandardCharsets.ISO_8859_1)),
        HTML(good -> "<html><body>404 not found</body></html>\n"),
        UTF16(good -> new String(good.getBytes(StandardCharsets.UTF_16), StandardCharsets.ISO_8859_1)),
        TRUNCATED(good -> good.substring(0, good.length() * 2 / 3)),
        GOOD_AMONG_BAD(good -> "\1\2 no field at all\n\n" + good + "\1\2 no field at all\n");

        private final UnaryOperator<String> made;

        Sample(UnaryOperator<String> made) {
            this.made = made;
        }

        String pod() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        private static byte[] random() {
            byte[] bytes = new byte[50_000];
            new Random(1).nextBytes(bytes);
            return bytes;
        }
    }

    @BeforeAll
    static void pods() {
        TestCluster.needsTheNode();
        Map<String, Pod> pods = new LinkedHashMap<>();
        Arrays.stream(Sample.values()).map(Sample::pod).forEach(name -> pods.put(name, null));
        for (String name : new String[] {"many", "long", "accounts"}) {
            pods.put(name, null);
        }
        pods.replaceAll((name, none) -> Pod.restricted(name, "distroless:v1"));
        NAMESPACE.ready(pods.values().toArray(Pod[]::new));
        access = NAMESPACE.scanner();
    }

    private static Scan scan(String pod) {
        return Scan.of(access).pod(NAMESPACE, pod).with("--no-misuse-checks");
    }

    private static void write(String pod, String path, String text) {
        Node.write(NAMESPACE.container(pod, "app"), path, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotUnderstoodIsNamed(Sample sample) {
        DATABASES.forEach((path, good) -> write(sample.pod(), path, sample.made.apply(good)));
        MANIFESTS.forEach((path, good) -> write(sample.pod(), path, sample.made.apply(good)));
        Scan.Result result = scan(sample.pod()).run().ended(3);
        assertThat(result.verdict()).isEqualTo("INCOMPLETE");
        String report = result.report().toString();
        assertThat(DATABASES.keySet()).as("named: %s", result.text()).allMatch(report::contains);
        assertThat(MANIFESTS.keySet()).as("named: %s", result.text()).allMatch(report::contains);
        assertThat(Json.texts(result.report().path("inventory"), "name"))
                .as("what the image has beside it is still found")
                .contains("tzdata", "netbase");
    }

    @Test
    void tenThousandRecordsAreTenThousandPackages() {
        write(
                "many",
                "var/lib/dpkg/status",
                IntStream.range(0, 10_000)
                        .mapToObj(i -> DEB.replace("good", "package-" + i))
                        .collect(Collectors.joining()));
        Scan.Result result = scan("many").run().ended(0);
        assertThat(Json.texts(result.report().path("inventory"), "name"))
                .hasSizeGreaterThanOrEqualTo(10_000)
                .contains("package-0", "package-9999");
    }

    /** More than the probe reads of one file. */
    @Test
    void oneRecordOfMoreThanFourMegabytesIsNamedAndPushesNothingOut() {
        String much = "x".repeat(5 << 20);
        write("long", "var/lib/dpkg/status", DEB.replace("Version", "Description: " + much + "\nVersion"));
        write("long", "lib/apk/db/installed", APK.replace("V:", "T:" + much + "\nV:"));
        write("long", "var/lib/opkg/status", DEB.replace("Version", "Description: " + much + "\nVersion"));
        write("long", "srv/package.json", "{\"description\":\"" + much + "\",\"name\":\"good\",\"version\":\"1\"}");
        Scan.Result result = scan("long").run().ended(3);
        assertThat(result.verdict()).isEqualTo("INCOMPLETE");
        assertThat(result.report().toString())
                .contains("var/lib/dpkg/status\"", "lib/apk/db/installed", "var/lib/opkg/status", "srv/package.json");
        assertThat(Json.texts(result.report().path("inventory"), "name")).contains("tzdata", "netbase");
    }

    @Test
    void accountsOfFiveMegabytesDoNotPushThePackagesOut() {
        StringBuilder passwd = new StringBuilder("root:x:0:0:root:/root:/sbin/nologin\n");
        Random random = new Random(2);
        for (int i = 1000; passwd.length() < 5 << 20; i++) {
            passwd.append("u%d:x:%d:%d:%x:/home/u%d:/sbin/nologin\n".formatted(i, i, i, random.nextLong(), i));
        }
        write("accounts", "etc/passwd", passwd.toString());
        Scan.Result result = scan("accounts").run();
        assertThat(Json.texts(result.report().path("inventory"), "name")).contains("tzdata", "netbase", "base-files");
        assertThat(result.said()).contains("etc/passwd");
    }
}
