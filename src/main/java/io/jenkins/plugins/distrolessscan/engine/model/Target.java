package io.jenkins.plugins.distrolessscan.engine.model;

import java.time.Instant;
import java.util.Optional;

/**
 * One container that the scan looks at (S-1).
 *
 * @param namespace its namespace
 * @param pod the pod's name
 * @param podUid the pod's UID, so that a pod of the same name that came later is not mistaken for it
 * @param container the container's name
 * @param containerId the runtime's ID with its prefix, for example {@code containerd://3f...}; empty if not started
 * @param image the image as the pod names it
 * @param imageId the image as the kubelet resolved it, usually with a digest; empty if unknown
 * @param node the node's name, empty if not scheduled
 * @param podCreated when the pod was created
 * @param owner kind and name of the controlling owner, such as {@code ReplicaSet/shop-5d9}
 */
public record Target(
        String namespace,
        String pod,
        String podUid,
        String container,
        String containerId,
        String image,
        String imageId,
        String node,
        Instant podCreated,
        Optional<String> owner) {
    /** Names the target in a report and in findings: {@code namespace/pod/container}. */
    public String key() {
        return namespace + "/" + pod + "/" + container;
    }
}
