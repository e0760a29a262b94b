package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock of the machine that scans is off; a shim before the C library's makes it so for the scan's process alone. */
class ShiftedClockTest {
    @RegisterExtension
    static final TestNamespace NAMESPACE = TestNamespace.restricted("clock");

    private static TestNamespace.Access access;
    private static Path shim;

    @TempDir
    static Path folder;

    @BeforeAll
    static void pod() throws IOException {
        shim = folder.resolve("skew.so");
        Path source = folder.resolve("skew.c");
        try (InputStream in = ShiftedClockTest.class.getResourceAsStream("/skew.c")) {
            Files.write(source, in.readAllBytes());
        }
        assumeTrue(compiled(source), "needs gcc");
        NAMESPACE.ready(Pod.restricted("shop", "distroless:v1"));
        access = NAMESPACE.scanner();
    }

    private static boolean compiled(Path source) {
        try {
            return Finished.of(
                                    new ProcessBuilder(
                                            "gcc", "-O2", "-shared", "-fPIC", "-o", shim.toString(), source.toString()),
                                    "",
                                    Duration.ofMinutes(1))
                            .exit()
                    == 0;
        } catch (java.io.UncheckedIOException e) {
            return false;
        }
    }

    private static Scan scan(int seconds) {
        return Scan.of(access)
                .pod(NAMESPACE, "shop")
                .with("--no-misuse-checks")
                .environment("LD_PRELOAD", shim.toString())
                .environment("SKEW", Integer.toString(seconds));
    }

    @ParameterizedTest
    @ValueSource(ints = {600, -600, 45, -45})
    void timesAreByTheServersClockAndTheDifferenceIsTold(int seconds) {
        Instant before = Instant.now();
        Scan.Result result = scan(seconds).run().ended(0);
        assertThat(result.said()).containsIgnoringCase("clock");
        for (String time : new String[] {"attached", "started", "finished"}) {
            String told = result.target().at("/debugContainer/" + time).asText();
            assertThat(Instant.parse(told))
                    .as("%s with a clock that is %d s off", time, seconds)
                    .isBetween(before.minusSeconds(3), Instant.now().plusSeconds(3));
        }
    }

    @Test
    void aClockThatIsHoursOffEndsTheScanWithThatSentence() {
        int before = NAMESPACE.pod("shop").at("/spec/ephemeralContainers").size();
        scan(2 * 3600).run().ended(3, "clock");
        assertThat(NAMESPACE.pod("shop").at("/spec/ephemeralContainers"))
                .as("nothing is added")
                .hasSize(before);
    }
}
