package io.jenkins.plugins.distrolessscan.engine.model;

/**
 * How far a control of the security analysis holds in this run. The report never prints a control without one of these
 * and the facts behind it.
 */
public enum State {
    /** The scan set it itself. */
    ENFORCED,
    /** Read back from the cluster, or proved by behaviour. */
    VERIFIED,
    /** Seen, but not the scan's to set, or seen in a way that is no proof. */
    OBSERVED,
    /** An administrator says so. */
    ATTESTED,
    /** The token may not look, or nobody can. */
    NOT_VERIFIABLE,
    /** It does not hold. */
    NOT_MET
}
