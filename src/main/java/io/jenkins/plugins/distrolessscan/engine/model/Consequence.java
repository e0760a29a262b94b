package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a scan makes of a build. Several things may have a say, and the worst decides. What was not looked at is not met: a
 * gate or threshold over it has its say as if it were missed, beside what was asked for an incomplete scan.
 *
 * @param gates the worst that quality gates which are not met make of the build; NOTE when all are
 * @param threshold a threshold is not met for which the scan's own parameters say what the build becomes
 * @param incomplete the scan did not look at everything that it was to look at
 */
public record Consequence(GateResult gates, boolean threshold, boolean incomplete) {
    /** Of a verdict. */
    public static Consequence of(Verdict verdict) {
        List<Criterion> notMet = verdict.criteria().stream()
                .filter(Criterion::configured)
                .filter(criterion -> criterion.state() == Criterion.State.MISSED
                        || criterion.state() == Criterion.State.NOT_LOOKED_AT)
                .toList();
        return new Consequence(
                notMet.stream()
                        .flatMap(criterion -> criterion.result().stream())
                        .max(GateResult::compareTo)
                        .orElse(GateResult.NOTE),
                notMet.stream().anyMatch(criterion -> criterion.result().isEmpty()),
                verdict.result() == Verdict.Result.INCOMPLETE);
    }

    /**
     * The worst of all; NOTE leaves the build as it is.
     *
     * @param onThresholdMissed what was asked for missed thresholds
     * @param onIncomplete what was asked for an incomplete scan
     */
    public GateResult worst(GateResult onThresholdMissed, GateResult onIncomplete) {
        return Stream.of(
                        gates,
                        threshold ? onThresholdMissed : GateResult.NOTE,
                        incomplete ? onIncomplete : GateResult.NOTE)
                .max(GateResult::compareTo)
                .get();
    }
}
