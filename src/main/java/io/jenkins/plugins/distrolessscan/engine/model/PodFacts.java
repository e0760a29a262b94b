package io.jenkins.plugins.distrolessscan.engine.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the API server's pod object says, as far as the scan uses it. Read when targets are chosen, again when the
 * turn of one comes, and while it is scanned.
 *
 * @param namespace its namespace
 * @param name the pod's name
 * @param uid its UID
 * @param resourceVersion the object's version
 * @param created creation time
 * @param deleting a deletionTimestamp is set
 * @param phase {@code Running}, {@code Pending}, {@code Succeeded}, {@code Failed}, {@code Unknown}
 * @param node node name, empty when not scheduled
 * @param scheduling why no node was found for it, in the scheduler's words; empty when one was, or none was looked for yet
 * @param serviceAccount the pod's ServiceAccount
 * @param qosClass {@code Guaranteed}, {@code Burstable}, {@code BestEffort}
 * @param windows the pod says it runs on Windows
 * @param runtimeClass RuntimeClass name, empty for the default
 * @param staticPod a mirror of a static pod
 * @param hostNetwork shares the node's network
 * @param hostPid shares the node's process namespace
 * @param hostIpc shares the node's IPC
 * @param sharedProcessNamespace its containers share one process namespace
 * @param hostPathVolumes names of volumes of type hostPath
 * @param labels labels
 * @param annotations annotations
 * @param owner kind and name of the controlling owner
 * @param ownMemoryLimit bytes; the pod's own limit, which newer clusters have beside those of its containers
 * @param containers all containers that can be a target: regular ones, native sidecars, init containers
 * @param ephemeralContainers the ephemeral containers that the pod already has
 */
public record PodFacts(
        String namespace,
        String name,
        String uid,
        String resourceVersion,
        Instant created,
        boolean deleting,
        String phase,
        String node,
        String scheduling,
        String serviceAccount,
        String qosClass,
        boolean windows,
        String runtimeClass,
        boolean staticPod,
        boolean hostNetwork,
        boolean hostPid,
        boolean hostIpc,
        boolean sharedProcessNamespace,
        List<String> hostPathVolumes,
        Map<String, String> labels,
        Map<String, String> annotations,
        Optional<String> owner,
        OptionalLong ownMemoryLimit,
        List<ContainerFacts> containers,
        List<EphemeralFacts> ephemeralContainers) {
    /** A pod gets a debug container only while it has fewer entries: none can be removed, and the object grows with each. */
    public static final int MOST_EPHEMERAL_CONTAINERS = 10;

    /** From the seventh of ten on it is said that few places are left. */
    public static final int FEW_SLOTS = 3;

    public PodFacts {
        hostPathVolumes = List.copyOf(hostPathVolumes);
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        containers = List.copyOf(containers);
        ephemeralContainers = List.copyOf(ephemeralContainers);
    }

    /** Debug containers that can still be added before the pod is replaced. */
    public int slotsLeft() {
        return Math.max(0, MOST_EPHEMERAL_CONTAINERS - ephemeralContainers.size());
    }

    /** The container of that name, if there is one. */
    public Optional<ContainerFacts> container(String container) {
        return containers.stream().filter(c -> c.name().equals(container)).findFirst();
    }

    /**
     * Bytes that the pod's containers may use together, and a debug container with them; empty when nothing limits them.
     * The pod's own limit, or the sum over the containers that keep running when each of them has one.
     */
    public OptionalLong memoryLimit() {
        if (ownMemoryLimit.isPresent()) {
            return OptionalLong.of(Math.max(0, ownMemoryLimit.getAsLong()));
        }
        List<ContainerFacts> lasting = lastingContainers();
        if (lasting.isEmpty() || lasting.stream().anyMatch(c -> c.memoryLimit().isEmpty())) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(lasting.stream()
                .mapToLong(container -> Math.max(0, container.memoryLimit().getAsLong()))
                .reduce(0, (sum, more) -> sum + more < 0 ? Long.MAX_VALUE : sum + more));
    }

    /**
     * Thousandths of a CPU that the pod's containers may use together; empty when nothing limits one of them. A debug
     * container is held by it only where the node limits the pod as a whole.
     */
    public OptionalLong cpuLimitMillis() {
        List<ContainerFacts> lasting = lastingContainers();
        if (lasting.isEmpty()
                || lasting.stream().anyMatch(c -> c.cpuLimitMillis().isEmpty())) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(lasting.stream()
                .mapToLong(container ->
                        Math.min(1 << 20, Math.max(1, container.cpuLimitMillis().getAsLong())))
                .sum());
    }

    /** The containers that keep running beside each other: all but init containers. */
    public List<ContainerFacts> lastingContainers() {
        return containers.stream()
                .filter(container -> container.kind() != ContainerFacts.Kind.INIT)
                .toList();
    }

    /** The ephemeral container of that name, if there is one. */
    public Optional<EphemeralFacts> ephemeralContainer(String container) {
        return ephemeralContainers.stream()
                .filter(c -> c.name().equals(container))
                .findFirst();
    }

    /** Where a container is in its life. */
    public enum Phase {
        WAITING,
        RUNNING,
        TERMINATED,
        UNKNOWN
    }

    /**
     * One container. Numbers of the security context are the container's own or, where it has none, the pod's.
     *
     * @param kind regular, native sidecar (an init container with restartPolicy Always) or init container
     * @param statusUser uid and gid as the runtime reports them in {@code containerStatuses[].user}; newer runtimes only
     * @param memoryLimit bytes
     * @param cpuLimitMillis thousandths of a core
     * @param ephemeralStorageLimit bytes
     * @param appArmorProfile the profile's JSON object as text, to be copied into the debug container; empty if none
     * @param seLinuxOptions the options' JSON object as text; empty if none
     */
    public record ContainerFacts(
            String name,
            Kind kind,
            String image,
            String imageId,
            String containerId,
            Phase phase,
            String reason,
            boolean ready,
            int restartCount,
            Optional<Instant> started,
            OptionalLong runAsUser,
            OptionalLong runAsGroup,
            Optional<Boolean> runAsNonRoot,
            boolean readOnlyRootFilesystem,
            boolean privileged,
            List<String> addedCapabilities,
            Optional<Identity> statusUser,
            OptionalLong memoryLimit,
            OptionalLong memoryRequest,
            OptionalLong cpuLimitMillis,
            OptionalLong ephemeralStorageLimit,
            Optional<String> appArmorProfile,
            Optional<String> seLinuxOptions) {
        public ContainerFacts {
            addedCapabilities = List.copyOf(addedCapabilities);
        }

        /** Kinds of containers that can be a target. */
        public enum Kind {
            REGULAR,
            SIDECAR,
            INIT
        }
    }

    /**
     * One ephemeral container of the pod.
     *
     * @param securityContext the stored security context as JSON text, {@code {}} if none
     * @param mounts number of volume mounts
     * @param environment number of environment variables
     * @param exitCode set once terminated
     */
    public record EphemeralFacts(
            String name,
            String image,
            String imageId,
            String containerId,
            String target,
            String securityContext,
            int mounts,
            int environment,
            boolean stdin,
            boolean tty,
            Phase phase,
            String reason,
            String message,
            Optional<Integer> exitCode,
            Optional<Instant> started,
            Optional<Instant> finished) {}
}
