package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.probe.Margins;
import java.time.Duration;

/**
 * The bounds of one scan. All of them are ours: Kubernetes takes no resource limits for an ephemeral container (S-39).
 *
 * @param scan the whole scan; no target is begun after it
 * @param start from the PATCH until the probe has started: a later start exits at once
 * @param work the probe's own time to read
 * @param verify how long to wait for the kubelet's word that the container has ended
 * @param outputBytes bytes that the probe may print
 * @param parallel targets at a time; the first one always goes alone
 * @param margins what is left to the application in a pod with limits
 */
public record Limits(
        Duration scan, Duration start, Duration work, Duration verify, int outputBytes, int parallel, Margins margins) {
    /** Ten minutes, one minute to start, one to read, half a one to verify, 1 MiB, ten pods at a time. */
    public static final Limits DEFAULT = new Limits(
            Duration.ofMinutes(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            1024 * 1024,
            10,
            Margins.DEFAULT);

    /** The same with another bound for the whole scan, into which the start, work and verified end of a target fit. */
    public Limits within(Duration whole) {
        return new Limits(
                whole,
                share(start, whole.multipliedBy(3).dividedBy(10)),
                share(work, whole.multipliedBy(3).dividedBy(10)),
                share(verify, whole.dividedBy(5)),
                outputBytes,
                parallel,
                margins);
    }

    /** The same with other margins. */
    public Limits with(Margins others) {
        return new Limits(scan, start, work, verify, outputBytes, parallel, others);
    }

    /** After this the probe ends, whatever it is doing: the time to work and a quarter of it, 2 to 15 s, to send. */
    Duration lifetime() {
        return work.plusSeconds(Math.max(2, Math.min(15, work.toSeconds() / 4)));
    }

    /** How long to follow the log of a probe that has started. */
    Duration follow() {
        return lifetime().plusSeconds(5);
    }

    /** Whole seconds, and at least one: the probe takes no fractions. */
    private static Duration share(Duration most, Duration part) {
        return Duration.ofSeconds(Math.max(1, min(most, part).toSeconds()));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
