package io.jenkins.plugins.distrolessscan.engine.model;

/** What a finding is about. */
public enum FindingKind {
    /** A control that failed. */
    CONTROL,
    /** A package with a known vulnerability. */
    VULNERABILITY,
    /** A file that changed after the container's start, or code that runs and lies in no file. */
    CHANGE,
    /** A program that no package, build info or document explains. */
    EXECUTABLE
}
