package io.jenkins.plugins.distrolessscan.engine.model;

/** What a missed quality gate makes of a build, the mildest first. */
public enum GateResult {
    /** Told, and nothing else. */
    NOTE,
    /** The build becomes UNSTABLE. */
    UNSTABLE,
    /** The stage is marked as failed, the build becomes UNSTABLE. */
    STAGE_ERROR,
    /** The build becomes FAILURE. */
    FAILURE
}
