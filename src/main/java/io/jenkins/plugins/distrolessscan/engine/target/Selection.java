package io.jenkins.plugins.distrolessscan.engine.target;

import io.jenkins.plugins.distrolessscan.engine.model.PassedOver.Reason;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.WorkloadName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a user asks to be scanned: pods in exactly one way, by name, by their workload, by label, or all.
 *
 * @param namespace the namespace
 * @param pods pods by name
 * @param workload the pods of this workload
 * @param container one container by name; of every chosen pod that has it
 * @param labelSelector pods by label
 * @param allPods all pods of the namespace
 * @param allowed host things that are accepted all the same: HOST_NETWORK, HOST_IPC, HOST_PATH; others have no effect
 * @param maxTargets containers at most
 * @param defaultContainers only the container that a pod's annotation names, where it names one; else every container
 * @param sparing what is not attached to because it is assumed
 */
public record Selection(
        String namespace,
        List<String> pods,
        Optional<WorkloadName> workload,
        Optional<String> container,
        Optional<String> labelSelector,
        boolean allPods,
        Set<Reason> allowed,
        int maxTargets,
        boolean defaultContainers,
        Sparing sparing) {
    /** The number of containers that one scan touches unless told otherwise: an ordinary Deployment fits. */
    public static final int DEFAULT_MAX_TARGETS = 100;

    private static final String DEFAULT_CONTAINERS = "default";

    public Selection {
        pods = List.copyOf(pods);
        allowed = Set.copyOf(allowed);
    }

    /** The same of every container of the chosen pods. */
    public Selection(
            String namespace,
            List<String> pods,
            Optional<WorkloadName> workload,
            Optional<String> container,
            Optional<String> labelSelector,
            boolean allPods,
            Set<Reason> allowed,
            int maxTargets) {
        this(namespace, pods, workload, container, labelSelector, allPods, allowed, maxTargets, false, Sparing.NONE);
    }

    /**
     * The same of all containers, or of the default ones.
     *
     * @param word {@code all}, or {@code default} for the container that a pod's annotation names, where it names one
     * @throws ScanException CONFIGURATION for another word, or with a container that is named
     */
    public Selection withContainers(String word) throws ScanException {
        checkContainers(word);
        boolean only = word.equals(DEFAULT_CONTAINERS);
        if (only && container.isPresent()) {
            throw new ScanException(
                    ScanException.Kind.CONFIGURATION,
                    "containers: 'default' and a container by name say the same in two ways; give one of them.");
        }
        return new Selection(
                namespace, pods, workload, container, labelSelector, allPods, allowed, maxTargets, only, sparing);
    }

    /** @throws ScanException CONFIGURATION for a word that {@link #withContainers} does not know */
    public static void checkContainers(String word) throws ScanException {
        if (!word.equals("all") && !word.equals(DEFAULT_CONTAINERS)) {
            throw new ScanException(
                    ScanException.Kind.CONFIGURATION,
                    "containers is 'all' for every running container of a chosen pod, or 'default' for the one that the"
                            + " pod's annotation kubectl.kubernetes.io/default-container names.");
        }
    }

    /** The same with another choice of what is assumed. */
    public Selection sparing(Sparing other) {
        return new Selection(
                namespace,
                pods,
                workload,
                container,
                labelSelector,
                allPods,
                allowed,
                maxTargets,
                defaultContainers,
                other);
    }

    /** One pod, with the defaults for all else. */
    public static Selection ofPod(String namespace, String pod) {
        return new Selection(
                namespace,
                List.of(pod),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Set.of(),
                DEFAULT_MAX_TARGETS);
    }

    /** Pods by label, with the defaults for all else. */
    public static Selection ofLabels(String namespace, String labelSelector) {
        return new Selection(
                namespace,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(labelSelector),
                false,
                Set.of(),
                DEFAULT_MAX_TARGETS);
    }

    /** In how many ways it says which pods; one is right. */
    int ways() {
        return (pods.isEmpty() ? 0 : 1)
                + (workload.isPresent() ? 1 : 0)
                + (labelSelector.isPresent() ? 1 : 0)
                + (allPods ? 1 : 0);
    }

    /** What was asked for, in words. */
    public String words() {
        String which;
        if (!pods.isEmpty()) {
            which = (pods.size() == 1 ? "pod " : "pods ") + String.join(", ", pods);
        } else {
            which = workload.map(one -> "pods of " + one)
                    .or(() -> labelSelector.map(labels -> "pods with " + labels))
                    .orElse("all pods");
        }
        return which + container.map(one -> ", container " + one).orElse("")
                + (defaultContainers ? ", default containers" : "") + " in namespace " + namespace;
    }
}
