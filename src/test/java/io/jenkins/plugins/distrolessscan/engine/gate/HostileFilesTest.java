package io.jenkins.plugins.distrolessscan.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.WaiverUse.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that lie in a branch were written by whoever writes the branch: each is refused soon, in a short sentence. */
class HostileFilesTest {
    /** Reads a text as one of the files. */
    private enum Reader {
        THRESHOLDS,
        WAIVERS,
        PRESET,
        GATE;

        void read(String text) throws ScanException {
            switch (this) {
                case THRESHOLDS -> ThresholdFile.read(text, "The threshold file t.yml");
                case WAIVERS -> WaiverFile.read(text, "The waiver file w.yml", Origin.BUILD);
                case PRESET -> Preset.of(text);
                case GATE -> QualityGateReader.read(text);
            }
        }
    }

    static Stream<Arguments> texts() {
        List<String> texts = new ArrayList<>(List.of(
                "",
                " ",
                "\u0000",
                "compliance.min: 70\u0000",
                "\ufeff\ufeff",
                "\ud800",
                "\r\n\r\n",
                "\t- a",
                "%YAML 9.9\n---\na: 1",
                "compliance.min: 70\n---\ncompliance.min: 0",
                "compliance.min: 70\r\ncompliance.min: 0\r\n",
                "a: &a [*a]",
                "a: &a {b: *a}",
                "? &a [[*a]]\n: 1",
                "qualityGates: [{type: TOTAL, limit: &a [[*a]]}]",
                "qualityGates: [{type: &a {b: {c: *a}}, limit: 1}]",
                "qualityGates: &a [*a]",
                "waivers: &a [*a]",
                "- &a {id: *a, reason: a, approver: b, expires: 2027-01-01}",
                "- {id: CVE-1, reason: &a [[*a]], approver: b, expires: 2027-01-01}",
                "!!java.net.URL ['http://example.invalid']",
                "!!binary aGVsbG8=",
                "- !!set {a, b}",
                "passed.total.min: 9999999999999999999999",
                "passed.total.min: 0x10",
                "passed.total.min: 010",
                "passed.total.min: 1_0",
                "passed.total.min: 1:30",
                "passed.total.min: .inf",
                bomb()));
        for (String many :
                List.of("x", "[", "{a: ", "- ", "? ", "&a ", "!", "#", "'", "\n", "{a.b: 1}, ", "{a:", "\u202e")) {
            texts.add(many.repeat(100_000 / many.length()));
            texts.add(many.repeat(300_000 / many.length()));
        }
        texts.add("{compliance.min:" + " ".repeat(200_000));
        texts.add("{compliance.min: " + "1".repeat(200_000) + "}");
        texts.add("passed.total.min: " + "9".repeat(200_000));
        texts.add("x".repeat(200_000) + ": 1");
        texts.add("type=" + "x,".repeat(100_000));
        texts.add("waivers: [" + "{}, ".repeat(50_000) + "{}]");
        texts.add("qualityGates: [" + "{}, ".repeat(50_000) + "{}]");
        return texts.stream().flatMap(text -> Stream.of(Reader.values()).map(reader -> Arguments.of(reader, text)));
    }

    private static String bomb() {
        StringBuilder bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (char level = 'b'; level < 'k'; level++) {
            String above = "*" + (char) (level - 1);
            bomb.append(level)
                    .append(": &")
                    .append(level)
                    .append(" [")
                    .append(String.join(", ", List.of(above, above, above, above, above, above, above, above, above)))
                    .append("]\n");
        }
        return bomb.toString();
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("texts")
    void eachIsRefusedSoonAndInAShortSentence(Reader reader, String text) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThatThrownBy(() -> reader.read(text))
                        .isInstanceOfSatisfying(
                                ScanException.class,
                                e -> assertThat(e.kind()).isEqualTo(ScanException.Kind.CONFIGURATION))
                        .satisfies(e -> assertThat(e.getMessage())
                                .hasSizeLessThan(600)
                                .endsWith(".")
                                .matches("[^\\p{C}]+")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void aMarkAtTheBeginningAndEitherEndOfLineAreNoHarm(String end) throws ScanException {
        String mark = "\ufeff";
        assertThat(ThresholdFile.read(mark + String.join(end, "# all", "failed:", "  high: {max: 1}", ""), "A file")
                        .thresholds())
                .hasSize(1);
        assertThat(WaiverFile.read(
                        mark
                                + String.join(
                                        end,
                                        "waivers:",
                                        "- id: CVE-1",
                                        "  reason: a",
                                        "  approver: b",
                                        "  expires: 2027-01-01",
                                        ""),
                        "A file",
                        Origin.BUILD))
                .hasSize(1);
    }

    /** The largest file that is read is read soon. */
    @Test
    void aThousandWaiversAndThousandsOfInlineLinesTakeNoTime() {
        String waivers = "- {id: CVE-2026-1, reason: a, approver: b, expires: 2027-01-01}\n".repeat(1000);
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThat(WaiverFile.read(waivers, "A file", Origin.BUILD)).hasSize(1000);
            assertThatThrownBy(() -> ThresholdFile.read("{failed.total.max: 1}, ".repeat(10_000) + "{a: 1}", "A file"))
                    .hasMessage("A file has failed.total.max twice.");
        });
    }
}
