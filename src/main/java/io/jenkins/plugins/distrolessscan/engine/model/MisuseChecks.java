package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.List;

/**
 * Whether misuse of the right to add debug containers is refused, tried on one pod by server-side dry runs that store
 * nothing (S-4, S-11).
 *
 * @param made whether the checks were made
 * @param target namespace, pod and container that they were made on; empty if none
 * @param attempts what was tried, one misuse each
 */
public record MisuseChecks(Made made, String target, List<Attempt> attempts) {
    public MisuseChecks {
        attempts = List.copyOf(attempts);
    }

    /** How many attempts ended so. */
    public long count(Answer answer) {
        return attempts.stream().filter(attempt -> attempt.answer() == answer).count();
    }

    /** How many were asked and answered. */
    public long tried() {
        return count(Answer.REFUSED) + count(Answer.ADMITTED);
    }

    /** No check was made. */
    public static MisuseChecks none(Made why) {
        return new MisuseChecks(why, "", List.of());
    }

    /** Whether the checks were made, and if not, why. */
    public enum Made {
        MADE,
        /** The scan was asked not to. */
        SWITCHED_OFF,
        /** The scan's own debug container was admitted nowhere, so a refusal would prove nothing. */
        NO_TARGET
    }

    /**
     * One misuse and the cluster's answer.
     *
     * @param misuse what was tried
     * @param container the name that the debug container would have had
     * @param answer the answer
     * @param by who refused
     * @param text the words of the refusal, or why there was no answer; cleaned and bounded; empty if admitted
     */
    public record Attempt(Misuse misuse, String container, Answer answer, By by, String text) {}

    /** What the API server said. */
    public enum Answer {
        REFUSED,
        /** Without the dry run it would have been stored. */
        ADMITTED,
        /** Neither: the call failed, or a webhook could not be asked. */
        NO_ANSWER,
        /** It was not asked: those before took too long. */
        NOT_ASKED
    }

    /** Who refused, as far as the words of the refusal tell. */
    public enum By {
        POD_SECURITY,
        POLICY,
        WEBHOOK,
        ANOTHER_ADMISSION_CONTROL,
        NOBODY
    }
}
