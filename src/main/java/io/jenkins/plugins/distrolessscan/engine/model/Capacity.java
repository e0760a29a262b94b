package io.jenkins.plugins.distrolessscan.engine.model;

/**
 * How much one scan takes in. What is beyond a bound is left out and told by name, never dropped in silence; a target of
 * which something was left out does not count as scanned.
 */
public final class Capacity {
    /** Packages of one target. The largest images hold a few thousand; each takes about 300 bytes of a report. */
    public static final int PACKAGES_OF_TARGET = 50_000;

    /** Different packages of all targets together: 60 MB of a report, which a controller of 512 MB can still hold. */
    public static final int PACKAGES = 200_000;

    private Capacity() {}
}
