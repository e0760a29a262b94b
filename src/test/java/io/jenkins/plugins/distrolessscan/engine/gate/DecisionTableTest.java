package io.jenkins.plugins.distrolessscan.engine.gate;

import static io.jenkins.plugins.distrolessscan.engine.gate.GatesTest.controls;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.ScannedTarget;
import io.jenkins.plugins.distrolessscan.engine.Scans;
import io.jenkins.plugins.distrolessscan.engine.model.Consequence;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import io.jenkins.plugins.distrolessscan.engine.model.Coverage;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.FindingChange.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.Reference;
import io.jenkins.plugins.distrolessscan.engine.model.FindingKind;
import io.jenkins.plugins.distrolessscan.engine.model.GateResult;
import io.jenkins.plugins.distrolessscan.engine.model.LoadedState;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver.Reason;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.IndexedFinding;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the table in docs/gates.md, judged; and the table is these rows. */
class DecisionTableTest {
    private static final List<ControlResult> GOOD = controls(Status.PASSED, Status.PASSED);
    private static final List<ControlResult> HALF = controls(Status.PASSED, Status.FAILED);
    private static final IndexedFinding CVE =
            SampleIndex.vulnerability("CVE-1", Severity.HIGH, LoadedState.LOADED, "2");
    private static final String VULNERABILITIES = "type=TOTAL,of=VULNERABILITY,limit=1,result=";

    static Stream<Row> rows() throws ScanException {
        Scans sound = Scans.sound();
        SampleIndex one = new SampleIndex().has(CVE);
        GatePolicy none = GatePolicy.none();
        return Stream.of(
                row("Everything was looked at", "nothing", sound, GOOD, none).becomes("PASSED", 0, "goes on"),
                row("Everything holds", "a gate", sound, GOOD, gates(VULNERABILITIES + "FAILURE"))
                        .becomes("PASSED", 0, "goes on"),
                row("Compliance is too low", "`minimumCompliance`", sound, HALF, none.withMinimumCompliance(80))
                        .becomes("FAILED", 1, "FAILURE"),
                row(
                                "Compliance is too low",
                                "`minimumCompliance`, `onThresholdMissed: 'UNSTABLE'`",
                                sound,
                                HALF,
                                none.withMinimumCompliance(80))
                        .onThresholdMissed(GateResult.UNSTABLE)
                        .becomes("FAILED", 1, "UNSTABLE"),
                row(
                                "Compliance is too low",
                                "`minimumCompliance`, `onThresholdMissed: 'SUCCESS'`",
                                sound,
                                HALF,
                                none.withMinimumCompliance(80))
                        .onThresholdMissed(GateResult.NOTE)
                        .becomes("FAILED", 1, "goes on"),
                row(
                                "A line of the threshold file is missed",
                                "a threshold file",
                                sound,
                                HALF,
                                file("failed.high.max: 0"))
                        .becomes("FAILED", 1, "FAILURE"),
                row("A line of the preset is missed", "`preset: 'production'`", sound, HALF, preset())
                        .becomes("FAILED", 1, "FAILURE"),
                row("No control was evaluated", "`minimumCompliance`", sound, List.of(), none.withMinimumCompliance(80))
                        .becomes("INCOMPLETE", 3, "FAILURE"),
                row("A gate is missed", "a gate with `result: 'NOTE'`", sound, GOOD, gates(VULNERABILITIES + "NOTE"))
                        .with(one)
                        .becomes("PASSED", 0, "goes on"),
                row(
                                "A gate is missed",
                                "a gate with `result: 'UNSTABLE'`",
                                sound,
                                GOOD,
                                gates(VULNERABILITIES + "UNSTABLE"))
                        .with(one)
                        .becomes("FAILED", 1, "UNSTABLE"),
                row(
                                "A gate is missed",
                                "a gate with `result: 'STAGE_ERROR'`",
                                sound,
                                GOOD,
                                gates(VULNERABILITIES + "STAGE_ERROR"))
                        .with(one)
                        .becomes("FAILED", 1, "UNSTABLE, the stage FAILURE"),
                row(
                                "A gate is missed",
                                "a gate with `result: 'FAILURE'`",
                                sound,
                                GOOD,
                                gates(VULNERABILITIES + "FAILURE"))
                        .with(one)
                        .becomes("FAILED", 1, "FAILURE"),
                row(
                                "Two gates are missed",
                                "gates with UNSTABLE and FAILURE",
                                sound,
                                GOOD,
                                gates(VULNERABILITIES + "UNSTABLE", "type=TOTAL,id=CVE-1,limit=1,result=FAILURE"))
                        .with(one)
                        .becomes("FAILED", 1, "FAILURE"),
                row(
                                "A gate and a threshold are missed",
                                "a gate with UNSTABLE, `onThresholdMissed: 'SUCCESS'`",
                                sound,
                                HALF,
                                gates(VULNERABILITIES + "UNSTABLE").withMinimumCompliance(80))
                        .with(one)
                        .onThresholdMissed(GateResult.NOTE)
                        .becomes("FAILED", 1, "UNSTABLE"),
                row(
                                "It is the first build",
                                "a gate of type NEW",
                                sound,
                                GOOD,
                                gates("type=NEW,limit=1,result=FAILURE"))
                        .with(new SampleIndex().has(CVE).reference(Reference.none()))
                        .becomes("PASSED", 0, "goes on"),
                row(
                                "The reference did not look at vulnerabilities",
                                "a gate of type NEW over them",
                                sound,
                                GOOD,
                                gates("type=NEW,of=VULNERABILITY,limit=1,result=FAILURE"))
                        .with(new SampleIndex()
                                .change(Kind.FIRST_LOOKED_AT, CVE)
                                .compared(FindingKind.CONTROL))
                        .becomes("PASSED", 0, "goes on"),
                row("A finding is new", "a gate of type NEW", sound, GOOD, gates("type=NEW,limit=1,result=FAILURE"))
                        .with(new SampleIndex().change(Kind.NEW, CVE))
                        .becomes("FAILED", 1, "FAILURE"),
                row(
                                "A finding is new and waived",
                                "a gate of type NEW",
                                sound,
                                GOOD,
                                gates("type=NEW,limit=1,result=FAILURE"))
                        .with(new SampleIndex().change(Kind.NEW, SampleIndex.waived(CVE)))
                        .becomes("PASSED", 0, "goes on"),
                row(
                                "There is no vulnerability data",
                                "a gate over vulnerabilities",
                                sound,
                                GOOD,
                                gates(VULNERABILITIES + "UNSTABLE"))
                        .with(new SampleIndex().lookedAt(FindingKind.CONTROL))
                        .becomes("INCOMPLETE", 3, "FAILURE"),
                row(
                                "There is no vulnerability data",
                                "a gate over vulnerabilities with UNSTABLE, `onIncomplete: 'SUCCESS'`",
                                sound,
                                GOOD,
                                gates(VULNERABILITIES + "UNSTABLE"))
                        .with(new SampleIndex().lookedAt(FindingKind.CONTROL))
                        .onIncomplete(GateResult.NOTE)
                        .becomes("INCOMPLETE", 3, "UNSTABLE"),
                row(
                                "There is no vulnerability data",
                                "a gate over vulnerabilities with `result: 'NOTE'`",
                                sound,
                                GOOD,
                                gates(VULNERABILITIES + "NOTE"))
                        .with(new SampleIndex().lookedAt(FindingKind.CONTROL))
                        .becomes("PASSED", 0, "goes on"),
                row("The reference that was asked for is gone", "`referenceBuild`", sound, GOOD, none)
                        .with(new SampleIndex().reference(Reference.notUsable("shop #7", "It is gone.")))
                        .becomes("INCOMPLETE", 3, "FAILURE"),
                row("A container could not be read", "nothing", Scans.unreadable(), GOOD, none)
                        .becomes("INCOMPLETE", 3, "FAILURE"),
                row("A container could not be read", "`onIncomplete: 'SUCCESS'`", Scans.unreadable(), GOOD, none)
                        .onIncomplete(GateResult.NOTE)
                        .becomes("INCOMPLETE", 3, "goes on"),
                row(
                                "A container could not be read, and a gate is missed",
                                "a gate with FAILURE, `onIncomplete: 'UNSTABLE'`",
                                Scans.unreadable(),
                                GOOD,
                                gates(VULNERABILITIES + "FAILURE"))
                        .with(one)
                        .onIncomplete(GateResult.UNSTABLE)
                        .becomes("INCOMPLETE", 3, "FAILURE"),
                row("Somebody wrote into a stream", "nothing", tampered(), GOOD, none)
                        .becomes("INCOMPLETE", 3, "FAILURE"),
                row(
                                "A pod with `hostPID` was passed over",
                                "nothing",
                                Scans.sound().passOver("agent", Reason.HOST_PID),
                                GOOD,
                                none)
                        .becomes("INCOMPLETE", 3, "FAILURE"),
                row("A pod opted out", "nothing", Scans.sound().passOver("other", Reason.OPTED_OUT), GOOD, none)
                        .becomes("PASSED", 0, "goes on"),
                row(
                                "A pod opted out",
                                "a gate of COVERAGE with limit 100",
                                Scans.sound().passOver("other", Reason.OPTED_OUT),
                                GOOD,
                                gates("type=TOTAL,of=COVERAGE,limit=100,result=FAILURE"))
                        .with(new Measures().with(QualityGate.Of.COVERAGE, OptionalLong.of(50)))
                        .becomes("FAILED", 1, "FAILURE"),
                row("Nothing was chosen", "nothing", Scans.empty(), List.of(), none)
                        .becomes("INCOMPLETE", 3, "FAILURE"),
                row(
                                "Compliance is too low for the administrator",
                                "a floor of 80, `minimumCompliance: 10`",
                                sound,
                                HALF,
                                none.withMinimumCompliance(10).withFloor(thresholds("compliance.min: 80")))
                        .becomes("FAILED", 1, "FAILURE"),
                row(
                                "A finding is waived by the build",
                                "a floor that allows no such finding",
                                sound,
                                GOOD,
                                none.withFloor(thresholds(
                                        "qualityGates: [{type: TOTAL, of: VULNERABILITY, limit: 1, result: FAILURE}]")))
                        .with(new SampleIndex().has(SampleIndex.waived(CVE)))
                        .floor(one)
                        .becomes("FAILED", 1, "FAILURE"),
                row(
                                "A finding is waived by the administrator",
                                "a floor that allows no such finding",
                                sound,
                                GOOD,
                                none.withFloor(thresholds(
                                        "qualityGates: [{type: TOTAL, of: VULNERABILITY, limit: 1, result: FAILURE}]")))
                        .with(new SampleIndex().has(SampleIndex.waived(CVE)))
                        .becomes("PASSED", 0, "goes on"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aRowIsJudgedAsTheTableSays(Row row) {
        Verdict verdict = row.judge();
        assertThat(verdict.result().name()).as(verdict.toString()).isEqualTo(row.verdict);
        assertThat(verdict.result().exitCode()).isEqualTo(row.exitCode);
        assertThat(build(Consequence.of(verdict).worst(row.onThresholdMissed, row.onIncomplete)))
                .as(verdict.toString())
                .isEqualTo(row.build);
        assertThat(verdict.reasons().isEmpty())
                .as("a reason for everything but a pass: %s", verdict.reasons())
                .isEqualTo(row.verdict.equals("PASSED"));
    }

    @Test
    void theTableOfTheDocumentationIsTheseRows() throws IOException, ScanException {
        List<String> table = new ArrayList<>();
        table.add("| what happened | asked for | verdict | exit code | build |");
        table.add("|---|---|---|---|---|");
        rows().map(Row::line).forEach(table::add);
        Path gates = Path.of(System.getProperty("distrolessscan.home", "."), "docs/gates.md");
        assertThat(Files.readString(gates).replace("\r\n", "\n")).contains(String.join("\n", table) + "\n");
    }

    private static String build(GateResult result) {
        return switch (result) {
            case NOTE -> "goes on";
            case UNSTABLE -> "UNSTABLE";
            case STAGE_ERROR -> "UNSTABLE, the stage FAILURE";
            case FAILURE -> "FAILURE";
        };
    }

    private static Scans tampered() {
        return Scans.sound().target(ScannedTarget.named("zoo").tampered());
    }

    private static GatePolicy gates(String... gates) throws ScanException {
        List<QualityGate> read = new ArrayList<>();
        for (String gate : gates) {
            read.add(QualityGateReader.read(gate));
        }
        return GatePolicy.none().withGates(read);
    }

    private static ThresholdFile thresholds(String text) throws ScanException {
        return ThresholdFile.read(text, "The file");
    }

    private static GatePolicy file(String text) throws ScanException {
        return GatePolicy.none().with(thresholds(text));
    }

    private static GatePolicy preset() throws ScanException {
        return new GatePolicy(Preset.PRODUCTION.file().thresholds(), List.of(), List.of());
    }

    private static Row row(
            String happened, String asked, Scans scans, List<ControlResult> controls, GatePolicy policy) {
        return new Row(happened, asked, scans, controls, policy);
    }

    /** What happened and what it has to come to. */
    private static final class Row {
        private final String happened;
        private final String asked;
        private final Scans scans;
        private final List<ControlResult> controls;
        private final GatePolicy policy;
        private SampleIndex index = new SampleIndex();
        private SampleIndex floor;
        private Measures measures = new Measures();
        private GateResult onThresholdMissed = GateResult.FAILURE;
        private GateResult onIncomplete = GateResult.FAILURE;
        private String verdict = "";
        private int exitCode;
        private String build = "";

        Row(String happened, String asked, Scans scans, List<ControlResult> controls, GatePolicy policy) {
            this.happened = happened;
            this.asked = asked;
            this.scans = scans;
            this.controls = controls;
            this.policy = policy;
        }

        Row with(SampleIndex found) {
            index = found;
            return this;
        }

        Row with(Measures measured) {
            measures = measured;
            return this;
        }

        Row floor(SampleIndex found) {
            floor = found;
            return this;
        }

        Row onThresholdMissed(GateResult result) {
            onThresholdMissed = result;
            return this;
        }

        Row onIncomplete(GateResult result) {
            onIncomplete = result;
            return this;
        }

        Row becomes(String result, int exit, String status) {
            verdict = result;
            exitCode = exit;
            build = status;
            return this;
        }

        Verdict judge() {
            Scans.Sample sample = scans.build();
            Coverage coverage = CoverageCount.of(sample.scan(), sample.targets(), controls, List.of());
            return Gates.judge(
                    sample.scan(),
                    sample.targets(),
                    coverage,
                    policy,
                    facts(index),
                    facts(floor == null ? index : floor));
        }

        private GateFacts facts(SampleIndex found) {
            return new GateFacts(controls, Optional.of(found.index()), found.difference(), measures);
        }

        String line() {
            return "| " + happened + " | " + asked + " | " + verdict + " | " + exitCode + " | " + build + " |";
        }

        @Override
        public String toString() {
            return happened + ", asked for " + asked;
        }
    }
}
