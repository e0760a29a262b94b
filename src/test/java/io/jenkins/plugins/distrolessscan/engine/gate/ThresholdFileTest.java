package io.jenkins.plugins.distrolessscan.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Bound;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdFileTest {
    private static final List<Threshold> SAME = List.of(
            new Threshold("compliance", Bound.MIN, 80, List.of()),
            new Threshold("failed.total", Bound.MAX, 2, List.of()),
            new Threshold("failed.high", Bound.MAX, 0, List.of()));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compliance:\n  min: 80\nfailed:\n  total:\n    max: 2\n  high:\n    max: 0\n",
                "compliance.min: 80\nfailed.total.max: 2\nfailed.high.max: 0\n",
                "{\"compliance\": {\"min\": 80}, \"failed\": {\"total\": {\"max\": 2}, \"high\": {\"max\": 0}}}",
                "{\"compliance.min\": 80, \"failed.total.max\": 2, \"failed.high.max\": 0}",
                "{compliance.min: 80}, {failed.total.max: 2}, {failed.high.max: 0}",
                "{compliance.min:80},{failed.total.max:2},{failed.high.max:0}",
                "# comment\r\ncompliance.min: 80\r\nfailed: {total: {max: 2}, high: {max: 0}}\r\n",
                "\ufeffcompliance: {min: 80}\nfailed: {total: {max: 2}, high: {max: 0}}"
            })
    void everyFormOfTheFileSaysTheSame(String text) throws ScanException {
        assertThat(read(text).thresholds()).containsExactlyElementsOf(SAME);
    }

    @Test
    void aBareTotalHasToBeEqualAndControlsAreASet() throws ScanException {
        assertThat(read("passed: {total: 3}\nno_impact: {none: {controls: [a, b], min: 1}}")
                        .thresholds())
                .containsExactly(
                        new Threshold("passed.total", Bound.EXACT, 3, List.of()),
                        new Threshold("no_impact.none", Bound.CONTROLS, 2, List.of("a", "b")),
                        new Threshold("no_impact.none", Bound.MIN, 1, List.of()));
    }

    @Test
    void qualityGatesMayStandBesideThresholds() throws ScanException {
        ThresholdFile file = read("compliance.min: 80\nqualityGates:\n- {type: NEW, severity: HIGH, limit: 1}\n");
        assertThat(file.gates()).containsExactly(QualityGateReader.read("type=NEW,severity=HIGH,limit=1"));
        assertThat(read("qualityGates: [{type: TOTAL, limit: 1}]").thresholds()).isEmpty();
        assertThatThrownBy(() -> read("qualityGates: [{type: TOTAL, threshold: 1}]"))
                .hasMessageContaining("write limit");
        assertThatThrownBy(() -> read("qualityGates: {type: TOTAL}")).hasMessageContaining("list");
        assertThatThrownBy(() -> read("qualityGates: [1]")).hasMessageContaining("mapping");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{base: {compliance: {min: 70}}, production: {compliance: {min: 90}}} | several environments",
                "{development: &d {compliance: {min: 70}}, staging: {<<: *d}} | several environments",
                "{global: {minimum: 70}, categories: {}} | section global",
                "{impact: {high: {max: 0}}} | section impact",
                "{control_groups: []} | section control_groups",
                "{controls: [a]} | section controls",
                "{exceptions: [{id: a}]} | waivers",
                "{except: {controls: [a]}} | waivers",
                "{compliance: {overall: 80}} | compliance.min",
                "{compliance: {failed: {high: {max: 0}}}} | at the top of the file",
                "{compliance: 80} | write compliance.min: 80",
                "70 | compliance.min: 70",
                "70 % | compliance.min: 70",
                "-t 70 | options of a command",
                "-c '{\"compliance\":70}' -m 5 | options of a command",
                "saf validate threshold -i a.json | options of a command",
                "{critical: {max: 0}} | failed.critical.max"
            })
    void aDialectThatWouldPassEverythingIsRefusedWithAHint(String text, String hint) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ScanException.class)
                .hasMessageStartingWith("The threshold file ")
                .hasMessageContaining(hint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing",
                "just words",
                "- a\n- b",
                "{}",
                "compliance: {}",
                "compliance: {minimum: 70}",
                "complaince: {min: 70}",
                "compliance.min: 101",
                "compliance.min: -1",
                "compliance.min: 70.5",
                "compliance.min: '70'",
                "compliance.min:",
                "compliance: {min: 90, max: 80}",
                "failed: {total: {min: 3, max: 2}}",
                "failed: {total: -1}",
                "failed: {total: many}",
                "failed: {total: {maximum: 2}}",
                "failed: {total: {controls: [a]}}",
                "failed: {high: 2}",
                "failed: {none: {max: 2}}",
                "failed: {severe: {max: 2}}",
                "failed: {high: {controls: a}}",
                "failed: {high: {controls: [1]}}",
                "failed: {high: {controls: [a, a]}}",
                "failed: {high: {max: {max: 1}}}",
                "failed: {high: {max: 1}}\nfailed.high.max: 2",
                "failed: {high: {max: 1}}\nfailed: {low: {max: 1}}",
                "{failed.total.max: 2}, {failed.total.max: 3}",
                "a: &a [*a]",
                "!!javax.script.ScriptEngineManager [!!java.net.URL ['http://x']]",
                "a: [",
                "{compliance.min: 80}, {colour: red}"
            })
    void whatSafWouldIgnoreOrCannotBeIsAConfigurationError(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        ScanException.class, e -> assertThat(e.kind()).isEqualTo(ScanException.Kind.CONFIGURATION))
                .hasMessageStartingWith("The threshold file ");
    }

    @Test
    void aFileThatIsTooLargeIsRefusedAndNeverRepeated() {
        assertThatThrownBy(() -> read("# " + "x".repeat(300_000))).hasMessageContaining("256 kB");
        assertThatThrownBy(() -> read("x".repeat(5000) + ": 1"))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(600));
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void everyPresetIsAThresholdFileThatSaysWhatItIs(Preset preset) throws ScanException {
        assertThat(preset.text()).startsWith("# Preset \"" + preset.word() + "\"");
        assertThat(preset.file().thresholds()).extracting(Threshold::path).contains("compliance", "failed.critical");
        assertThat(Preset.of(preset.word())).isEqualTo(preset);
    }

    @Test
    void presetsGetStricter() throws ScanException {
        assertThat(List.of(minimum(Preset.DEVELOPMENT), minimum(Preset.STAGING), minimum(Preset.PRODUCTION)))
                .containsExactly(70L, 85L, 95L);
        assertThatThrownBy(() -> Preset.of("prod")).hasMessageContaining("development, staging, production");
    }

    @Test
    void aFileReplacesAPresetFieldByField() throws ScanException {
        GatePolicy policy = GatePolicy.none()
                .with(Preset.STAGING.file())
                .with(read("failed.high.max: 5"))
                .withMinimumCompliance(60);
        assertThat(policy.thresholds())
                .contains(
                        new Threshold("failed.high", Bound.MAX, 5, List.of()),
                        new Threshold("compliance", Bound.MIN, 60, List.of()),
                        new Threshold("failed.medium", Bound.MAX, 3, List.of()))
                .hasSize(Preset.STAGING.file().thresholds().size());
    }

    @Test
    void aFileThatIsNotTrustedTightensAndNeverWeakens() throws ScanException {
        GatePolicy policy = GatePolicy.none()
                .with(read("failed.high.max: 1"))
                .tightened(read("failed.high.max: 9\nfailed.low.max: 0"));
        assertThat(policy.thresholds())
                .containsExactly(
                        new Threshold("failed.high", Bound.MAX, 1, List.of()),
                        new Threshold("failed.high", Bound.MAX, 9, List.of()),
                        new Threshold("failed.low", Bound.MAX, 0, List.of()));
    }

    private static long minimum(Preset preset) throws ScanException {
        return preset.file().thresholds().get(0).limit();
    }

    private static ThresholdFile read(String text) throws ScanException {
        return ThresholdFile.read(text, "The threshold file ci/thresholds.yml");
    }
}
