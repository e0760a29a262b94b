package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One thing that a verdict rests on.
 *
 * @param kind what kind of demand it is
 * @param of what is counted or measured, in the notation of whoever asked for it: {@code containers}, {@code compliance},
 *     {@code failed.high}, {@code VULNERABILITY}
 * @param qualifiers of a quality gate, as it was written, such as {@code severity: HIGH, loaded: true}; else empty
 * @param bound how limit and value have to relate
 * @param limit the limit; empty where a gate only tells
 * @param unit of limit and value
 * @param value what was found; empty when it is not known
 * @param result what a miss makes of the build; empty where the scan's own parameters decide
 * @param state whether it holds
 * @param why why it could not be judged; empty when it was
 * @param leftOut what counts as intended and is therefore not in the value: containers that somebody left out, findings that
 *     {@code loaded: 'proved'} and {@code certain: true} leave out
 * @param ids what counts: control ids, or of a quality gate each finding in words; at most {@link #MOST_IDS}
 */
public record Criterion(
        Kind kind,
        String of,
        String qualifiers,
        Bound bound,
        OptionalLong limit,
        Unit unit,
        OptionalLong value,
        Optional<GateResult> result,
        State state,
        Optional<Why> why,
        long leftOut,
        List<String> ids) {
    /** What is named of what counts. */
    public static final int MOST_IDS = 100;

    public Criterion {
        ids = List.copyOf(ids.size() > MOST_IDS ? ids.subList(0, MOST_IDS) : ids);
    }

    /** It was judged and holds. */
    public boolean met() {
        return state == State.MET;
    }

    /** It was asked for: a threshold or a gate. */
    public boolean configured() {
        return kind != Kind.COMPLETENESS;
    }

    /** What kind of demand it is. */
    public enum Kind {
        /** Every chosen container looked at; always judged. */
        COMPLETENESS,
        /** A line of a threshold file, or the minimum compliance. */
        THRESHOLD,
        /** A quality gate over all that is there. */
        TOTAL,
        /** A quality gate over what the reference did not have. */
        NEW,
        /** A quality gate over the difference of two numbers. */
        DELTA,
        /** What the reference had and is gone; told, never missed. */
        FIXED
    }

    /** How limit and value have to relate. */
    public enum Bound {
        /** Met when the value is at least the limit. */
        MIN,
        /** Met when the value is at most the limit. */
        MAX,
        /** Met when the value is the limit. */
        EXACT,
        /** Met when the value is below the limit. */
        BELOW,
        /** Met when exactly the named controls count; limit and value are their numbers. */
        CONTROLS,
        /** There is no limit. */
        NONE
    }

    /** What limit and value are. */
    public enum Unit {
        COUNT,
        CONTAINERS,
        PERCENT,
        SECONDS,
        DAYS,
        SLOTS,
        /** 0 for {@link Level#MINIMAL} to 4 for {@link Level#CRITICAL}. */
        LEVEL
    }

    /** Whether it holds. */
    public enum State {
        MET,
        MISSED,
        /** What it asks for was not looked at: not met, and the scan is incomplete for it. */
        NOT_LOOKED_AT,
        /** There is nothing that it could be judged by: neither met nor missed. */
        NOT_JUDGED
    }

    /** Why something was not judged. */
    public enum Why {
        /** No earlier build to compare with. */
        NO_REFERENCE,
        /** The reference was asked for by name and cannot be used. */
        REFERENCE_NOT_USABLE,
        /** The reference did not look at it, or knows findings by another rule. */
        NOT_IN_REFERENCE,
        /** This scan did not look at it. */
        NOT_LOOKED_AT,
        /** It is there to be told. */
        INFORMATION
    }
}
