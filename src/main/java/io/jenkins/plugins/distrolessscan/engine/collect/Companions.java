package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange.Place;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Companion;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.EphemeralFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.Phase;
import io.jenkins.plugins.distrolessscan.engine.probe.DebugContainers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ephemeral containers of others that a pod has beside the scan's own: another scan's, a person's, or one that a
 * webhook put in. Those that had ended before are none of them.
 */
final class Companions {
    /** An ephemeral container cannot be removed, so that a pod has few; more are counted and not kept. */
    private static final int MOST = 32;

    private final Map<String, Companion> found = new LinkedHashMap<>();
    private final PodFacts before;
    private final String own;
    private final List<AdmissionChange> changes;

    /**
     * @param before the pod before the scan's own was added
     * @param own the name of the scan's own
     * @param changes what came in with it
     */
    Companions(PodFacts before, String own, List<AdmissionChange> changes) {
        this.before = before;
        this.own = own;
        this.changes = changes;
        seen(before);
    }

    /** Takes up what a later look at the pod shows. */
    void seen(PodFacts now) {
        for (EphemeralFacts container : now.ephemeralContainers()) {
            if (!container.name().equals(own)
                    && !endedBefore(container.name())
                    && (found.size() < MOST || found.containsKey(container.name()))) {
                found.put(container.name(), companion(container));
            }
        }
    }

    List<Companion> found() {
        return new ArrayList<>(found.values());
    }

    private boolean endedBefore(String name) {
        return before.ephemeralContainer(name)
                .filter(container -> container.phase() == Phase.TERMINATED)
                .isPresent();
    }

    private Companion companion(EphemeralFacts container) {
        boolean injected = changes.stream()
                .anyMatch(change -> change.place() == Place.OTHER_CONTAINER
                        && change.kind() == Kind.ADDED
                        && change.member().equals(container.name()));
        return new Companion(
                container.name(),
                DebugContainers.isOurs(container.name()),
                injected,
                container.image(),
                container.started(),
                container.finished());
    }
}
