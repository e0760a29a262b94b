package io.jenkins.plugins.distrolessscan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

class ExitCodeTest {
    private static final String SECRET = "hush-hush";

    private final StringWriter err = new StringWriter();

    /** A command that ends as it is told to. */
    @Command(name = "ends")
    private record Ends(Callable<Integer> how) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            return how.call();
        }
    }

    private int run(Callable<Integer> how) {
        return Main.run(Main.line(new Ends(how)).setErr(new PrintWriter(err, true)));
    }

    @Test
    void aMachineThatHasNoMemoryLeftIsNoMissedGate() {
        assertThat(run(() -> {
                    throw new OutOfMemoryError(SECRET);
                }))
                .isEqualTo(3);
        assertThat(err.toString())
                .startsWith("distroless-scan: there is not enough memory for this scan")
                .contains("-Xmx", "ends by itself")
                .hasLineCount(1)
                .doesNotContain(SECRET);
    }

    @Test
    void anUnexpectedExceptionIsNamedWithoutItsMessage() {
        assertThat(run(() -> {
                    throw new IllegalStateException(SECRET);
                }))
                .isEqualTo(3);
        assertThat(err.toString())
                .contains("java.lang.IllegalStateException", "    at io.jenkins.plugins.distrolessscan")
                .doesNotContain(SECRET);
    }

    @Test
    void anExpectedFailureIsOneSentenceAndItsExitCode() {
        assertThat(run(() -> {
                    throw new ScanException(ScanException.Kind.CONFIGURATION, "There is no such pod.");
                }))
                .isEqualTo(2);
        assertThat(err.toString()).isEqualTo("distroless-scan: There is no such pod.\n");
    }

    @Test
    void whatTheCommandSaysIsTheExitCode() {
        assertThat(run(() -> 1)).isEqualTo(1);
        assertThat(err.toString()).isEmpty();
    }
}
