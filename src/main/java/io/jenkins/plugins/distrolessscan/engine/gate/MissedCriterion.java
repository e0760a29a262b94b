package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.model.Criterion;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Unit;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Why;
import io.jenkins.plugins.distrolessscan.engine.model.Level;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The reason that a criterion gives a verdict. */
final class MissedCriterion {
    /** Controls or findings that a sentence names. */
    private static final int MOST_NAMED = 5;

    private MissedCriterion() {}

    /** A sentence when it was missed or could not be looked at; empty when it holds or was not judged. */
    static Optional<String> sentence(Criterion criterion) {
        return switch (criterion.state()) {
            case MET, NOT_JUDGED -> Optional.empty();
            case NOT_LOOKED_AT -> Optional.of(notLookedAt(criterion));
            case MISSED -> Optional.of(missed(criterion));
        };
    }

    private static String notLookedAt(Criterion criterion) {
        if (criterion.why().filter(Why.REFERENCE_NOT_USABLE::equals).isPresent()) {
            return "The build that was asked for as reference cannot be used, so the gate " + name(criterion)
                    + " is not met.";
        }
        if (isCompliance(criterion)) {
            return "No control was evaluated, so the required compliance of "
                    + quantity(criterion.limit(), criterion.unit()) + " cannot be judged.";
        }
        return name(criterion) + " was not looked at, so it is not met.";
    }

    private static String missed(Criterion criterion) {
        String value = quantity(criterion.value(), criterion.unit());
        String limit = quantity(criterion.limit(), criterion.unit());
        String what = isCompliance(criterion) ? "Compliance" : name(criterion);
        return what + " is " + value + ", "
                + switch (criterion.bound()) {
                    case MIN -> "at least " + limit + " is required";
                    case MAX -> "at most " + limit + " is allowed";
                    case EXACT -> "exactly " + limit + " is required";
                    case BELOW -> "the gate is missed at " + limit;
                    case CONTROLS -> "exactly the " + limit + " named are required; different";
                    case NONE -> "for information";
                }
                + named(criterion)
                + ".";
    }

    private static String named(Criterion criterion) {
        List<String> ids = criterion.ids();
        if (ids.isEmpty()) {
            return "";
        }
        // The ids are cut, the number of what counts is not.
        long all = criterion.kind() == Kind.THRESHOLD
                ? ids.size()
                : criterion.value().orElse(ids.size());
        return ": " + String.join(", ", ids.subList(0, Math.min(ids.size(), MOST_NAMED)))
                + (all > MOST_NAMED ? " and " + (all - MOST_NAMED) + " more" : "");
    }

    private static boolean isCompliance(Criterion criterion) {
        return criterion.of().equalsIgnoreCase("compliance");
    }

    private static String name(Criterion criterion) {
        return (criterion.kind() == Kind.THRESHOLD ? "" : criterion.kind() + " ")
                + criterion.of()
                + (criterion.qualifiers().isEmpty() ? "" : " (" + criterion.qualifiers() + ")");
    }

    private static String quantity(OptionalLong value, Unit unit) {
        long number = value.orElse(0);
        return switch (unit) {
            case PERCENT -> number + " %";
            case SECONDS -> number + " s";
            case DAYS -> number + " days";
            case LEVEL -> Level.values()[(int) Math.min(Math.max(number, 0), Level.values().length - 1)].name();
            case COUNT, CONTAINERS, SLOTS -> Long.toString(number);
        };
    }
}
