package io.jenkins.plugins.distrolessscan.engine.gate;

import static io.jenkins.plugins.distrolessscan.engine.gate.SampleIndex.other;
import static io.jenkins.plugins.distrolessscan.engine.gate.SampleIndex.vulnerability;
import static io.jenkins.plugins.distrolessscan.engine.gate.SampleIndex.waived;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.gate.QualityGate.Of;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.State;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Why;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.FindingChange.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.Reference;
import io.jenkins.plugins.distrolessscan.engine.model.FindingKind;
import io.jenkins.plugins.distrolessscan.engine.model.GateResult;
import io.jenkins.plugins.distrolessscan.engine.model.LoadedState;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.IndexedFinding;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateJudgeTest {
    private static final IndexedFinding LOADED = vulnerability("CVE-1", Severity.CRITICAL, LoadedState.LOADED, "2.0");
    private static final IndexedFinding OPENED = vulnerability("CVE-2", Severity.HIGH, LoadedState.OPENED, "");
    private static final IndexedFinding UNSEEN =
            vulnerability("CVE-3-KEV", Severity.HIGH, LoadedState.NOT_SEEN_LOADED, "2.0");
    private static final IndexedFinding UNTOLD = vulnerability("CVE-4", Severity.UNKNOWN, LoadedState.CANNOT_TELL, "");
    private static final IndexedFinding LOW = vulnerability("CVE-5", Severity.LOW, LoadedState.LOADED, "");
    private static final IndexedFinding CONTROL = other(FindingKind.CONTROL, "container-1.1", Severity.HIGH);
    private static final IndexedFinding CHANGE = other(FindingKind.CHANGE, "runtime-1.1", Severity.MEDIUM);
    private static final IndexedFinding STRANGE = other(FindingKind.CHANGE, "runtime-1.3", Severity.HIGH);
    private static final IndexedFinding PACKED =
            other(FindingKind.EXECUTABLE, "unexplained-executable", Severity.UNKNOWN);

    private static SampleIndex all() {
        return new SampleIndex().has(LOADED, OPENED, UNSEEN, UNTOLD, LOW, CONTROL, CHANGE, STRANGE, PACKED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type=TOTAL | 8",
                "type=TOTAL,of=VULNERABILITY | 5",
                "type=TOTAL,of=CONTROL | 1",
                "type=TOTAL,of=CHANGE | 2",
                "type=TOTAL,of=UNEXPLAINED_EXECUTABLES | 2",
                "type=TOTAL,of=UNEXPLAINED_EXECUTABLES,severity=CRITICAL | 1",
                "type=TOTAL,of=VULNERABILITY,severity=LOW | 5",
                "type=TOTAL,of=VULNERABILITY,severity=HIGH | 4",
                "type=TOTAL,of=VULNERABILITY,severity=CRITICAL | 2",
                "type=TOTAL,of=VULNERABILITY,fixable=true | 2",
                "type=TOTAL,of=VULNERABILITY,kev=true | 1",
                "type=TOTAL,of=VULNERABILITY,loaded=true | 4",
                "type=TOTAL,of=VULNERABILITY,loaded=proved | 2",
                "type=TOTAL,id=cve-1 | 1",
                "type=TOTAL,id=container-1.1 | 1"
            })
    void aTotalCountsWhatItsFilterLetsThrough(String gate, long count) throws ScanException {
        Criterion criterion = judge(gate + ",limit=" + count, all());
        assertThat(criterion.value()).hasValue(count);
        assertThat(criterion.state()).as("at the limit").isEqualTo(State.MISSED);
        assertThat(judge(gate + ",limit=" + (count + 1), all()).state())
                .as("below it")
                .isEqualTo(State.MET);
    }

    @Test
    void theNarrowFormOfLoadedSaysHowManyItLeavesOut() throws ScanException {
        Criterion proved = judge("type=TOTAL,of=VULNERABILITY,loaded=proved,limit=5", all());
        assertThat(proved.leftOut()).as("opened, and what cannot be told").isEqualTo(2);
        assertThat(proved.ids())
                .containsExactly(
                        "CVE-1 deb/libssl3 in " + SampleIndex.WORKLOAD, "CVE-5 deb/libssl3 in " + SampleIndex.WORKLOAD);
        assertThat(judge("type=TOTAL,of=VULNERABILITY,loaded=true,limit=5", all())
                        .leftOut())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "malicious=true | 1 | 0",
                "certain=true | 6 | 1",
                "certain=true,loaded=proved | 3 | 3",
                "epss=0.4 | 1 | 0",
                "epss=.41 | 0 | 0",
                "epss=0.1,certain=true | 0 | 1"
            })
    void malwareGuessesAndScoresAreCountedByChoice(String filter, long count, long leftOut) throws ScanException {
        SampleIndex index = all();
        SampleIndex.malwareAndGuess().forEach(index::has);
        Criterion criterion = judge("type=TOTAL,of=VULNERABILITY,limit=9," + filter, index);
        assertThat(criterion.value()).hasValue(count);
        assertThat(criterion.leftOut()).as("told").isEqualTo(leftOut);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kev=true", "epss=0.1"})
    void withoutTheListItRestsOnAGateIsNotLookedAt(String filter) throws ScanException {
        String gate = "type=TOTAL,of=VULNERABILITY,limit=9," + filter;
        assertThat(judge(gate, all().lists()).state()).isEqualTo(State.NOT_LOOKED_AT);
        assertThat(judge(gate, all()).state()).isEqualTo(State.MET);
    }

    @Test
    void whatIsWaivedDoesNotCount() throws ScanException {
        SampleIndex index = new SampleIndex().has(waived(LOADED)).change(Kind.NEW, waived(OPENED));
        assertThat(judge("type=TOTAL,limit=1", index).state()).isEqualTo(State.MET);
        assertThat(judge("type=NEW,limit=1", index).state()).isEqualTo(State.MET);
    }

    @Test
    void newCountsOnlyWhatTheReferenceLookedAtToo() throws ScanException {
        SampleIndex index = all().change(Kind.NEW, vulnerability("CVE-9", Severity.HIGH, LoadedState.LOADED, ""))
                .change(Kind.FIRST_LOOKED_AT, vulnerability("CVE-8", Severity.HIGH, LoadedState.LOADED, ""))
                .change(Kind.FIXED, vulnerability("CVE-7", Severity.HIGH, LoadedState.LOADED, ""));
        assertThat(judge("type=NEW,limit=2", index).value()).hasValue(1);
        assertThat(judge("type=NEW,limit=2", index).ids())
                .containsExactly("CVE-9 deb/libssl3 in " + SampleIndex.WORKLOAD);
        assertThat(judge("type=NEW,severity=CRITICAL,limit=1", index).value()).hasValue(0);
    }

    @Test
    void deltaIsTheDifferenceOfTheNumbersAndSeesWhatBecameWorse() throws ScanException {
        SampleIndex index = all().change(Kind.NEW, vulnerability("CVE-9", Severity.HIGH, LoadedState.LOADED, ""))
                .change(Kind.FIXED, vulnerability("CVE-7", Severity.HIGH, LoadedState.LOADED, ""))
                .change(Kind.FIXED, vulnerability("CVE-6", Severity.LOW, LoadedState.LOADED, ""))
                .changed(
                        vulnerability("CVE-10", Severity.LOW, LoadedState.LOADED, ""),
                        vulnerability("CVE-10", Severity.CRITICAL, LoadedState.LOADED, ""));
        assertThat(judge("type=DELTA,of=VULNERABILITY,limit=1", index).value()).hasValue(-1);
        assertThat(judge("type=DELTA,of=VULNERABILITY,severity=HIGH,limit=1", index))
                .satisfies(criterion -> {
                    assertThat(criterion.value()).hasValue(1);
                    assertThat(criterion.state()).isEqualTo(State.MISSED);
                });
    }

    @Test
    void fixedIsToldAndNeverMissed() throws ScanException {
        Criterion fixed = judge("type=FIXED", all().change(Kind.FIXED, LOADED));
        assertThat(fixed.value()).hasValue(1);
        assertThat(fixed.state()).isEqualTo(State.NOT_JUDGED);
        assertThat(fixed.why()).hasValue(Why.INFORMATION);
    }

    /** Passed in four targets and not reviewed in the fifth is passed over all, and was not looked at all the same. */
    @ParameterizedTest
    @CsvSource({
        "'of=CHANGE', runtime-1.2, NOT_LOOKED_AT",
        "'of=UNEXPLAINED_EXECUTABLES', runtime-1.3, NOT_LOOKED_AT",
        "'of=CHANGE,id=runtime-1.1', runtime-1.2, MET",
        "'of=CHANGE,id=runtime-1.1', runtime-1.1, NOT_LOOKED_AT",
        "'of=CONTROL,id=container-1.1', container-1.1, NOT_LOOKED_AT",
        "'of=CONTROL', container-1.1, MET"
    })
    void aControlThatWasNotReviewedInEachTargetMeetsNoGateThatNeedsIt(String gate, String control, State state)
            throws ScanException {
        assertThat(judge("type=TOTAL,limit=9," + gate, all(), Set.of(control)).state())
                .isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({
        "id=container-1.1, CONTROL, MET",
        "id=CONTAINER-1.1, CONTROL, MET",
        "id=container-9.9, CONTROL, NOT_LOOKED_AT",
        "id=CVE-1, CONTROL, NOT_LOOKED_AT",
        "id=CVE-1, VULNERABILITY, MET"
    })
    void aGateThatNamesOneThingNeedsThatAloneToBeLookedAt(String id, FindingKind kind, State state)
            throws ScanException {
        assertThat(judge("type=TOTAL,limit=9," + id, all().lookedAt(kind)).state())
                .isEqualTo(state);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NEW", "DELTA"})
    void theFirstBuildIsNotJudgedAndNeverCalledMet(String type) throws ScanException {
        Criterion criterion = judge("type=" + type + ",limit=1", all().reference(Reference.none()));
        assertThat(criterion.state()).isEqualTo(State.NOT_JUDGED);
        assertThat(criterion.why()).hasValue(Why.NO_REFERENCE);
        assertThat(criterion.value()).isEmpty();
        assertThat(criterion.met()).isFalse();
    }

    @Test
    void aReferenceThatWasAskedForAndCannotBeUsedMeetsNoGate() throws ScanException {
        SampleIndex index = all().reference(Reference.notUsable("shop #7", "It is gone."));
        assertThat(judge("type=NEW,limit=1", index).state()).isEqualTo(State.NOT_LOOKED_AT);
        assertThat(judge("type=TOTAL,limit=100", index).state())
                .as("what compares nothing")
                .isEqualTo(State.MET);
    }

    @Test
    void whatTheReferenceDidNotLookAtIsNotJudged() throws ScanException {
        SampleIndex index = all().compared(FindingKind.CONTROL);
        assertThat(judge("type=NEW,of=VULNERABILITY,limit=1", index).why()).hasValue(Why.NOT_IN_REFERENCE);
        assertThat(judge("type=NEW,of=CONTROL,limit=1", index).state()).isEqualTo(State.MET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type=TOTAL,of=VULNERABILITY,limit=100",
                "type=NEW,of=VULNERABILITY,limit=100",
                "type=TOTAL,limit=100",
                "type=TOTAL,of=DATA_AGE,limit=7",
                "type=TOTAL,of=COVERAGE,limit=1"
            })
    void aGateOverSomethingThatWasNotLookedAtIsNotMet(String gate) throws ScanException {
        Criterion criterion = judge(gate, new SampleIndex().lookedAt(FindingKind.CONTROL));
        assertThat(criterion.state()).isEqualTo(State.NOT_LOOKED_AT);
        assertThat(criterion.value()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'type=TOTAL,of=CHANGE,limit=9', NOT_LOOKED_AT",
        "'type=TOTAL,of=UNEXPLAINED_EXECUTABLES,limit=9', MET",
        "'type=TOTAL,of=CONTROL,id=container-9.9,limit=9', NOT_LOOKED_AT",
        "'type=TOTAL,of=CONTROL,id=container-1.1,limit=9', MET"
    })
    void aControlThatCouldNotBeReviewedMeetsNoGate(String gate, State state) throws ScanException {
        assertThat(judge(gate, all().rules("container-1.1", "runtime-1.3")).state())
                .isEqualTo(state);
    }

    @Test
    void withoutAnIndexNothingWasLookedAt() throws ScanException {
        assertThat(new GateJudge(Optional.empty(), Set.of(), all().difference(), new Measures())
                        .judge(QualityGateReader.read("type=TOTAL,limit=1"))
                        .state())
                .isEqualTo(State.NOT_LOOKED_AT);
    }

    @ParameterizedTest
    @CsvSource({
        "COVERAGE, 80, 79, MISSED",
        "COVERAGE, 80, 80, MET",
        "COMPLIANCE, 80, 79, MISSED",
        "SLOTS_LEFT, 3, 2, MISSED",
        "SLOTS_LEFT, 3, 3, MET",
        "EXPOSURE_SECONDS, 60, 60, MISSED",
        "EXPOSURE_SECONDS, 60, 59, MET",
        "EXCESS_PERMISSIONS, 1, 0, MET",
        "EXCESS_PERMISSIONS, 1, 1, MISSED",
        "DATA_AGE, 7, 6, MET",
        "DATA_AGE, 7, 7, MISSED",
        "OVERALL_RISK, HIGH, 2, MET",
        "OVERALL_RISK, HIGH, 3, MISSED",
        "OVERALL_RISK, HIGH, 4, MISSED"
    })
    void percentagesAndSlotsAreMissedBelowAllElseAtTheLimit(Of of, String limit, long value, State state)
            throws ScanException {
        QualityGate gate = QualityGateReader.read("type=TOTAL,of=" + of + ",limit=" + limit + ",result=FAILURE");
        Criterion criterion = new GateJudge(
                        Optional.empty(), Set.of(), all().difference(), new Measures().with(of, OptionalLong.of(value)))
                .judge(gate);
        assertThat(criterion.state()).isEqualTo(state);
        assertThat(criterion.result()).hasValue(GateResult.FAILURE);
    }

    private static Criterion judge(String gate, SampleIndex sample) throws ScanException {
        return judge(gate, sample, Set.of());
    }

    private static Criterion judge(String gate, SampleIndex sample, Set<String> notReviewed) throws ScanException {
        return new GateJudge(Optional.of(sample.index()), notReviewed, sample.difference(), new Measures())
                .judge(QualityGateReader.read(gate));
    }
}
