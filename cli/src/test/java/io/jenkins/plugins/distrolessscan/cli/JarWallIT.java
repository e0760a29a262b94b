package io.jenkins.plugins.distrolessscan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The jar is the wall between the engine and Jenkins: nothing of the plugin beside the engine may be in it. */
class JarWallIT {
    private static final Path JAR = Path.of(System.getProperty("distrolessscan.jar"));
    private static final String OURS = "io/jenkins/";
    private static final String ROOMS = "io/jenkins/plugins/distrolessscan/(engine|cli|demo)/.*";

    @Test
    void ofThisProjectTheJarHoldsOnlyEngineCliAndDemo() throws IOException {
        var ours = classes().stream().filter(name -> name.startsWith(OURS)).toList();
        assertThat(ours).isNotEmpty().allSatisfy(name -> assertThat(name).matches(ROOMS));
    }

    @Test
    void nothingOfJenkinsIsInTheJar() throws IOException {
        assertThat(classes())
                .noneMatch(name -> name.matches("(hudson|jenkins|org/kohsuke|org/jenkinsci|com/cloudbees)/.*"));
    }

    @Test
    void theJarRunsAlone() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(java, "-jar", JAR.toString(), "--help")
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output).contains("Usage: distroless-scan");
    }

    /** Every class of others is named with its licence, whose text the jar carries; a name without a class is gone. */
    @Test
    void theLicenceOfEveryClassIsInTheJar() throws IOException {
        try (var jar = new ZipFile(JAR.toFile())) {
            var rows = text(jar, "THIRD-PARTY.md")
                    .lines()
                    .filter(line -> line.startsWith("| ") && line.endsWith(".txt |"))
                    .map(line -> line.split(" *\\| *"))
                    .toList();
            var folders = rows.stream()
                    .flatMap(cells -> Stream.of(cells[2].split(", ")))
                    .toList();
            var others =
                    classes().stream().filter(name -> !name.startsWith(OURS)).toList();
            assertThat(others)
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(folders).as(name).anyMatch(name::startsWith));
            assertThat(folders)
                    .isNotEmpty()
                    .allSatisfy(folder -> assertThat(others).as(folder).anyMatch(name -> name.startsWith(folder)));
            for (var cells : rows) {
                assertThat(text(jar, cells[4])).as(cells[1]).containsIgnoringCase("warrant");
            }
        }
    }

    private static String text(ZipFile jar, String name) throws IOException {
        var entry = jar.getEntry("META-INF/licenses/" + name);
        assertThat(entry).as(name).isNotNull();
        try (var in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> classes() throws IOException {
        try (var jar = new ZipFile(JAR.toFile())) {
            return jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> name.replaceFirst("^META-INF/versions/[0-9]+/", ""))
                    .toList();
        }
    }
}
