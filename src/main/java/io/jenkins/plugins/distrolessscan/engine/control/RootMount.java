package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence.Mount;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a target's root can be written: the pod's field beside the mount that the probe saw, and what can be written all the same. */
final class RootMount {
    private static final String ROOT = ".";

    /** Mounts that are named. */
    private static final int MOST = 20;

    private RootMount() {}

    static Fact fact(ControlInput input) {
        boolean asked = input.pod()
                .container(input.target().container())
                .map(container -> container.readOnlyRootFilesystem())
                .orElse(false);
        Optional<Mount> root = input.evidence().mounts().stream()
                .filter(mount -> mount.path().equals(ROOT))
                .findFirst();
        if (root.isEmpty()) {
            return Fact.probe((asked ? "The pod asks for a read-only root" : "The pod asks for no read-only root")
                    + "; the probe saw no mount of it, so that this is not confirmed.");
        }
        boolean readOnly = root.get().readOnly();
        if (asked != readOnly) {
            return Fact.probe(
                    asked
                            ? "The pod asks for a read-only root, but its mount is writable."
                            : "The root's mount is read-only, though the pod does not ask for it.");
        }
        return Fact.probe(
                readOnly
                        ? "OBSERVED: the root is read-only, by the pod's field and by its mount. " + writable(input)
                        : "The root is writable, by the pod's field and by its mount.");
    }

    private static String writable(ControlInput input) {
        List<String> paths = input.evidence().mounts().stream()
                .filter(mount -> !mount.readOnly() && !mount.path().equals(ROOT))
                .map(Mount::path)
                .filter(path -> !(path + "/").matches("(?:proc|sys|dev)/.*"))
                .toList();
        if (paths.isEmpty()) {
            return "No mount below it is writable.";
        }
        return "Writable mounts: " + paths.stream().limit(MOST).collect(Collectors.joining(", "))
                + (paths.size() > MOST ? " and " + (paths.size() - MOST) + " more" : "") + ".";
    }
}
