package io.jenkins.plugins.distrolessscan.engine.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/controls.md} is written from the code: {@code -Dgolden.rewrite=true} writes it anew. */
class ControlsPageTest {
    @Test
    void thePageListsTheControlsAsTheyAre() throws IOException {
        Path page = Path.of(System.getProperty("distrolessscan.home", "."), "docs", "controls.md");
        String wanted = page();
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.writeString(page, wanted);
        }
        assertThat(Files.readString(page)).isEqualTo(wanted);
    }

    private static String page() {
        String head = """
                # Controls

                What is judged of each scanned container. This page is written from the code.

                The six controls `container-*` are those of the *container-baseline* profile in a form that needs no program inside the
                container: files and `/proc`, read by the probe. Each says how it differs from the profile. The others are our own.

                A control is `PASSED` only on evidence. Where the probe could not look (a folder that it may enter and not list, a walk that was
                cut short, a file that was not sent) the result is `NOT_REVIEWED`, with the reason. `ERROR` is a fault of the control itself.
                All of the evidence is the target's word: see [probe-protocol.md](probe-protocol.md).

                | control | what holds | impact | severity |
                |---|---|---|---|
                """;
        String rows = Controls.all().stream()
                .map(c -> "| `" + c.id() + "` | " + c.title() + " | " + c.impact() + " | "
                        + Severity.ofImpact(c.impact()).name().toLowerCase(Locale.ROOT) + " |\n")
                .collect(Collectors.joining());
        String details = Controls.all().stream()
                .map(c -> "\n## " + c.id() + ": " + c.title() + "\n\n" + c.description() + "\n\n**What to do:** "
                        + c.remedy() + "\n")
                .collect(Collectors.joining());
        return head + rows + details;
    }
}
