package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.Criterion;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Unit;
import io.jenkins.plugins.distrolessscan.engine.model.GateResult;
import io.jenkins.plugins.distrolessscan.engine.model.Level;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict;
import java.util.Locale;
import java.util.OptionalLong;

/** A criterion in words: the same in report, log, test result and on the command line. */
public final class CriterionWords {
    private CriterionWords() {}

    /** What is asked, in the notation in which it can be asked: {@code compliance.min}, {@code NEW VULNERABILITY (severity: HIGH)}. */
    public static String name(Criterion criterion) {
        return switch (criterion.kind()) {
            case COMPLETENESS -> ofReference(criterion) ? "reference" : "complete";
            case THRESHOLD ->
                criterion.of()
                        + switch (criterion.bound()) {
                            case MIN -> ".min";
                            case MAX -> ".max";
                            case CONTROLS -> ".controls";
                            case EXACT, BELOW, NONE -> "";
                        };
            case TOTAL, NEW, DELTA, FIXED ->
                criterion.kind() + " " + criterion.of()
                        + (criterion.qualifiers().isEmpty() ? "" : " (" + criterion.qualifiers() + ")");
        };
    }

    /** The section of the report that has the rows which count. */
    public static String section(Criterion criterion) {
        return switch (criterion.kind()) {
            case COMPLETENESS -> ofReference(criterion) ? "difference" : "targets";
            case THRESHOLD -> "controls";
            case NEW, DELTA, FIXED -> "difference";
            case TOTAL -> section(criterion.of());
        };
    }

    private static String section(String of) {
        return switch (of) {
            case "VULNERABILITY", "DATA_AGE" -> "vulnerabilities";
            case "UNEXPLAINED_EXECUTABLES" -> "inventory";
            case "OVERALL_RISK" -> "factors";
            case "COMPLIANCE" -> "controls";
            case "COVERAGE" -> "coverage";
            case "EXPOSURE_SECONDS", "SLOTS_LEFT" -> "targets";
            case "EXCESS_PERMISSIONS" -> "access";
            default -> "findings";
        };
    }

    private static boolean ofReference(Criterion criterion) {
        return criterion.kind() == Kind.COMPLETENESS && criterion.of().equals("reference");
    }

    /** The limit with its unit. */
    public static String limit(Criterion criterion) {
        if (criterion.kind() == Kind.COMPLETENESS) {
            return ofReference(criterion) ? "the build that was asked for" : "every chosen container looked at";
        }
        String limit = quantity(criterion.limit(), criterion.unit());
        return switch (criterion.bound()) {
            case MIN -> "at least " + limit;
            case MAX -> "at most " + limit;
            case EXACT -> "exactly " + limit;
            case BELOW -> "below " + limit;
            case CONTROLS -> "exactly the controls named, " + limit;
            case NONE -> "none";
        };
    }

    /** The value with its unit, or why there is none. */
    public static String found(Criterion criterion) {
        if (criterion.kind() == Kind.COMPLETENESS && !ofReference(criterion)) {
            return criterion.value().orElse(0) + " of " + criterion.limit().orElse(0) + " scanned"
                    + (criterion.qualifiers().isEmpty() ? "" : ", " + criterion.qualifiers())
                    + (criterion.leftOut() == 0 ? "" : ", " + criterion.leftOut() + " more left out as intended");
        }
        String why = criterion.why().map(CriterionWords::word).orElse("");
        String value = criterion.value().isPresent() && !ofReference(criterion)
                ? quantity(criterion.value(), criterion.unit())
                : "";
        String found = value + (value.isEmpty() || why.isEmpty() ? "" : ", ") + why;
        return found
                + (criterion.leftOut() == 0 ? "" : ", " + criterion.leftOut() + " more that are " + leftOut(criterion));
    }

    private static String leftOut(Criterion criterion) {
        boolean proved = criterion.qualifiers().contains("loaded: proved");
        boolean certain = criterion.qualifiers().contains("certain: true");
        return proved && certain
                ? "not certain, or not proved to be loaded"
                : certain ? "possible and not certain" : "not proved to be loaded";
    }

    /** Whether it holds, in capitals where somebody has to look. */
    public static String state(Criterion criterion) {
        return switch (criterion.state()) {
            case MET -> "met";
            case MISSED -> "MISSED";
            case NOT_LOOKED_AT -> "NOT MET, not looked at";
            case NOT_JUDGED -> "not judged";
        };
    }

    /** What a miss makes of a build; empty when the scan's own parameters decide. */
    public static String result(Criterion criterion) {
        return criterion.result().map(GateResult::name).orElse("");
    }

    /** All of it in one line. */
    public static String line(Criterion criterion) {
        return name(criterion) + ": limit " + limit(criterion) + ", found " + found(criterion) + ": " + state(criterion)
                + criterion.result().map(result -> " (" + result + ")").orElse("");
    }

    /** What a verdict rests on, when it is not gates; else empty. */
    public static String judged(Verdict verdict) {
        return switch (verdict.judged()) {
            case ONLY_COMPLETENESS -> "No gate configured: only completeness was judged.";
            case GATES -> "";
        };
    }

    private static String word(Criterion.Why why) {
        return switch (why) {
            case NO_REFERENCE -> "there is no earlier build to compare with";
            case REFERENCE_NOT_USABLE -> "the reference that was asked for cannot be used";
            case NOT_IN_REFERENCE -> "the reference did not look at it";
            case NOT_LOOKED_AT -> "it was not looked at";
            case INFORMATION -> "for information";
        };
    }

    private static String quantity(OptionalLong value, Unit unit) {
        long number = value.orElse(0);
        return switch (unit) {
            case COUNT, CONTAINERS, SLOTS -> Long.toString(number);
            case PERCENT -> number + " %";
            case SECONDS -> number + " s";
            case DAYS -> number + (number == 1 ? " day" : " days");
            case LEVEL ->
                number < 0 || number >= Level.values().length
                        ? Long.toString(number)
                        : Level.values()[(int) number].name().toLowerCase(Locale.ROOT);
        };
    }
}
