package io.jenkins.plugins.distrolessscan.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.ScannedTarget;
import io.jenkins.plugins.distrolessscan.engine.Scans;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import io.jenkins.plugins.distrolessscan.engine.model.Coverage;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver.Reason;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict.Criterion;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict.Result;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
        assertThat(verdict.criteria())
                .contains(new Criterion("gates", "none", "no gate configured", true))
                .contains(new Criterion("complete", "every chosen container looked at", "1 of 1 scanned", true));
    }

    @Test
    void aMinimumThatIsReachedPasses() {
        Verdict verdict = judge(Scans.sound(), GOOD, GatePolicy.none().withMinimumCompliance(100));
        assertThat(verdict.result()).isEqualTo(Result.PASSED);
        assertThat(verdict.criteria()).contains(new Criterion("compliance.min", "100 %", "100 %", true));
    }

    @Test
    void aMinimumThatIsMissedFailsWithValueAndLimit() {
        Verdict verdict = judge(
                Scans.sound(),
                controls(Status.PASSED, Status.FAILED),
                GatePolicy.none().withMinimumCompliance(80));
        assertThat(verdict.result()).isEqualTo(Result.FAILED);
        assertThat(verdict.compliance()).hasValue(50);
        assertThat(verdict.criteria()).contains(new Criterion("compliance.min", "80 %", "50 %", false));
        assertThat(verdict.reasons()).containsExactly("Compliance is 50 %, at least 80 % is required.");
    }

    @Test
    void aMinimumWithoutAnyEvaluatedControlIsIncompleteAndNoPass() {
        Verdict verdict = judge(Scans.sound(), List.of(), GatePolicy.none().withMinimumCompliance(80));
        assertThat(verdict.result()).isEqualTo(Result.INCOMPLETE);
        assertThat(verdict.compliance()).isEmpty();
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
    void anIncompleteScanIsIncompleteEvenWhenItsGateIsMissedAndListsBoth() {
        Verdict verdict = judge(
                Scans.unreadable(), controls(Status.FAILED), GatePolicy.none().withMinimumCompliance(80));
        assertThat(verdict.result()).isEqualTo(Result.INCOMPLETE);
        assertThat(verdict.criteria()).extracting(Criterion::met).containsExactly(false, false);
        assertThat(verdict.reasons()).hasSize(2);
        assertThat(verdict.reasons().get(1)).startsWith("Compliance is 0 %");
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
    void theGateSaysWhyLessThanAllThatWasChosenIsEnough() {
        assertThat(judge(Scans.sound().passOver("other", Reason.OPTED_OUT), GOOD, GatePolicy.none())
                        .criteria()
                        .get(0)
                        .actual())
                .isEqualTo("1 of 2 scanned, 1 opted out, completed or being deleted");
        assertThat(judge(Scans.sound().passOver("other", Reason.NOT_CHOSEN), GOOD, GatePolicy.none())
                        .criteria()
                        .get(0)
                        .actual())
                .isEqualTo("1 of 1 scanned");
    }

    @Test
    void whatThePodsOwnAnnotationLeavesOutIsCountedAndSaid() {
        assertThat(judge(
                                Scans.sound()
                                        .passOver("other", Reason.NOT_DEFAULT)
                                        .passOver("gone", Reason.COMPLETED),
                                GOOD,
                                GatePolicy.none())
                        .criteria()
                        .get(0)
                        .actual())
                .isEqualTo(
                        "1 of 3 scanned, 1 opted out, completed or being deleted, 1 not the default container of the pod");
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
    void anObservationWithoutAReportIsNoScan() {
        Scans.Sample sample = Scans.sound().build();
        Coverage coverage = CoverageCount.of(sample.scan(), List.of(), GOOD, List.of());
        assertThat(Gates.judge(sample.scan(), List.of(), GOOD, coverage, GatePolicy.none())
                        .result())
                .isEqualTo(Result.INCOMPLETE);
        assertThat(coverage.scanned()).isZero();
    }

    @Test
    void collectedHasToFitTheStreamAndTheEndOfTheDebugContainer() {
        for (ScannedTarget target : List.of(
                ScannedTarget.named("cart").endedBy("Completed", 1),
                ScannedTarget.named("cart").endedBy("OOMKilled", 0),
                ScannedTarget.named("cart").running().outcome(Outcome.COLLECTED, ""),
                ScannedTarget.named("cart").silent())) {
            assertThat(judge(Scans.sound().target(target), GOOD, GatePolicy.none())
                            .result())
                    .isEqualTo(Result.INCOMPLETE);
        }
        Verdict tampered = judge(
                Scans.empty().target(ScannedTarget.named("cart").tampered().outcome(Outcome.COLLECTED, "")),
                GOOD,
                GatePolicy.none());
        assertThat(tampered.reasons().get(0)).contains("treat the pod as hostile");
    }

    @Test
    void collectedNeedsTheSameTargetAfterwards() {
        for (ScannedTarget target : List.of(
                ScannedTarget.named("cart").restarted(),
                ScannedTarget.named("cart").replaced(),
                ScannedTarget.named("cart").notReadAgain())) {
            Verdict verdict = judge(Scans.empty().target(target), GOOD, GatePolicy.none());
            assertThat(verdict.result()).isEqualTo(Result.INCOMPLETE);
            assertThat(verdict.reasons())
                    .singleElement()
                    .asString()
                    .startsWith("shop/cart/app: the target was gone or replaced during the scan.");
        }
    }

    @Test
    void theSameTargetTwiceWithOneReportIsNoScan() {
        Scans.Sample sample =
                Scans.sound().target(ScannedTarget.named("checkout")).build();
        Coverage coverage = CoverageCount.of(sample.scan(), sample.targets().subList(0, 1), GOOD, List.of());
        assertThat(coverage.scanned()).isEqualTo(1);
        assertThat(coverage.notScanned()).isEqualTo(1);
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
        return Stream.of(statuses)
                .map(status -> new ControlResult(
                        "container-1.1", "Title", 0.7, Severity.HIGH, status, "Seen.", "shop/checkout/app", List.of()))
                .toList();
    }

    private static Verdict judge(Scans scans, List<ControlResult> controls, GatePolicy policy) {
        Scans.Sample sample = scans.build();
        Coverage coverage = CoverageCount.of(sample.scan(), sample.targets(), controls, List.of());
        return Gates.judge(sample.scan(), sample.targets(), controls, coverage, policy);
    }
}
