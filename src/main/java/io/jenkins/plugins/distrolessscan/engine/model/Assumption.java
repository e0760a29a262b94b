package io.jenkins.plugins.distrolessscan.engine.model;

import java.time.Instant;

/**
 * From where it is taken what is in a target that nothing was attached to.
 *
 * @param kind why it is thought to be the same
 * @param scan the scan that looked
 * @param target {@link Target#key} of what that scan looked at
 * @param asOf when that scan began, by the clock of the side that scanned
 */
public record Assumption(Kind kind, String scan, String target, Instant asOf) {
    /** Why two things are thought to be the same. */
    public enum Kind {
        /** An equal replica was looked at by the same scan. */
        SAMPLE,
        /** The same container was looked at by an earlier scan, and was not replaced since. */
        UNCHANGED
    }
}
