package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.model.Criterion;
import io.jenkins.plugins.distrolessscan.engine.model.FindingKind;
import io.jenkins.plugins.distrolessscan.engine.model.GateResult;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.LookedAt;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One demand on what a scan finds or measures. {@link QualityGateReader} makes only those that have a meaning.
 *
 * @param type over all, over what is new, over the difference of two numbers, or what is fixed
 * @param of what is counted or measured
 * @param filter which findings count
 * @param limit counts, seconds, ages and levels are missed at the limit or more, percentages and slots below it; empty only
 *     for what is told and never missed
 * @param result what a miss makes of the build
 */
public record QualityGate(Criterion.Kind type, Of of, Filter filter, OptionalLong limit, GateResult result) {
    /** The controls that find what {@link Of#UNEXPLAINED_EXECUTABLES} counts beside programs. */
    static final List<String> UNEXPLAINED = List.of("runtime-1.3");

    /** What a gate can be about. */
    public enum Of {
        ANY(Criterion.Unit.COUNT, EnumSet.of(FindingKind.VULNERABILITY, FindingKind.CONTROL, FindingKind.CHANGE)),
        VULNERABILITY(Criterion.Unit.COUNT, EnumSet.of(FindingKind.VULNERABILITY)),
        CONTROL(Criterion.Unit.COUNT, EnumSet.of(FindingKind.CONTROL)),
        CHANGE(Criterion.Unit.COUNT, EnumSet.of(FindingKind.CHANGE)),
        /** Programs that no package, build info or document explains, and code that runs and is in no file of the container. */
        UNEXPLAINED_EXECUTABLES(Criterion.Unit.COUNT, EnumSet.of(FindingKind.EXECUTABLE, FindingKind.CHANGE)),
        OVERALL_RISK(Criterion.Unit.LEVEL, EnumSet.noneOf(FindingKind.class)),
        COMPLIANCE(Criterion.Unit.PERCENT, EnumSet.noneOf(FindingKind.class)),
        COVERAGE(Criterion.Unit.PERCENT, EnumSet.noneOf(FindingKind.class)),
        /** The longest life of a debug container. */
        EXPOSURE_SECONDS(Criterion.Unit.SECONDS, EnumSet.noneOf(FindingKind.class)),
        /** What is left of the ten ephemeral containers of the pod that has the fewest left. */
        SLOTS_LEFT(Criterion.Unit.SLOTS, EnumSet.noneOf(FindingKind.class)),
        /** Rights of the token beyond those that a scan needs. */
        EXCESS_PERMISSIONS(Criterion.Unit.COUNT, EnumSet.noneOf(FindingKind.class)),
        /** Age of the vulnerability data, in whole days. */
        DATA_AGE(Criterion.Unit.DAYS, EnumSet.noneOf(FindingKind.class));

        private final Criterion.Unit unit;
        private final Set<FindingKind> kinds;

        Of(Criterion.Unit unit, Set<FindingKind> kinds) {
            this.unit = unit;
            this.kinds = kinds;
        }

        public Criterion.Unit unit() {
            return unit;
        }

        /** Kinds of findings that it counts; empty for what is measured. */
        public Set<FindingKind> kinds() {
            return Set.copyOf(kinds);
        }

        boolean countsFindings() {
            return !kinds.isEmpty();
        }

        /** Controls without which it was not looked at. */
        List<String> neededRules() {
            return switch (this) {
                case CHANGE -> List.of("runtime-1.1", "runtime-1.2", "runtime-1.3");
                case UNEXPLAINED_EXECUTABLES -> UNEXPLAINED;
                default -> List.of();
            };
        }

        /** Missed below the limit, not at it. */
        boolean atLeast() {
            return unit == Criterion.Unit.PERCENT || unit == Criterion.Unit.SLOTS;
        }
    }

    /** How sure it has to be that a vulnerable package is loaded. */
    public enum Loaded {
        /** All but what was not seen loaded: what cannot be told counts. */
        TRUE,
        /** Only what was seen loaded. */
        PROVED
    }

    /**
     * Which findings count.
     *
     * @param severity the mildest; what has no known severity counts, since it may be that bad
     * @param fixable only what a version mends
     * @param loaded only what may be loaded
     * @param knownExploited only what is listed as exploited
     * @param malicious only malicious packages
     * @param certain leaves out what rests in part on a guess
     * @param epss only what is exploited at least that probably, 0 to 1; what has no score does not count
     * @param id only this control or vulnerability; empty for all
     */
    public record Filter(
            Optional<Severity> severity,
            boolean fixable,
            Optional<Loaded> loaded,
            boolean knownExploited,
            boolean malicious,
            boolean certain,
            OptionalDouble epss,
            String id) {
        private static final Pattern CONTROL = Pattern.compile("[a-z]+-[0-9]{1,3}[.][0-9]{1,3}");

        public static final Filter ALL =
                new Filter(Optional.empty(), false, Optional.empty(), false, false, false, OptionalDouble.empty(), "");

        /** Whether it asks for what only vulnerabilities have. */
        boolean ofPackages() {
            return fixable || loaded.isPresent() || knownExploited || malicious || certain || epss.isPresent();
        }

        /** Lists of the vulnerability data without which nothing was looked at. */
        List<String> neededLists() {
            List<String> lists = new ArrayList<>();
            if (knownExploited) {
                lists.add(LookedAt.EXPLOITED);
            }
            if (epss.isPresent()) {
                lists.add(LookedAt.SCORED);
            }
            return lists;
        }

        /** The id is a control's. */
        boolean namesControl() {
            return CONTROL.matcher(id).matches();
        }

        /** In the notation of a gate. */
        String text() {
            List<String> parts = new ArrayList<>();
            severity.ifPresent(mildest -> parts.add("severity: " + mildest));
            if (fixable) {
                parts.add("fixable: true");
            }
            loaded.ifPresent(sure -> parts.add("loaded: " + (sure == Loaded.TRUE ? "true" : "proved")));
            if (knownExploited) {
                parts.add("kev: true");
            }
            if (malicious) {
                parts.add("malicious: true");
            }
            if (certain) {
                parts.add("certain: true");
            }
            epss.ifPresent(least -> parts.add("epss: " + least));
            if (!id.isEmpty()) {
                parts.add("id: " + id);
            }
            return String.join(", ", parts);
        }
    }

    /** Of which kinds findings have to be looked for: one that names a control or a vulnerability is about that alone. */
    Set<FindingKind> neededKinds() {
        if (of != Of.ANY || filter.id().isEmpty()) {
            return of.kinds();
        }
        return filter.namesControl() ? Set.of() : Set.of(FindingKind.VULNERABILITY);
    }

    /** Controls that have to be reviewed. */
    List<String> neededRules() {
        return filter.namesControl() ? List.of(filter.id()) : of.neededRules();
    }

    Criterion.Bound bound() {
        if (limit.isEmpty()) {
            return Criterion.Bound.NONE;
        }
        return of.atLeast() ? Criterion.Bound.MIN : Criterion.Bound.BELOW;
    }

    /** Two gates of the same field: the later one takes the place of the earlier. */
    boolean sameField(QualityGate other) {
        return type == other.type && of == other.of && filter.equals(other.filter) && result == other.result;
    }
}
