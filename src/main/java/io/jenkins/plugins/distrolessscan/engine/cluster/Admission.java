package io.jenkins.plugins.distrolessscan.engine.cluster;

import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import java.util.List;

/**
 * What the API server made of the request to add a debug container.
 *
 * @param pod the pod as it would be, or is, stored
 * @param changes how that differs from what was asked for; empty when it is exactly that
 */
public record Admission(PodFacts pod, List<AdmissionChange> changes) {
    public Admission {
        changes = List.copyOf(changes);
    }
}
