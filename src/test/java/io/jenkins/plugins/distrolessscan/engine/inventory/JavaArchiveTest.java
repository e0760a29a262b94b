package io.jenkins.plugins.distrolessscan.engine.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JavaArchiveTest {
    private static final String MAVEN = "META-INF/maven/org.example/shop/pom.properties";

    @Test
    void mavensCoordinatesAreTheArchives() {
        JavaArchive archive = new JavaArchive("app/shop-1.2.jar");
        archive.coordinates(MAVEN, "groupId=org.example\nartifactId=shop\nversion=1.2\n");
        archive.manifest("Implementation-Title: other\nImplementation-Version: 9\n");
        assertThat(words(archive)).containsExactly("org.example:shop 1.2 MANIFEST");
    }

    @Test
    void aShadedArchiveIsItselfAndWhatIsInIt() {
        JavaArchive archive = new JavaArchive("app/server.jar");
        archive.coordinates(MAVEN, "version=1.2\n");
        archive.coordinates("META-INF/maven/org.yaml/snakeyaml/pom.properties", "version=1.30\n");
        archive.manifest("Implementation-Version: 4.0\nImplementation-Vendor-Id: com.acme\n");
        assertThat(words(archive))
                .containsExactly(
                        "org.example:shop 1.2 MANIFEST",
                        "org.yaml:snakeyaml 1.30 MANIFEST",
                        "com.acme:server 4.0 MANIFEST");
    }

    @Test
    void withoutCoordinatesTheManifestSpeaks() {
        JavaArchive archive = new JavaArchive("app/lib/jackson-core-2.17.1.jar");
        archive.manifest("Bundle-SymbolicName: com.fasterxml.jackson.core.jackson-core;x=y\nBundle-Version: 2.17.1\n");
        assertThat(words(archive)).containsExactly("com.fasterxml.jackson.core:jackson-core 2.17.1 MANIFEST");
    }

    @Test
    void aFileNameIsAGuess() {
        for (List<String> name : List.of(
                List.of("commons-io-2.11.0.jar", "commons-io:commons-io 2.11.0 FILE_NAME"),
                List.of("guava-31.1-jre.jar", "guava:guava 31.1-jre FILE_NAME"),
                List.of("log4j-1.2-api-2.17.1.jar", "log4j-1.2-api:log4j-1.2-api 2.17.1 FILE_NAME"),
                List.of("hibernate-core-5.6.15.Final.jar", "hibernate-core:hibernate-core 5.6.15.Final FILE_NAME"),
                List.of("lib-1.0-SNAPSHOT.jar", "lib:lib 1.0-SNAPSHOT FILE_NAME"),
                List.of("scala-xml_2.13-2.2.0.jar", "scala-xml_2.13:scala-xml_2.13 2.2.0 FILE_NAME"))) {
            assertThat(words(new JavaArchive("app/app.jar!/BOOT-INF/lib/" + name.get(0))))
                    .containsExactly(name.get(1));
        }
    }

    @Test
    void whatNothingNamesIsNoPackage() {
        assertThat(new JavaArchive("app/app.jar").packages()).isEmpty();
        JavaArchive archive = new JavaArchive("app/app.jar");
        archive.manifest("Implementation-Version: unspecified\n");
        assertThat(archive.packages()).isEmpty();
    }

    @Test
    void aPlaceHolderIsNoVersion() {
        JavaArchive archive = new JavaArchive("shop.jar");
        archive.coordinates(MAVEN, "version=${revision}\n");
        assertThat(words(archive)).containsExactly("org.example:shop  MANIFEST");
    }

    private static List<String> words(JavaArchive archive) {
        return archive.packages().stream()
                .map(p -> p.name() + " " + p.version() + " " + p.origin())
                .toList();
    }
}
