package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Bound;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.State;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Unit;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Why;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Judges lines of a threshold file by SAF's statuses: each control once, with its status over all targets. */
final class ThresholdJudge {
    private final Map<String, Status> statuses;
    private final Map<String, Severity> severities = new HashMap<>();

    ThresholdJudge(List<ControlResult> controls) {
        statuses = ControlResult.overTargets(controls);
        controls.forEach(control -> severities.putIfAbsent(control.id(), control.severity()));
    }

    Criterion judge(Threshold threshold) {
        if (threshold.path().equals("compliance")) {
            OptionalInt compliance = Compliance.ofStatuses(statuses.values());
            return criterion(
                    threshold,
                    Unit.PERCENT,
                    compliance.isPresent() ? OptionalLong.of(compliance.getAsInt()) : OptionalLong.empty(),
                    List.of());
        }
        List<String> ids = counted(threshold.path());
        if (threshold.bound() == Bound.CONTROLS) {
            return criterion(threshold, Unit.COUNT, value(ids), different(ids, threshold.controls()));
        }
        return criterion(threshold, Unit.COUNT, value(ids), ids);
    }

    /** Where no control was evaluated a count of zero would be no fact. */
    private OptionalLong value(List<String> ids) {
        return statuses.isEmpty() ? OptionalLong.empty() : OptionalLong.of(ids.size());
    }

    private List<String> counted(String path) {
        String[] keys = path.split("\\.");
        Status status =
                switch (keys[0]) {
                    case "passed" -> Status.PASSED;
                    case "failed" -> Status.FAILED;
                    case "skipped" -> Status.NOT_REVIEWED;
                    case "no_impact" -> Status.NOT_APPLICABLE;
                    default -> Status.ERROR;
                };
        return statuses.entrySet().stream()
                .filter(control -> control.getValue() == status)
                .map(Map.Entry::getKey)
                .filter(id -> keys[1].equals("total")
                        || severities.get(id).name().toLowerCase(Locale.ROOT).equals(keys[1]))
                .toList();
    }

    /** What is there and not named, and what is named and not there. */
    private static List<String> different(List<String> there, List<String> named) {
        Set<String> both = new HashSet<>(there);
        both.retainAll(named);
        List<String> different = new ArrayList<>(there);
        different.addAll(named);
        different.removeIf(both::contains);
        return different;
    }

    private static Criterion criterion(Threshold threshold, Unit unit, OptionalLong value, List<String> ids) {
        State state = State.NOT_LOOKED_AT;
        if (value.isPresent()) {
            long found = value.getAsLong();
            boolean met =
                    switch (threshold.bound()) {
                        case MIN -> found >= threshold.limit();
                        case MAX -> found <= threshold.limit();
                        case CONTROLS -> ids.isEmpty();
                        case EXACT, BELOW, NONE -> found == threshold.limit();
                    };
            state = met ? State.MET : State.MISSED;
        }
        return new Criterion(
                Kind.THRESHOLD,
                threshold.path(),
                "",
                threshold.bound(),
                OptionalLong.of(threshold.limit()),
                unit,
                value,
                Optional.empty(),
                state,
                value.isPresent() ? Optional.empty() : Optional.of(Why.NOT_LOOKED_AT),
                0,
                ids);
    }
}
