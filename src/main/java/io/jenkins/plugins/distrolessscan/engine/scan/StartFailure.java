package io.jenkins.plugins.distrolessscan.engine.scan;

import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.EphemeralFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.Phase;
import java.util.Map;
import java.util.Optional;

/**
 * Reasons for which a debug container will not start, with a sentence that says what to do. The kubelet retries most of
 * them for ever; for a scan they are final.
 */
final class StartFailure {
    private static final Map<String, String> SENTENCES = Map.of(
            "ErrImagePull",
            "The node cannot pull the probe image. Mirror it to a registry that the node reaches; the pod's own imagePullSecrets are used.",
            "ImagePullBackOff",
            "The node cannot pull the probe image. Mirror it to a registry that the node reaches; the pod's own imagePullSecrets are used.",
            "ErrImageNeverPull",
            "The probe image is not on the node and may not be pulled there.",
            "InvalidImageName",
            "The node does not accept the name of the probe image.",
            "ImageInspectError",
            "The node cannot read the probe image; it may be damaged.",
            "CreateContainerConfigError",
            "The node refuses the debug container's configuration.",
            "CreateContainerError",
            "The node's runtime cannot create the debug container.",
            "RunContainerError",
            "The node's runtime cannot start the debug container; an image that is not the probe's, or one for another processor architecture, ends like this.");

    private StartFailure() {}

    /** The sentence when the container's state is such a failure; the node's own words, bounded, are added. */
    static Optional<String> of(EphemeralFacts container) {
        if (container.phase() != Phase.WAITING) {
            return Optional.empty();
        }
        return Optional.ofNullable(SENTENCES.get(container.reason()))
                .map(sentence -> container.reason() + ": " + sentence + words(container.message()));
    }

    private static String words(String message) {
        if (message.isBlank()) {
            return "";
        }
        String bounded = message.length() > 300 ? message.substring(0, 300) + " ..." : message;
        return " The node says: " + bounded;
    }
}
