package io.jenkins.plugins.distrolessscan.engine.model;

/**
 * One respect in which a pod, as the API server would store or has stored it, differs from what it was before plus the one
 * debug container that was asked for: what a mutating webhook or policy changed on the way in (S-33).
 *
 * @param place where it is
 * @param kind what was done
 * @param member the member, such as {@code args} or {@code securityContext.runAsUser}; of another ephemeral container its
 *     name. Cleaned and bounded; never a value
 */
public record AdmissionChange(Place place, Kind kind, String member) {
    /** Where a change is. */
    public enum Place {
        /** In the debug container that was asked for. */
        ENTRY,
        /** In what the node ran of it, by the probe's own word: runtimes and node plugins change what no API answer shows. */
        RUNTIME,
        /** The registry in the name of its image alone: the digest is the one that was asked for. */
        REGISTRY,
        /** Another ephemeral container of the pod. */
        OTHER_CONTAINER,
        /** Anywhere else in the pod's spec or metadata. */
        POD
    }

    /** What was done. */
    public enum Kind {
        ADDED,
        CHANGED,
        REMOVED
    }

    /** Whether what runs may be something else than what was asked for. */
    public boolean ofEntry() {
        return place == Place.ENTRY || place == Place.RUNTIME;
    }

    /** A clause, such as {@code the debug container's args were changed}. */
    public String text() {
        String done = kind.name().toLowerCase(java.util.Locale.ROOT);
        return switch (place) {
            case ENTRY -> "the debug container's " + member + " was " + done;
            case RUNTIME -> "what the node ran of the debug container: its " + member + " was " + done;
            case REGISTRY -> "the debug container's image was changed to the same digest in another registry";
            case OTHER_CONTAINER -> "another ephemeral container, " + member + ", was " + done;
            case POD -> "the pod's " + member + " was " + done;
        };
    }
}
