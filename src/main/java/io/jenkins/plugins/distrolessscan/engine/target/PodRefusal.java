package io.jenkins.plugins.distrolessscan.engine.target;

import io.jenkins.plugins.distrolessscan.engine.model.ContainerId;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver.Reason;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Why nothing may be attached to a pod, as far as its object shows (S-7, S-20). An entry in a pod can never be removed, so
 * whatever cannot work is refused before it is tried.
 */
final class PodRefusal {
    static final int MAX_EPHEMERAL_CONTAINERS = PodFacts.MOST_EPHEMERAL_CONTAINERS;

    /**
     * A pod whose memory is limited below this gets no debug container. It lives in the pod's own cgroup and needs up to 16
     * MiB; what the application uses cannot be seen in the pod's object, so this leaves it 32 MiB.
     */
    static final long MIN_POD_MEMORY = 48L << 20;

    static final String OPT_OUT = "distroless-scan.jenkins.io/opt-out";

    private static final Set<Reason> CAN_BE_ALLOWED = Set.of(Reason.HOST_NETWORK, Reason.HOST_IPC, Reason.HOST_PATH);

    /** Node names of Fargate, of Azure's virtual nodes and of virtual kubelets by their usual names. */
    private static final Pattern VIRTUAL_NODE = Pattern.compile("fargate-.*|virtual-node-.*|.*virtual-kubelet.*");

    private static final Pattern KATA = Pattern.compile(".*(kata|firecracker).*");
    private static final Pattern GVISOR = Pattern.compile(".*(gvisor|runsc).*");
    private static final Pattern WASM = Pattern.compile(".*(wasm|spin|slight|wws).*");

    private static final String ANOTHER_ID =
            "Its container ID is not 64 hexadecimal digits, by which the probe would tell"
                    + " it from its neighbours: the runtime of its node, or what plays one, is not supported.";

    private final Set<Reason> allowed;

    PodRefusal(Set<Reason> allowed) {
        this.allowed = allowed;
    }

    /** The first reason against the whole pod; those that no choice can lift come first. */
    Optional<PassedOver> of(PodFacts pod) {
        return refusals(pod).stream()
                .filter(r -> !(CAN_BE_ALLOWED.contains(r.reason()) && allowed.contains(r.reason())))
                .findFirst();
    }

    private List<PassedOver> refusals(PodFacts pod) {
        List<PassedOver> found = new ArrayList<>();
        if ("true".equals(pod.labels().get(OPT_OUT))
                || "true".equals(pod.annotations().get(OPT_OUT))) {
            add(
                    found,
                    pod,
                    Reason.OPTED_OUT,
                    "Its label or annotation " + OPT_OUT + " says that it is not to be scanned.");
        }
        if (pod.deleting()) {
            add(found, pod, Reason.BEING_DELETED, "It is being deleted; scan its successor.");
        }
        if (pod.phase().equals("Succeeded") || pod.phase().equals("Failed")) {
            add(
                    found,
                    pod,
                    Reason.COMPLETED,
                    "It has ended (" + pod.phase() + "); nothing runs that could be looked at.");
        }
        if (pod.staticPod()) {
            add(found, pod, Reason.STATIC_POD, "It is a static pod, which takes no ephemeral containers.");
        }
        if (pod.windows()) {
            add(found, pod, Reason.WINDOWS, "It runs on Windows; the probe is a Linux program.");
        }
        if (isVirtual(pod)) {
            add(
                    found,
                    pod,
                    Reason.VIRTUAL_NODE,
                    "It runs on a virtual node (" + pod.node() + "), which starts no ephemeral containers.");
        }
        runtime(pod).ifPresent(text -> add(found, pod, Reason.UNSUPPORTED_RUNTIME, text));
        if (pod.hostPid()) {
            add(
                    found,
                    pod,
                    Reason.HOST_PID,
                    "It shares the node's process namespace: a debug container would see the processes of all pods of"
                            + " the node. This cannot be allowed.");
        }
        if (pod.hostNetwork()) {
            add(
                    found,
                    pod,
                    Reason.HOST_NETWORK,
                    "It shares the node's network, and so would the debug container; allow host-network to scan it.");
        }
        if (pod.hostIpc()) {
            add(
                    found,
                    pod,
                    Reason.HOST_IPC,
                    "It shares the node's IPC, and so would the debug container; allow host-ipc to scan it.");
        }
        if (!pod.hostPathVolumes().isEmpty()) {
            add(
                    found,
                    pod,
                    Reason.HOST_PATH,
                    "It mounts folders of the node (" + String.join(", ", pod.hostPathVolumes())
                            + "), which are visible through the target's root; allow host-path to scan it.");
        }
        int entries = pod.ephemeralContainers().size();
        if (entries >= MAX_EPHEMERAL_CONTAINERS) {
            add(found, pod, Reason.TOO_MANY_EPHEMERAL_CONTAINERS, tooMany(entries));
        }
        OptionalLong limit = pod.memoryLimit();
        if (limit.isPresent() && limit.getAsLong() < MIN_POD_MEMORY) {
            add(
                    found,
                    pod,
                    Reason.TOO_LITTLE_MEMORY,
                    "Its memory is limited to " + (limit.getAsLong() >> 20) + " MiB, which the debug container would"
                            + " share; at least " + (MIN_POD_MEMORY >> 20) + " MiB are asked for, so that the"
                            + " application is not killed for want of memory.");
        }
        return found;
    }

    static String tooMany(int entries) {
        return "It has " + entries + " ephemeral containers, which stay until the pod is replaced; from "
                + MAX_EPHEMERAL_CONTAINERS + " on none is added. Restart its workload (kubectl rollout restart).";
    }

    /** The first reason against one container of a pod that nothing speaks against. */
    static Optional<PassedOver> of(PodFacts pod, ContainerFacts container) {
        return notRunning(pod, container)
                .map(text -> of(pod, container, Reason.NOT_RUNNING, text))
                .or(() -> ContainerId.digits(container.containerId()).isPresent()
                        ? Optional.empty()
                        : Optional.of(of(pod, container, Reason.UNSUPPORTED_RUNTIME, ANOTHER_ID)));
    }

    /** A reason, as one against a container of the pod. */
    static PassedOver of(PodFacts pod, ContainerFacts container, Reason reason, String text) {
        return new PassedOver(pod.namespace(), pod.name(), container.name(), reason, text);
    }

    private static Optional<String> notRunning(PodFacts pod, ContainerFacts container) {
        if (container.phase() == Phase.RUNNING) {
            return Optional.empty();
        }
        if (!pod.scheduling().isEmpty()) {
            return Optional.of("It is not running: no node was found for it; the scheduler says: "
                    + pod.scheduling().replaceFirst("\\.$", "") + "; scan it when it runs.");
        }
        String why = container.reason().isEmpty() ? "" : " (" + container.reason() + ")";
        return Optional.of(
                switch (container.phase()) {
                    case WAITING -> "It is not running: waiting" + why + "; scan it when it runs.";
                    case TERMINATED -> "It is not running: ended" + why + "; scan it when it runs.";
                    default -> "It is not running: its node has not reported a state yet; scan it when it runs.";
                });
    }

    private static boolean isVirtual(PodFacts pod) {
        return VIRTUAL_NODE.matcher(pod.node()).matches()
                || pod.labels().containsKey("eks.amazonaws.com/fargate-profile");
    }

    /** By the RuntimeClass's name, the only thing that a pod shows; classes of other names are tried. */
    private static Optional<String> runtime(PodFacts pod) {
        String runtime = pod.runtimeClass().toLowerCase(Locale.ROOT);
        String start = "Its RuntimeClass \"" + pod.runtimeClass() + "\" ";
        if (KATA.matcher(runtime).matches()) {
            return Optional.of(start + "runs it in a virtual machine, where a debug container does not get into the"
                    + " target's process namespace (targetContainerName is not supported): it would only see itself.");
        }
        if (GVISOR.matcher(runtime).matches()) {
            return Optional.of(start + "runs it in gVisor, whose own kernel decides what a debug container sees of the"
                    + " target; that has not been shown to work.");
        }
        if (WASM.matcher(runtime).matches()) {
            return Optional.of(start + "runs WebAssembly, which has no file tree of a Linux process to look at.");
        }
        return Optional.empty();
    }

    private static void add(List<PassedOver> found, PodFacts pod, Reason reason, String text) {
        found.add(new PassedOver(pod.namespace(), pod.name(), "", reason, text));
    }
}
