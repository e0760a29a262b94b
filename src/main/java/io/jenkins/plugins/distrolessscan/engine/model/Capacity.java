package io.jenkins.plugins.distrolessscan.engine.model;

/**
 * How much one scan takes in. What is beyond a bound is left out and told by name, never dropped in silence; a target of
 * which something was left out does not count as scanned.
 */
public final class Capacity {
    /** Pods of one list. Each takes 3 kB of memory on the agent; a larger namespace is named by labels in parts. */
    public static final int PODS = 5_000;

    /** Targets that an administrator may allow one scan. */
    public static final int TARGETS = 1_000;

    /** Bytes of evidence that one scan brings: what a controller can be handed at once. No target is begun beyond it. */
    public static final int EVIDENCE_BYTES = 48 * 1024 * 1024;

    /**
     * Bytes of the facts of one scan, compressed: the evidence, which base64 and gzip leave at nearly its size, and 16 MiB for
     * all else.
     */
    public static final int FACTS_BYTES = EVIDENCE_BYTES + 16 * 1024 * 1024;

    /** Packages of one target. The largest images hold a few thousand; each takes about 300 bytes of a report. */
    public static final int PACKAGES_OF_TARGET = 50_000;

    /** Different packages of all targets together: 60 MB of a report, which a controller of 512 MB can still hold. */
    public static final int PACKAGES = 200_000;

    private Capacity() {}
}
