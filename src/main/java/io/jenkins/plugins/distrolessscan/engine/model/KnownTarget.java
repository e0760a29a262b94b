package io.jenkins.plugins.distrolessscan.engine.model;

/**
 * A container that an earlier scan looked at completely. All four have to be the same for it to be known again.
 *
 * @param podUid the pod's UID
 * @param container the container's name
 * @param containerId the runtime's ID: a restart gives another
 * @param imageId the image as the kubelet resolved it, with its digest
 */
public record KnownTarget(String podUid, String container, String containerId, String imageId) {
    public static KnownTarget of(Target target) {
        return new KnownTarget(target.podUid(), target.container(), target.containerId(), target.imageId());
    }

    /** Whether it names one container and one image for certain. */
    public boolean certain() {
        return !podUid.isEmpty() && !containerId.isEmpty() && imageId.contains("@sha256:");
    }
}
