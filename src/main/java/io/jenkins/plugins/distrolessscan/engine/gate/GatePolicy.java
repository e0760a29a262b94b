package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * What a scan has to reach. Completeness is always judged and stands in no policy.
 *
 * @param thresholds lines of a threshold file, a preset, or the minimum compliance
 * @param gates quality gates
 * @param floors what an administrator asks of every scan: no build takes their place, and only an administrator's waivers
 *     count for them
 */
public record GatePolicy(List<Threshold> thresholds, List<QualityGate> gates, List<ThresholdFile> floors) {
    public GatePolicy {
        thresholds = List.copyOf(thresholds);
        gates = List.copyOf(gates);
        floors = List.copyOf(floors);
    }

    /** No gate: every chosen container has to be looked at, and nothing else is asked. */
    public static GatePolicy none() {
        return new GatePolicy(List.of(), List.of(), List.of());
    }

    /**
     * The same with a minimum compliance in place of any that it has.
     *
     * @param percent 0 to 100
     */
    public GatePolicy withMinimumCompliance(int percent) {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("the minimum compliance is a percentage, 0 to 100");
        }
        return with(new ThresholdFile(List.of(new Threshold("compliance", Bound.MIN, percent, List.of())), List.of()));
    }

    /** The same with each line of a file in place of the same field of this policy, such as a preset's. */
    public GatePolicy with(ThresholdFile file) {
        return new GatePolicy(
                replaced(thresholds, file.thresholds(), Threshold::sameField),
                replaced(gates, file.gates(), QualityGate::sameField),
                floors);
    }

    /** The same with quality gates in place of those of the same field. */
    public GatePolicy withGates(List<QualityGate> more) {
        return with(new ThresholdFile(List.of(), more));
    }

    /** The same with lines that are asked for beside all others: the file of somebody who is not trusted can tighten, not weaken. */
    public GatePolicy tightened(ThresholdFile file) {
        return new GatePolicy(joined(thresholds, file.thresholds()), joined(gates, file.gates()), floors);
    }

    /** The same with what an administrator asks of every scan. */
    public GatePolicy withFloor(ThresholdFile floor) {
        return new GatePolicy(thresholds, gates, joined(floors, List.of(floor)));
    }

    private static <T> List<T> replaced(List<T> earlier, List<T> later, BiPredicate<T, T> sameField) {
        List<T> all = new ArrayList<>(earlier);
        all.removeIf(old -> later.stream().anyMatch(line -> sameField.test(line, old)));
        all.addAll(later);
        return all;
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        List<T> all = new ArrayList<>(some);
        more.stream().filter(line -> !all.contains(line)).forEach(all::add);
        return all;
    }
}
