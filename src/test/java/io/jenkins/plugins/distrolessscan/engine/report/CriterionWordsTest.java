package io.jenkins.plugins.distrolessscan.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.gate.QualityGate.Of;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Bound;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.State;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Unit;
import io.jenkins.plugins.distrolessscan.engine.model.GateResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CriterionWordsTest {
    @Test
    void aLineNamesLimitValueAndState() {
        assertThat(CriterionWords.line(SampleCriteria.threshold("compliance", Bound.MIN, 90, 83)))
                .isEqualTo("compliance.min: limit at least 90 %, found 83 %: MISSED");
        assertThat(CriterionWords.line(SampleCriteria.threshold("failed.high", Bound.MAX, 1, 1)))
                .isEqualTo("failed.high.max: limit at most 1, found 1: met");
        assertThat(CriterionWords.line(SampleCriteria.threshold("failed.total", Bound.EXACT, 1, 1)))
                .startsWith("failed.total: limit exactly 1");
    }

    @Test
    void completenessSaysWhatWasLeftOut() {
        assertThat(CriterionWords.line(SampleCriteria.complete()))
                .isEqualTo("complete: limit every chosen container looked at, found 2 of 3 scanned, 1 more left out as"
                        + " intended: MISSED");
    }

    @Test
    void whatWasNotJudgedIsNeverCalledMet() {
        assertThat(CriterionWords.line(SampleCriteria.firstBuild()))
                .isEqualTo(
                        "NEW VULNERABILITY (severity: HIGH, loaded: proved): limit below 1, found there is no earlier"
                                + " build to compare with: not judged (UNSTABLE)");
    }

    @Test
    void whatTheNarrowFormLeavesOutIsCounted() {
        assertThat(CriterionWords.found(gate(Unit.COUNT, 2, 5)))
                .isEqualTo("2, 5 more that are not proved to be loaded");
    }

    @Test
    void aLevelIsAWord() {
        assertThat(CriterionWords.limit(gate(Unit.LEVEL, 2, 0))).isEqualTo("below high");
        assertThat(CriterionWords.found(gate(Unit.LEVEL, 2, 0))).isEqualTo("medium");
    }

    @ParameterizedTest
    @EnumSource(Of.class)
    void everythingThatAGateCanBeAboutHasItsRowsInASectionOfTheReport(Of of) {
        String page = new String(HtmlReport.linked().render(Reports.demo()), StandardCharsets.UTF_8);
        assertThat(page).contains("<section id=\"" + CriterionWords.section(gate(of.name(), Unit.COUNT, 1, 0)) + "\"");
    }

    @Test
    void thresholdsCompletenessAndReferenceHaveTheirsToo() {
        assertThat(CriterionWords.section(SampleCriteria.threshold("failed.high", Bound.MAX, 1, 1)))
                .isEqualTo("controls");
        assertThat(CriterionWords.section(SampleCriteria.complete())).isEqualTo("targets");
        assertThat(CriterionWords.section(SampleCriteria.firstBuild())).isEqualTo("difference");
    }

    private static Criterion gate(Unit unit, long value, long leftOut) {
        return gate("ANY", unit, value, leftOut);
    }

    private static Criterion gate(String of, Unit unit, long value, long leftOut) {
        return new Criterion(
                Kind.TOTAL,
                of,
                "",
                Bound.BELOW,
                OptionalLong.of(3),
                unit,
                OptionalLong.of(value),
                Optional.of(GateResult.UNSTABLE),
                State.MET,
                Optional.empty(),
                leftOut,
                List.of());
    }
}
