package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.Criterion;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Bound;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.State;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Unit;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Why;
import io.jenkins.plugins.distrolessscan.engine.model.GateResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Criteria of each kind, for reports. */
final class SampleCriteria {
    private SampleCriteria() {}

    static Criterion complete() {
        return new Criterion(
                Kind.COMPLETENESS,
                "containers",
                "",
                Bound.MIN,
                OptionalLong.of(3),
                Unit.CONTAINERS,
                OptionalLong.of(2),
                Optional.empty(),
                State.MISSED,
                Optional.empty(),
                1,
                List.of());
    }

    static Criterion threshold(String of, Bound bound, long limit, long value) {
        boolean met = bound == Bound.MIN ? value >= limit : value <= limit;
        return new Criterion(
                Kind.THRESHOLD,
                of,
                "",
                bound,
                OptionalLong.of(limit),
                of.equals("compliance") ? Unit.PERCENT : Unit.COUNT,
                OptionalLong.of(value),
                Optional.empty(),
                met ? State.MET : State.MISSED,
                Optional.empty(),
                0,
                List.of());
    }

    /** A gate that cannot be judged, because nothing was there before. */
    static Criterion firstBuild() {
        return new Criterion(
                Kind.NEW,
                "VULNERABILITY",
                "severity: HIGH, loaded: proved",
                Bound.BELOW,
                OptionalLong.of(1),
                Unit.COUNT,
                OptionalLong.empty(),
                Optional.of(GateResult.UNSTABLE),
                State.NOT_JUDGED,
                Optional.of(Why.NO_REFERENCE),
                0,
                List.of());
    }

    static Criterion coverage() {
        return new Criterion(
                Kind.TOTAL,
                "COVERAGE",
                "",
                Bound.MIN,
                OptionalLong.of(60),
                Unit.PERCENT,
                OptionalLong.of(66),
                Optional.of(GateResult.FAILURE),
                State.MET,
                Optional.empty(),
                0,
                List.of());
    }
}
