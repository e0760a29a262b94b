package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts;
import io.jenkins.plugins.distrolessscan.engine.probe.ProbeCall;

/**
 * How much a probe may print into a pod. Its log counts against the pod's limit of ephemeral storage, and a pod that
 * reaches the limit is evicted.
 */
final class OutputCap {
    /** One debug container takes at most a tenth of the limit: it may be neither the first nor the last. */
    private static final int SHARE = 10;

    private OutputCap() {}

    /**
     * Bytes for one debug container in this pod; never less than the probe can work with.
     *
     * @param most bytes where the pod sets no limit
     */
    static int of(PodFacts pod, int most) {
        // The kubelet evicts by the sum of the limits that are set.
        double limit = pod.containers().stream()
                .filter(container -> container.kind() != ContainerFacts.Kind.INIT)
                .mapToDouble(container -> container.ephemeralStorageLimit().orElse(0))
                .sum();
        return limit <= 0 ? most : (int) Math.max(ProbeCall.SMALLEST_CAP, Math.min(most, limit / SHARE));
    }
}
