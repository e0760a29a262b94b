package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.EnumSet;
import java.util.Set;

/**
 * A container or pod that was chosen but is not scanned, with the reason. Nothing is attached to it.
 *
 * @param namespace the pod's namespace
 * @param pod the pod's name
 * @param container the container's name, empty when the reason concerns the pod
 * @param reason a stable word such as {@code HOST_PID}
 * @param text one sentence that says why and what to do
 */
public record PassedOver(String namespace, String pod, String container, Reason reason, String text) {
    /** Namespace, pod and, if the reason concerns one, container, such as {@code shop/web-0/web}. */
    public String key() {
        return namespace + "/" + pod + (container.isEmpty() ? "" : "/" + container);
    }

    /** Why nothing is attached; S-7 of the seed page and what a real cluster does. */
    public enum Reason {
        HOST_PID,
        HOST_NETWORK,
        HOST_IPC,
        HOST_PATH,
        WINDOWS,
        VIRTUAL_NODE,
        UNSUPPORTED_RUNTIME,
        STATIC_POD,
        BEING_DELETED,
        COMPLETED,
        NOT_RUNNING,
        TOO_MANY_EPHEMERAL_CONTAINERS,
        TOO_LITTLE_MEMORY,
        /** By label or annotation. */
        OPTED_OUT,
        /** The pod's annotation names another container, and the request names none. */
        NOT_DEFAULT,
        /** The request names another container. */
        NOT_CHOSEN,
        TARGET_LIMIT,
        STOPPED_EARLY;

        private static final Set<Reason> INTENDED =
                EnumSet.of(OPTED_OUT, COMPLETED, BEING_DELETED, NOT_DEFAULT, NOT_CHOSEN);

        /** Passed over by somebody's decision, or with nothing left to look at: no hole in the scan. The only place that says so. */
        public boolean intended() {
            return INTENDED.contains(this);
        }

        /** Counts as chosen: everything but what the request itself leaves out by name. */
        public boolean chosen() {
            return this != NOT_CHOSEN;
        }
    }
}
