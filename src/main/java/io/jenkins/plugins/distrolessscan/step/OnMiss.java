package io.jenkins.plugins.distrolessscan.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import io.jenkins.plugins.distrolessscan.engine.model.GateResult;
import java.util.Arrays;
import java.util.Locale;

/** What a build becomes when a threshold is missed or a scan is incomplete. */
enum OnMiss {
    FAILURE,
    UNSTABLE,
    /** The report says it and the build goes on: only by explicit choice. */
    SUCCESS;

    static final OnMiss DEFAULT = FAILURE;

    /** The same as a gate says it. */
    GateResult asGate() {
        return switch (this) {
            case FAILURE -> GateResult.FAILURE;
            case UNSTABLE -> GateResult.UNSTABLE;
            case SUCCESS -> GateResult.NOTE;
        };
    }

    /** The constant of that name; an unknown text is an error of the call. */
    static OnMiss of(String text) {
        try {
            return valueOf(text.trim().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Messages.OnMiss_unknown(text, Arrays.toString(values())), e);
        }
    }

    /**
     * Text to keep in a bean: null for the default, so that a snippet does not spell it out. A text that is no choice stays
     * as it is, so that the scan refuses it.
     */
    @CheckForNull
    static String textOrNull(@CheckForNull String text) {
        String given = Util.fixEmptyAndTrim(text);
        if (given == null || !isChoice(given)) {
            return given;
        }
        OnMiss chosen = of(given);
        return chosen == DEFAULT ? null : chosen.name();
    }

    static boolean isChoice(String text) {
        return Arrays.stream(values()).anyMatch(choice -> choice.name().equalsIgnoreCase(text.trim()));
    }
}
