package io.jenkins.plugins.distrolessscan.engine.model;

/**
 * A debug container that a cluster should refuse. It is no {@link DebugContainerSpec}, so that nothing can attach it: it
 * can only be asked about.
 *
 * @param name DNS label, unique within the pod, recognisable as a check
 * @param own the scan's own debug container, which the cluster admits
 * @param misuse the one respect in which this one differs
 * @param otherImage the image of {@link Misuse#IMAGE}
 */
public record MisuseSpec(String name, DebugContainerSpec own, Misuse misuse, String otherImage) {}
