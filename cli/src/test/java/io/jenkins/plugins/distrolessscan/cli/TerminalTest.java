package io.jenkins.plugins.distrolessscan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict;
import io.jenkins.plugins.distrolessscan.engine.report.Reports;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class TerminalTest {
    private static final String ESCAPE = "\u001b[";

    private static FindingRow row(Severity severity, String what) {
        return new FindingRow(severity, what, "shop/web-0/web: etc/passwd", "", "");
    }

    private static String table(List<FindingRow> rows, Severity... wanted) {
        return new FindingTable(rows, List.of(wanted), Ansi.OFF).text();
    }

    @Test
    void aTableShowsTheWorstTwentyAndSaysWhatItLeavesOut() {
        List<FindingRow> rows = IntStream.range(0, 30)
                .mapToObj(i -> row(Severity.HIGH, "finding " + i))
                .toList();
        assertThat(table(rows).lines())
                .hasSize(23)
                .startsWith("SEVERITY  WHAT        WHERE", "HIGH      finding 0   shop/web-0/web: etc/passwd")
                .contains("Shown are 20 of 30 findings, the worst; all are in the report's files.")
                .noneMatch(line -> line.contains("finding 20"));
    }

    @Test
    void onlyTheSeveritiesThatAreAskedForAreShownAndTheOthersAreCounted() {
        List<FindingRow> rows = List.of(row(Severity.HIGH, "bad"), row(Severity.LOW, "less bad"));
        assertThat(table(rows, Severity.LOW))
                .contains("less bad", "Shown are 1 of 2 findings, of severity LOW")
                .doesNotContain("HIGH  ");
        assertThat(table(rows, Severity.CRITICAL))
                .isEqualTo("Shown are 0 of 2 findings, of severity CRITICAL; all are in the report's files.\n\n");
    }

    @Test
    void whatDoesNotApplyToAnyFindingHasNoColumn() {
        assertThat(table(List.of(row(Severity.LOW, "x"))))
                .doesNotContain("LOADED")
                .doesNotContain("FIXED IN");
        assertThat(table(List.of(new FindingRow(Severity.LOW, "CVE", "shop/a/a: openssl 3.0", "loaded", "3.1"))))
                .contains("WHERE                  LOADED  FIXED IN", "loaded  3.1");
    }

    @Test
    void vulnerabilitiesStandInTheTableWithTheVersionThatMendsThemAndAnsweredOnesDoNot() {
        ScanReport report = Reports.sound();
        assertThat(report.vulnerabilities()).isNotEmpty();
        List<FindingRow> rows = FindingRow.of(report);
        assertThat(rows)
                .hasSize(report.findings().size()
                        + (int) report.vulnerabilities().stream()
                                .filter(found -> found.suppressed().isEmpty())
                                .count());
        report.vulnerabilities().stream()
                .filter(found -> found.suppressed().isEmpty())
                .forEach(found -> assertThat(rows)
                        .anyMatch(row -> row.what().startsWith(found.vulnerability() + " " + found.name())
                                && row.fixedIn().equals(found.fixedVersion())
                                && !row.loaded().isEmpty()));
    }

    @Test
    void aTargetsTextNeitherMovesTheCursorNorBreaksTheTable() {
        String hostile = ESCAPE + "2J\n" + "x".repeat(500);
        assertThat(table(List.of(row(Severity.HIGH, hostile))).lines())
                .hasSize(3)
                .allMatch(line -> line.length() < 200 && !line.contains("\u001b"));
    }

    @Test
    void coloursAreOnlyWhereATerminalTakesThem() {
        List<FindingRow> rows = List.of(row(Severity.HIGH, "HIGH"));
        assertThat(table(rows)).doesNotContain(ESCAPE);
        String coloured = new FindingTable(rows, List.of(), Ansi.ON).text();
        assertThat(coloured).contains(ESCAPE + "31mHIGH" + ESCAPE);
        assertThat(new Summary(Reports.sound(), Ansi.OFF).lines("here")).doesNotContain(ESCAPE);
        assertThat(new Summary(Reports.sound(), Ansi.ON).lines("here")).contains("verdict: " + ESCAPE + "31mFAILED");
    }

    @Test
    void aSummarySaysTheVerdictItsCauseTheMethodsRiskAndWhereTheFilesAre() {
        assertThat(new Summary(Reports.sound(), Ansi.OFF)
                        .lines("out/report.html")
                        .lines())
                .contains(
                        "verdict: FAILED",
                        "reason: Compliance is 83 percent, 90 is required.",
                        "coverage: 2 of 3 containers (66 %)",
                        "report: out/report.html")
                .anyMatch(line -> line.startsWith("risk of the method: High. "));
    }

    @Test
    void aPassWithoutAGateSaysThatOnlyCompletenessWasJudged() {
        Verdict passed = new Verdict(
                Verdict.Result.PASSED, Verdict.Judged.ONLY_COMPLETENESS, OptionalInt.of(83), List.of(), List.of());
        assertThat(new Summary(Reports.judged(passed), Ansi.OFF).lines("x"))
                .startsWith("verdict: PASSED (no gate configured: only completeness was judged)\n");
        Verdict gated =
                new Verdict(Verdict.Result.PASSED, Verdict.Judged.GATES, OptionalInt.of(83), List.of(), List.of());
        assertThat(new Summary(Reports.judged(gated), Ansi.OFF).lines("x")).startsWith("verdict: PASSED\n");
    }

    @Test
    void whatAReasonSaysIsNotSaidAgain() {
        ScanReport sound = Reports.sound();
        String sentence = sound.passedOver().get(0).text();
        Verdict incomplete = new Verdict(
                Verdict.Result.INCOMPLETE,
                Verdict.Judged.ONLY_COMPLETENESS,
                OptionalInt.empty(),
                List.of(),
                List.of(sound.passedOver().get(0).key() + ": passed over (HOST_PID). " + sentence));
        assertThat(new Summary(Reports.judged(incomplete), Ansi.OFF)
                        .lines("x")
                        .lines()
                        .filter(line -> line.contains(sentence)))
                .hasSize(1);
        assertThat(new Summary(sound, Ansi.OFF).lines("x").lines().filter(line -> line.contains(sentence)))
                .hasSize(1);
    }
}
