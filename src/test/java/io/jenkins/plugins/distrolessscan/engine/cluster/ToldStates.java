package io.jenkins.plugins.distrolessscan.engine.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A watch that tells the given states of a pod and then ends, for tests of who follows one. */
public final class ToldStates {
    private ToldStates() {}

    public static PodChanges of(ObjectNode... pods) {
        StringBuilder lines = new StringBuilder();
        for (ObjectNode pod : pods) {
            lines.append("{\"type\":\"MODIFIED\",\"object\":").append(pod).append("}\n");
        }
        return PodChanges.of(
                new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8)),
                new PodReader(new ForeignText(Optional.empty())));
    }
}
