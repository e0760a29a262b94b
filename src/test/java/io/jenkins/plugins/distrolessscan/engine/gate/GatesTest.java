package io.jenkins.plugins.distrolessscan.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.ScannedTarget;
import io.jenkins.plugins.distrolessscan.engine.Scans;
import io.jenkins.plugins.distrolessscan.engine.model.Consequence;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import io.jenkins.plugins.distrolessscan.engine.model.Coverage;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Bound;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.State;
import io.jenkins.plugins.distrolessscan.engine.model.GateResult;
import io.jenkins.plugins.distrolessscan.engine.model.LoadedState;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver.Reason;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict.Judged;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict.Result;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class GatesTest {
    private static final List<ControlResult> GOOD = controls(Status.PASSED, Status.PASSED);

    @Test
    void aCompleteScanWithoutGatesPassesAndSaysThatNoGateIsConfigured() {
        Verdict verdict = judge(Scans.sound(), GOOD, GatePolicy.none());
        assertThat(verdict.result()).isEqualTo(Result.PASSED);
        assertThat(verdict.reasons()).isEmpty();
        assertThat(verdict.criteria()).singleElement().satisfies(complete -> {
            assertThat(complete.kind()).isEqualTo(Kind.COMPLETENESS);
            assertThat(complete.limit()).hasValue(1);
            assertThat(complete.value()).hasValue(1);
            assertThat(complete.met()).isTrue();
        });
        assertThat(verdict.judged()).isEqualTo(Judged.ONLY_COMPLETENESS);
    }

    @Test
    void aMinimumThatIsReachedPasses() {
        Verdict verdict = judge(Scans.sound(), GOOD, GatePolicy.none().withMinimumCompliance(100));
        assertThat(verdict.result()).isEqualTo(Result.PASSED);
        assertThat(verdict.judged()).isEqualTo(Judged.GATES);
        assertThat(verdict.criteria().get(1)).satisfies(compliance -> {
            assertThat(compliance.limit()).hasValue(100);
            assertThat(compliance.value()).hasValue(100);
            assertThat(compliance.state()).isEqualTo(State.MET);
        });
    }

    @Test
    void aMinimumThatIsMissedFailsWithValueAndLimit() {
        Verdict verdict = judge(
                Scans.sound(),
                controls(Status.PASSED, Status.FAILED),
                GatePolicy.none().withMinimumCompliance(80));
        assertThat(verdict.result()).isEqualTo(Result.FAILED);
        assertThat(verdict.compliance()).hasValue(50);
        assertThat(verdict.criteria().get(1)).satisfies(compliance -> {
            assertThat(compliance.kind()).isEqualTo(Kind.THRESHOLD);
            assertThat(compliance.of()).isEqualTo("compliance");
            assertThat(compliance.bound()).isEqualTo(Bound.MIN);
            assertThat(compliance.limit()).hasValue(80);
            assertThat(compliance.value()).hasValue(50);
            assertThat(compliance.state()).isEqualTo(State.MISSED);
        });
        assertThat(Consequence.of(verdict)).isEqualTo(new Consequence(GateResult.NOTE, true, false));
        assertThat(verdict.reasons()).containsExactly("Compliance is 50 %, at least 80 % is required.");
    }

    @Test
    void aMissedGateNamesTheFirstOfWhatCountsAndHowManyMore() throws ScanException {
        SampleIndex index = new SampleIndex();
        for (int number = 1; number <= 120; number++) {
            index.has(SampleIndex.vulnerability("CVE-" + number, Severity.HIGH, LoadedState.LOADED, ""));
        }
        Scans.Sample sample = Scans.sound().build();
        List<ControlResult> controls = controls(Status.PASSED);
        GateFacts facts = new GateFacts(controls, Optional.of(index.index()), index.difference(), new Measures());
        Verdict verdict = Gates.judge(
                sample.scan(),
                sample.targets(),
                CoverageCount.of(sample.scan(), sample.targets(), controls, List.of()),
                GatePolicy.none().withGates(List.of(QualityGateReader.read("type=TOTAL,of=VULNERABILITY,limit=1"))),
                facts,
                facts);
        assertThat(verdict.reasons())
                .singleElement()
                .asString()
                .startsWith("TOTAL VULNERABILITY is 120, the gate is missed at 1: CVE-1 deb/libssl3 in shop/")
                .endsWith("CVE-5 deb/libssl3 in " + SampleIndex.WORKLOAD + " and 115 more.");
    }

    @Test
    void aMinimumWithoutAnyEvaluatedControlIsIncompleteAndNoPass() {
        Verdict verdict = judge(Scans.sound(), List.of(), GatePolicy.none().withMinimumCompliance(80));
        assertThat(verdict.result()).isEqualTo(Result.INCOMPLETE);
        assertThat(verdict.compliance()).isEmpty();
        assertThat(verdict.criteria().get(1).state()).isEqualTo(State.NOT_LOOKED_AT);
        assertThat(Consequence.of(verdict))
                .as("what was not looked at is not met")
                .isEqualTo(new Consequence(GateResult.NOTE, true, true));
    }

    @ParameterizedTest
    @EnumSource(value = Outcome.class, mode = Mode.EXCLUDE, names = "COLLECTED")
    void anyOtherOutcomeThanCollectedIsIncomplete(Outcome outcome) {
        Verdict verdict = judge(
                Scans.sound().target(ScannedTarget.named("cart").outcome(outcome, "It did not work out.")),
                GOOD,
                GatePolicy.none());
        assertThat(verdict.result()).isEqualTo(Result.INCOMPLETE);
        assertThat(verdict.reasons()).singleElement().asString().startsWith("shop/cart/app: ");
    }

    @Test
    void anIncompleteScanIsIncompleteEvenWhenItsGateIsMissedAndListsBothTheMissedOneFirst() {
        Verdict verdict = judge(
                Scans.unreadable(), controls(Status.FAILED), GatePolicy.none().withMinimumCompliance(80));
        assertThat(verdict.result()).isEqualTo(Result.INCOMPLETE);
        assertThat(verdict.criteria()).extracting(Criterion::met).containsExactly(false, false);
        assertThat(verdict.reasons()).hasSize(2);
        assertThat(verdict.reasons().get(0)).startsWith("Compliance is 0 %");
    }

    @Test
    void evidenceCutAtABoundIsIncomplete() {
        Verdict verdict =
                judge(Scans.empty().target(ScannedTarget.named("checkout").cut("entries")), GOOD, GatePolicy.none());
        assertThat(verdict.result()).isEqualTo(Result.INCOMPLETE);
        assertThat(verdict.reasons()).containsExactly("shop/checkout/app: its evidence was cut at a bound (entries).");
    }

    @Test
    void aTamperedStreamIsTheFirstReason() {
        Verdict verdict = judge(Scans.mixed().target(ScannedTarget.named("zoo").tampered()), GOOD, GatePolicy.none());
        assertThat(verdict.result()).isEqualTo(Result.INCOMPLETE);
        assertThat(verdict.reasons().get(0)).startsWith("shop/zoo/app: ").contains("hostile");
        assertThat(verdict.reasons()).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"OPTED_OUT", "COMPLETED", "BEING_DELETED", "NOT_DEFAULT", "NOT_CHOSEN"})
    void whatSomebodyDecidedOrHasEndedLeavesNoHole(Reason reason) {
        assertThat(judge(Scans.sound().passOver("other", reason), GOOD, GatePolicy.none())
                        .result())
                .isEqualTo(Result.PASSED);
    }

    @Test
    void completenessSaysWhatWasLeftOutAsIntended() {
        assertThat(complete(Scans.sound().passOver("other", Reason.OPTED_OUT))).containsExactly(1L, 1L, 1L);
        assertThat(complete(Scans.sound().passOver("other", Reason.NOT_CHOSEN))).containsExactly(1L, 1L, 0L);
        assertThat(complete(Scans.sound().passOver("other", Reason.NOT_DEFAULT).passOver("gone", Reason.COMPLETED)))
                .containsExactly(1L, 1L, 2L);
        assertThat(complete(Scans.sound().passOver("agent", Reason.HOST_PID))).containsExactly(2L, 1L, 0L);
    }

    private static List<Long> complete(Scans scans) {
        Criterion complete = judge(scans, GOOD, GatePolicy.none()).criteria().get(0);
        return List.of(complete.limit().getAsLong(), complete.value().getAsLong(), complete.leftOut());
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            mode = Mode.EXCLUDE,
            names = {"OPTED_OUT", "COMPLETED", "BEING_DELETED", "NOT_DEFAULT", "NOT_CHOSEN"})
    void whatWasPassedOverForAnyOtherReasonIsAHole(Reason reason) {
        Verdict verdict = judge(Scans.sound().passOver("other", reason), GOOD, GatePolicy.none());
        assertThat(verdict.result()).isEqualTo(Result.INCOMPLETE);
        assertThat(verdict.reasons()).singleElement().asString().contains("shop/other", reason.name());
    }

    @Test
    void nothingScannedAtAllIsNoPass() {
        assertThat(judge(Scans.empty(), List.of(), GatePolicy.none()).result()).isEqualTo(Result.INCOMPLETE);
        assertThat(judge(Scans.empty().passOver("done", Reason.COMPLETED), List.of(), GatePolicy.none()))
                .satisfies(verdict -> {
                    assertThat(verdict.result()).isEqualTo(Result.INCOMPLETE);
                    assertThat(verdict.reasons()).isNotEmpty();
                });
    }

    @Test
    void atMostTwentyReasonsArePrintedAndTheRestIsCounted() {
        Scans scans = Scans.sound();
        IntStream.range(0, 50).forEach(n -> scans.passOver("agent-" + n, Reason.HOST_PID));
        Verdict verdict = judge(scans, GOOD, GatePolicy.none());
        assertThat(verdict.reasons()).hasSize(21);
        assertThat(verdict.reasons().get(20)).isEqualTo("And 30 more reasons.");
    }

    @Test
    void hostileTextInAReasonIsMadePlainAndShort() {
        Verdict verdict = judge(
                Scans.empty()
                        .target(ScannedTarget.named("checkout")
                                .outcome(Outcome.FAILED, "\u001B[2J\u202E\n" + "x".repeat(100_000)))
                        .target(ScannedTarget.named("cart").cut("\u001B" + "y".repeat(100_000))),
                GOOD,
                GatePolicy.none());
        assertThat(verdict.reasons())
                .hasSize(2)
                .allSatisfy(
                        reason -> assertThat(reason).hasSizeLessThan(1400).doesNotContain("\u001B", "\u202E", "\n"));
    }

    @Test
    void theAdviceAfterTheServersWordsIsNotCut() {
        String refusal = "The server says: " + "x".repeat(300) + ". Give the account the right of docs/rbac.md.";
        Verdict verdict = judge(
                Scans.empty().target(ScannedTarget.named("checkout").outcome(Outcome.REFUSED, refusal)),
                GOOD,
                GatePolicy.none());
        assertThat(verdict.reasons()).containsExactly("shop/checkout/app: the debug container was refused. " + refusal);
    }

    @Test
    void aMinimumIsAPercentage() {
        assertThatThrownBy(() -> GatePolicy.none().withMinimumCompliance(101))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static List<ControlResult> controls(Status... statuses) {
        return IntStream.range(0, statuses.length)
                .mapToObj(n -> new ControlResult(
                        "container-" + n,
                        "Title",
                        0.7,
                        Severity.HIGH,
                        statuses[n],
                        "Seen.",
                        "shop/checkout/app",
                        List.of()))
                .toList();
    }

    private static Verdict judge(Scans scans, List<ControlResult> controls, GatePolicy policy) {
        Scans.Sample sample = scans.build();
        Coverage coverage = CoverageCount.of(sample.scan(), sample.targets(), controls, List.of());
        return Gates.judge(sample.scan(), sample.targets(), controls, coverage, policy);
    }
}
