package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion;
import io.jenkins.plugins.distrolessscan.engine.model.Difference;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What thresholds and gates are judged by.
 *
 * @param controls every control's result for every target, waived ones as not applicable
 * @param index what was found; empty when nothing was indexed, which no gate over findings takes for zero
 * @param difference what is different from an earlier build
 * @param measures what was measured
 */
public record GateFacts(
        List<ControlResult> controls, Optional<ReportIndex> index, Difference difference, Measures measures) {
    public GateFacts {
        controls = List.copyOf(controls);
    }

    /** Controls alone. */
    static GateFacts of(List<ControlResult> controls) {
        return new GateFacts(
                controls, Optional.empty(), Difference.without(Difference.Reference.none()), new Measures());
    }

    List<Criterion> judge(List<Threshold> thresholds, List<QualityGate> gates) {
        List<Criterion> criteria = new ArrayList<>();
        ThresholdJudge thresholdJudge = new ThresholdJudge(controls);
        thresholds.forEach(threshold -> criteria.add(thresholdJudge.judge(threshold)));
        OptionalInt compliance = Compliance.of(controls);
        GateJudge gateJudge = new GateJudge(
                index,
                controls.stream()
                        .filter(result -> result.status() == Status.NOT_REVIEWED || result.status() == Status.ERROR)
                        .map(ControlResult::id)
                        .collect(Collectors.toSet()),
                difference,
                measures.with(
                        QualityGate.Of.COMPLIANCE,
                        compliance.isPresent() ? OptionalLong.of(compliance.getAsInt()) : OptionalLong.empty()));
        gates.forEach(gate -> criteria.add(gateJudge.judge(gate)));
        return criteria;
    }
}
