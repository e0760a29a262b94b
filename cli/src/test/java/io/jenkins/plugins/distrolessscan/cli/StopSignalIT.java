package io.jenkins.plugins.distrolessscan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a process that is told to end, and one whose results have nowhere to go. */
class StopSignalIT {
    private static final Path JAR =
            Path.of(System.getProperty("distrolessscan.home"), "cli", "target", "distroless-scan.jar");

    @TempDir
    Path temp;

    private Process start(Path out, String... words) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command)
                .directory(temp.toFile())
                .redirectOutput(out.toFile())
                .redirectError(temp.resolve("err").toFile())
                .start();
    }

    private String err() throws IOException {
        return Files.readString(temp.resolve("err"));
    }

    /** A scan that was told to end as soon as it had attached something. */
    private Process stopped() throws Exception {
        Process process = start(temp.resolve("out"), "try", "--output", "report");
        while (process.isAlive() && !err().contains("attached distroless-scan-")) {
            Thread.sleep(5);
        }
        process.destroy(); // SIGTERM
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return process;
    }

    @Test
    void aScanThatIsToldToEndNamesWhatItAttachedAndEndsAsStopped() throws Exception {
        Process process = stopped();
        for (int more = 0; more < 20 && process.exitValue() != 3; more++) {
            process = stopped(); // The one before was through before the signal came.
        }
        assertThat(process.exitValue()).as(err()).isEqualTo(3);
        assertThat(err())
                .containsPattern("distroless-scan: stopped before the report was there\\. The debug container"
                        + " distroless-scan-[a-z2-7]{10} in shop/[a-z0-9-]+ ends by itself, at the latest at 20")
                .doesNotContain("Exception");
        assertThat(temp.resolve("out")).isEmptyFile();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void manifestsThatDoNotReachStandardOutputAreNoSuccess() throws Exception {
        Process process = start(Path.of("/dev/full"), "manifests", "-n", "shop");
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(err())
                .startsWith("distroless-scan: Standard output cannot be written")
                .hasLineCount(1);
    }
}
