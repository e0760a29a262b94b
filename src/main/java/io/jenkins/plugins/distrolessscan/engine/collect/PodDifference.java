package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.EphemeralFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * How a pod's stored spec differs after the PATCH beyond the one entry that was asked for (S-33), and how that entry
 * differs from what was asked for: a mutating webhook can do both.
 */
final class PodDifference {
    private PodDifference() {}

    static List<String> between(PodFacts before, PodFacts after, DebugContainerSpec asked) {
        List<String> differences = new ArrayList<>();
        compare(differences, "service account", before, after, PodFacts::serviceAccount);
        compare(differences, "labels", before, after, PodFacts::labels);
        compare(differences, "annotations", before, after, PodFacts::annotations);
        compare(differences, "hostPID", before, after, PodFacts::hostPid);
        compare(differences, "hostNetwork", before, after, PodFacts::hostNetwork);
        compare(differences, "hostIPC", before, after, PodFacts::hostIpc);
        compare(differences, "shared process namespace", before, after, PodFacts::sharedProcessNamespace);
        compare(differences, "hostPath volumes", before, after, PodFacts::hostPathVolumes);
        compare(differences, "container images", before, after, PodDifference::images);
        int added = after.ephemeralContainers().size()
                - before.ephemeralContainers().size();
        if (added != 1) {
            differences.add("the number of ephemeral containers changed by " + added + " instead of 1");
        }
        after.ephemeralContainer(asked.name()).ifPresent(stored -> entry(differences, stored, asked));
        return List.copyOf(differences);
    }

    private static void entry(List<String> differences, EphemeralFacts stored, DebugContainerSpec asked) {
        if (!stored.image().equals(asked.image())) {
            differences.add("the debug container's image was changed");
        }
        if (!stored.target().equals(asked.targetContainer())) {
            differences.add("the debug container's target was changed");
        }
        if (stored.mounts() > 0) {
            differences.add("volume mounts were added to the debug container");
        }
        if (stored.environment() > 0) {
            differences.add("environment variables were added to the debug container");
        }
        if (stored.stdin() || stored.tty()) {
            differences.add("stdin or tty was opened on the debug container");
        }
    }

    private static List<String> images(PodFacts pod) {
        return pod.containers().stream().map(PodFacts.ContainerFacts::image).toList();
    }

    private static void compare(
            List<String> differences, String what, PodFacts before, PodFacts after, Function<PodFacts, Object> part) {
        if (!part.apply(before).equals(part.apply(after))) {
            differences.add(what + " changed");
        }
    }
}
