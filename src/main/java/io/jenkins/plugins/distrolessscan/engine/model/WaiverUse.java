package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.List;

/**
 * A waiver and what it did in this scan. What is waived stays in the report and is counted apart.
 *
 * @param id the control or vulnerability, or a pattern with {@code *}
 * @param target pattern of {@link Workload#key}; {@code *} for everywhere
 * @param reason why the risk is accepted
 * @param approver who accepted it
 * @param expires the last day on which it applies, UTC, such as {@code 2026-12-31}
 * @param origin whose waiver it is
 * @param state whether it applies
 * @param expiresSoon it applies and ends within two weeks
 * @param findings identities of the findings that it is about, also when it is expired; at most {@link #MOST_FINDINGS}
 * @param count how many there are
 */
public record WaiverUse(
        String id,
        String target,
        String reason,
        String approver,
        String expires,
        Origin origin,
        State state,
        boolean expiresSoon,
        List<String> findings,
        int count) {
    /** What is named of the findings of one waiver. */
    public static final int MOST_FINDINGS = 1000;

    public WaiverUse {
        findings = List.copyOf(findings.size() > MOST_FINDINGS ? findings.subList(0, MOST_FINDINGS) : findings);
    }

    /** Whose waiver it is. */
    public enum Origin {
        /** Of the administrator: counts for floors too. */
        ADMINISTRATOR,
        /** Of the job or its branch. */
        BUILD
    }

    /** Whether a waiver applies. */
    public enum State {
        APPLIED,
        /** Its last day is over: it does not apply. */
        EXPIRED,
        /** Nothing was found that it is about. */
        UNUSED
    }
}
