package io.jenkins.plugins.distrolessscan.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.gate.QualityGate.Filter;
import io.jenkins.plugins.distrolessscan.engine.gate.QualityGate.Loaded;
import io.jenkins.plugins.distrolessscan.engine.gate.QualityGate.Of;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.GateResult;
import io.jenkins.plugins.distrolessscan.engine.model.Level;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QualityGateReaderTest {
    @Test
    void everyNameIsRead() throws ScanException {
        QualityGate gate = QualityGateReader.read(
                "type=NEW, of=VULNERABILITY, severity=HIGH, fixable=true, loaded=proved, kev=true,"
                        + " malicious=true, certain=true, epss=0.25, id=CVE-2026-1, limit=3, result=STAGE_ERROR");
        assertThat(gate)
                .isEqualTo(new QualityGate(
                        Kind.NEW,
                        Of.VULNERABILITY,
                        new Filter(
                                Optional.of(Severity.HIGH),
                                true,
                                Optional.of(Loaded.PROVED),
                                true,
                                true,
                                true,
                                OptionalDouble.of(0.25),
                                "CVE-2026-1"),
                        OptionalLong.of(3),
                        GateResult.STAGE_ERROR));
    }

    @Test
    void aPipelineGivesNumbersAndBooleans() throws ScanException {
        assertThat(QualityGateReader.read(Map.of(
                        "type", "TOTAL", "of", "vulnerability", "loaded", true, "limit", 5, "result", "failure")))
                .isEqualTo(QualityGateReader.read("type=TOTAL,of=VULNERABILITY,loaded=true,limit=5,result=FAILURE"));
    }

    @Test
    void withoutOfAndResultItCountsAllAndMakesUnstable() throws ScanException {
        QualityGate gate = QualityGateReader.read("type=TOTAL,limit=1");
        assertThat(gate.of()).isEqualTo(Of.ANY);
        assertThat(gate.result()).isEqualTo(GateResult.UNSTABLE);
        assertThat(gate.filter()).isEqualTo(Filter.ALL);
    }

    @Test
    void aLevelIsTheLimitOfTheOverallRisk() throws ScanException {
        assertThat(QualityGateReader.read("type=TOTAL,of=overall risk,limit=high")
                        .limit())
                .hasValue(Level.HIGH.ordinal());
    }

    @Test
    void whatIsFixedIsToldAndNeverMissed() throws ScanException {
        QualityGate gate = QualityGateReader.read("type=FIXED,of=VULNERABILITY");
        assertThat(gate.limit()).isEmpty();
        assertThat(gate.result()).isEqualTo(GateResult.NOTE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type=TOTAL,threshold=1 | limit",
                "type=TOTAL,integerThreshold=1 | limit",
                "type=TOTAL,limit=1,criticality=FAILURE | result",
                "type=TOTAL,limit=1,unstable=true | result: 'UNSTABLE'",
                "type=NEW_HIGH,limit=1 | type: 'NEW' and severity: 'HIGH'",
                "type=TOTAL_ERROR,limit=1 | type: 'TOTAL' and severity: 'CRITICAL'",
                "type=TOTAL,limit=1,result=ERROR | STAGE_ERROR"
            })
    void namesOfWarningsAreRefusedWithTheRightOne(String gate, String hint) {
        assertThatThrownBy(() -> QualityGateReader.read(gate))
                .isInstanceOf(ScanException.class)
                .hasMessageContaining(hint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "limit=1",
                "type=OLD,limit=1",
                "type=TOTAL",
                "type=TOTAL,limit=0",
                "type=TOTAL,limit=-1",
                "type=TOTAL,limit=1.5",
                "type=TOTAL,limit=many",
                "type=TOTAL,limit=99999999999",
                "type=TOTAL,of=COVERAGE,limit=101",
                "type=TOTAL,of=COVERAGE,limit=0",
                "type=TOTAL,of=SLOTS_LEFT,limit=11",
                "type=TOTAL,of=OVERALL_RISK,limit=3",
                "type=TOTAL,of=OVERALL_RISK,limit=MINIMAL",
                "type=TOTAL,of=MOOD,limit=1",
                "type=NEW,of=COVERAGE,limit=1",
                "type=DELTA,of=OVERALL_RISK,limit=HIGH",
                "type=FIXED,of=DATA_AGE",
                "type=FIXED,limit=1",
                "type=FIXED,result=FAILURE",
                "type=TOTAL,of=COVERAGE,severity=HIGH,limit=1",
                "type=TOTAL,of=CONTROL,loaded=true,limit=1",
                "type=TOTAL,of=CONTROL,kev=true,limit=1",
                "type=TOTAL,fixable=true,limit=1",
                "type=TOTAL,malicious=true,limit=1",
                "type=TOTAL,of=CONTROL,certain=true,limit=1",
                "type=TOTAL,of=CONTROL,epss=0.1,limit=1",
                "type=TOTAL,of=VULNERABILITY,epss=0,limit=1",
                "type=TOTAL,of=VULNERABILITY,epss=10,limit=1",
                "type=TOTAL,of=VULNERABILITY,epss=1.5,limit=1",
                "type=TOTAL,of=VULNERABILITY,certain=no,limit=1",
                "type=TOTAL,of=VULNERABILITY,loaded=false,limit=1",
                "type=TOTAL,of=VULNERABILITY,fixable=no,limit=1",
                "type=TOTAL,severity=UNKNOWN,limit=1",
                "type=TOTAL,severity=NONE,limit=1",
                "type=TOTAL,severity=BAD,limit=1",
                "type=TOTAL,limit=1,result=SUCCESS",
                "type=TOTAL,limit=1,id=a b",
                "type=TOTAL,limit=1,of=VULNERABILITY,id=container-1.1",
                "type=TOTAL,limit=1,of=CONTROL,id=CVE-2026-1",
                "type=TOTAL,limit=1,of=CONTROL,id=runtime-1.1",
                "type=TOTAL,limit=1,of=CHANGE,id=container-1.1",
                "type=TOTAL,limit=1,of=UNEXPLAINED_EXECUTABLES,id=runtime-1.3",
                "type=TOTAL,limit=1,colour=red",
                "type=TOTAL,type=NEW,limit=1",
                "type=TOTAL,limit"
            })
    void whatHasNoMeaningIsRefused(String gate) {
        assertThatThrownBy(() -> QualityGateReader.read(gate))
                .isInstanceOfSatisfying(
                        ScanException.class, e -> assertThat(e.kind()).isEqualTo(ScanException.Kind.CONFIGURATION))
                .hasMessageStartingWith("A quality gate ");
    }

    @Test
    void aLimitOfNoneSaysWhatToWrite() {
        assertThatThrownBy(() -> QualityGateReader.read("type=TOTAL,limit=0"))
                .hasMessage("A quality gate is missed at its limit or more, so the limit is at least 1: limit: 1 allows"
                        + " none.");
    }
}
