package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.List;
import java.util.Optional;

/**
 * What the look-up of vulnerabilities looked at. Without data it says that nothing was looked up; it never says that there is
 * nothing.
 *
 * @param state what happened
 * @param message one sentence for a person; empty when all is well
 * @param data the data that was used; empty when there was none
 * @param packages packages of all subjects
 * @param judged packages that were compared with records
 * @param ownedBySystem language packages that a distribution's package owns, which that package's records speak of
 * @param notJudged packages that were not judged, by reason
 * @param commitsOnly records about packages at hand that name commits and no versions
 * @param unusedStatements VEX statements that matched nothing
 */
public record LookupInfo(
        State state,
        String message,
        Optional<VulnerabilityData> data,
        int packages,
        int judged,
        int ownedBySystem,
        List<Unjudged> notJudged,
        int commitsOnly,
        List<String> unusedStatements) {
    public LookupInfo {
        notJudged = List.copyOf(notJudged);
        unusedStatements = List.copyOf(unusedStatements);
    }

    /** What became of the look-up. */
    public enum State {
        /** Nobody configured data: vulnerabilities were not looked up. */
        NOT_CONFIGURED,
        /** There is data and it could not be used: vulnerabilities were not looked up. */
        UNUSABLE,
        /** Looked up in data that is older than is allowed. */
        OUTDATED,
        /** Looked up. */
        LOOKED_UP
    }

    /**
     * Packages that were not judged for one reason.
     *
     * @param reason why
     * @param count how many
     * @param examples some of them, for a person
     */
    public record Unjudged(NotJudged reason, int count, List<String> examples) {
        public Unjudged {
            examples = List.copyOf(examples);
        }
    }

    /** A scan without a look-up. */
    public static LookupInfo notConfigured() {
        return new LookupInfo(State.NOT_CONFIGURED, "", Optional.empty(), 0, 0, 0, List.of(), 0, List.of());
    }

    /** Whether packages were compared with data at all. */
    public boolean lookedUp() {
        return state == State.LOOKED_UP || state == State.OUTDATED;
    }
}
