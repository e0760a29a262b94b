package io.jenkins.plugins.distrolessscan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./try} with the jar that this build made; it finds nothing to build. */
class TryIT {
    private static final Path HOME = Path.of(System.getProperty("distrolessscan.home"));

    @TempDir
    Path temp;

    private record Ended(int code, String out, String err) {}

    private Ended run(Map<String, String> environment, String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("bash", HOME.resolve("try").toString()));
        words.addAll(List.of(arguments));
        File out = temp.resolve("out").toFile();
        File err = temp.resolve("err").toFile();
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(temp.toFile())
                .redirectOutput(out)
                .redirectError(err);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        return new Ended(process.exitValue(), text(out), text(err));
    }

    private static String text(File file) throws IOException {
        return Files.readString(file.toPath(), StandardCharsets.UTF_8);
    }

    @Test
    void aTryScansTheDemoClusterAndEndsWellWhateverTheVerdict() throws Exception {
        Ended ended = run(Map.of(), "--output", "my report");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("DEMO: ", "verdict: INCOMPLETE", "report: my report/report.html");
        assertThat(ended.err()).doesNotContain("Building");
        assertThat(temp.resolve("my report"))
                .isDirectoryContaining("glob:**report.html")
                .isDirectoryContaining("glob:**report.json");
    }

    @Test
    void aKubeconfigMakesItAScanWithTheExitCodesOfAScan() throws Exception {
        Ended missing =
                run(Map.of(), "--kubeconfig", "nowhere", "-n", "shop", "--all-pods", "--image", "a.example/b:1");
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("The file of --kubeconfig cannot be read");
    }

    @Test
    void helpIsPrintedAndWhatIsNotKnownIsRefused() throws Exception {
        assertThat(run(Map.of(), "--help").out()).startsWith("Usage: ./try");
        for (String[] wrong : new String[][] {{"--everything"}, {"--output"}, {"--output", ""}}) {
            Ended ended = run(Map.of(), wrong);
            assertThat(ended.code()).isEqualTo(2);
            assertThat(ended.err()).startsWith("try: ").hasLineCount(1);
        }
    }

    @Test
    void withoutAJavaItSaysWhatToInstall() throws Exception {
        Ended ended = run(Map.of("JAVA_HOME", temp.toString()));
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("there is no Java here: install a JDK 17");
    }
}
