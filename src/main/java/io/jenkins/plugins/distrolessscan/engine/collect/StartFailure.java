package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.EphemeralFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.Phase;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reasons for which a debug container will not start, or could not, with a sentence that says what to do. The kubelet
 * retries most of them for ever; for a scan they are final. The kubelet has more than one word for some.
 */
enum StartFailure {
    IMAGE_NOT_PULLED(
            "The node cannot pull the probe image. Mirror it to a registry that the node reaches; the pod's own imagePullSecrets are used.",
            "ErrImagePull",
            "ImagePullBackOff"),
    IMAGE_NOT_THERE("The probe image is not on the node and may not be pulled there.", "ErrImageNeverPull"),
    IMAGE_NAME("The node does not accept the name of the probe image.", "InvalidImageName"),
    IMAGE_DAMAGED("The node cannot read the probe image; it may be damaged.", "ImageInspectError"),
    CONFIGURATION("The node refuses the debug container's configuration.", "CreateContainerConfigError"),
    NOT_CREATED("The node's runtime cannot create the debug container.", "CreateContainerError"),
    NOT_RUN(
            "The node's runtime cannot start the debug container; an image that is not the probe's, or one for another processor architecture, ends like this.",
            "RunContainerError",
            "StartError",
            "ContainerCannotRun"),
    /** No reason was given until the time to start was over. */
    TOO_LATE("The debug container did not start in time.");

    private final String sentence;
    private final Set<String> reasons;

    StartFailure(String sentence, String... reasons) {
        this.sentence = sentence;
        this.reasons = Set.of(reasons);
    }

    /** A failure, and the sentence for this container. */
    record Found(StartFailure failure, String sentence) {}

    /** What is found when the container's state is such a failure; the node's own words, bounded, are added. */
    static Optional<Found> of(EphemeralFacts container) {
        // In a pod that is never restarted the kubelet does not wait, and calls the container terminated.
        if (container.phase() != Phase.WAITING && container.phase() != Phase.TERMINATED) {
            return Optional.empty();
        }
        return Stream.of(values())
                .filter(failure -> failure.reasons.contains(container.reason()))
                .findFirst()
                .map(failure ->
                        new Found(failure, container.reason() + ": " + failure.sentence + words(container.message())));
    }

    private static String words(String message) {
        if (message.isBlank()) {
            return "";
        }
        String bounded = message.length() > 300 ? message.substring(0, 300) + " ..." : message;
        return " The node says: " + bounded;
    }
}
