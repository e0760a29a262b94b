package io.jenkins.plugins.distrolessscan.engine.target;

import io.jenkins.plugins.distrolessscan.engine.model.PassedOver.Reason;
import java.util.Optional;
import java.util.Set;

/**
 * What a user asks to be scanned.
 *
 * @param namespace the namespace
 * @param pod one pod by name
 * @param container one container by name; of every chosen pod that has it
 * @param labelSelector pods by label
 * @param allPods all pods of the namespace
 * @param allowed host things that are accepted all the same: HOST_NETWORK, HOST_IPC, HOST_PATH; others have no effect
 * @param maxTargets containers at most
 */
public record Selection(
        String namespace,
        Optional<String> pod,
        Optional<String> container,
        Optional<String> labelSelector,
        boolean allPods,
        Set<Reason> allowed,
        int maxTargets) {
    /** The number of containers that one scan touches unless told otherwise. */
    public static final int DEFAULT_MAX_TARGETS = 20;

    public Selection {
        allowed = Set.copyOf(allowed);
    }

    /** One pod, with the defaults for all else. */
    public static Selection ofPod(String namespace, String pod) {
        return new Selection(
                namespace, Optional.of(pod), Optional.empty(), Optional.empty(), false, Set.of(), DEFAULT_MAX_TARGETS);
    }

    /** Pods by label, with the defaults for all else. */
    public static Selection ofLabels(String namespace, String labelSelector) {
        return new Selection(
                namespace,
                Optional.empty(),
                Optional.empty(),
                Optional.of(labelSelector),
                false,
                Set.of(),
                DEFAULT_MAX_TARGETS);
    }
}
