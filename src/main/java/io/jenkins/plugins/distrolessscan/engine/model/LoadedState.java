package io.jenkins.plugins.distrolessscan.engine.model;

/** Whether a process of the target had a package's code at the moment of the scan: a moment, not a history. */
public enum LoadedState {
    /** Mapped as program or library of a process. */
    LOADED,
    /** Held open by a process, such as a jar on the class path. */
    OPENED,
    /** Native code that no process had, where every process could be looked at. */
    NOT_SEEN_LOADED,
    /** The evidence does not say. */
    CANNOT_TELL
}
