package io.jenkins.plugins.distrolessscan.engine.model;

/** What a finding is about. */
public enum FindingKind {
    /** A control that failed. */
    CONTROL,
    /** A package with a known vulnerability. */
    VULNERABILITY,
    /** A file that changed after the container's start, or that nothing explains. */
    CHANGE
}
