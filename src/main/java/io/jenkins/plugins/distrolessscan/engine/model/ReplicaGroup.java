package io.jenkins.plugins.distrolessscan.engine.model;

import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts;
import java.util.Optional;

/** Which containers are equal by all that the API server says of them. */
public final class ReplicaGroup {
    private static final int BYTES = 16;

    private ReplicaGroup() {}

    /**
     * The same for containers of one name in pods of one controlling owner that run the same image by digest with the same
     * security settings. Empty for a pod without an owner or an image without a known digest: such a one is equal to none.
     */
    public static Optional<String> of(PodFacts pod, ContainerFacts container) {
        int digest = container.imageId().indexOf("@sha256:");
        if (pod.owner().isEmpty() || digest < 0) {
            return Optional.empty();
        }
        return Optional.of(new Fingerprint()
                .add(pod.namespace(), pod.owner().get(), container.name())
                .add(container.imageId().substring(digest), container.kind().name())
                .add(
                        container.runAsUser().toString(),
                        container.runAsGroup().toString(),
                        container.runAsNonRoot().toString())
                .add(
                        String.valueOf(container.readOnlyRootFilesystem()),
                        String.valueOf(container.privileged()),
                        container.addedCapabilities().toString())
                .add(
                        container.appArmorProfile().orElse(""),
                        container.seLinuxOptions().orElse(""),
                        pod.hostPathVolumes().toString())
                .hex(BYTES));
    }
}
