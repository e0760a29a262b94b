package io.jenkins.plugins.distrolessscan.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A debug container as a node would run it: waiting, running, terminated, by the time that has gone since it was added.
 *
 * @param entry of {@code ephemeralContainers}, as stored
 * @param containerId 64 hexadecimal digits
 * @param added when it was stored
 * @param outcome what its probe prints and how it ends
 * @param runs how long its probe runs
 */
record PlayedContainer(
        ObjectNode entry, String containerId, Instant added, PlayedProbe.Outcome outcome, Duration runs) {
    private static final Duration WAITS = Duration.ofMillis(120);
    static final Duration RUNS = Duration.ofMillis(180);

    String name() {
        return entry.path("name").asText();
    }

    Instant starts() {
        return added.plus(WAITS);
    }

    Instant ends() {
        return starts().plus(runs);
    }

    /** Its item of {@code ephemeralContainerStatuses}. */
    ObjectNode status(Instant now) {
        String image = entry.path("image").asText();
        ObjectNode status = JsonNodeFactory.instance.objectNode().put("name", name());
        status.put("image", image).put("ready", false).put("restartCount", 0);
        ObjectNode state = status.putObject("state");
        if (now.isBefore(starts())) {
            status.put("imageID", "");
            state.putObject("waiting").put("reason", "ContainerCreating");
            return status;
        }
        status.put("imageID", image).put("containerID", "containerd://" + containerId);
        if (now.isBefore(ends())) {
            state.putObject("running").put("startedAt", seconds(starts()));
            return status;
        }
        state.putObject("terminated")
                .put("exitCode", outcome.exitCode())
                .put("reason", outcome.exitCode() == 0 ? "Completed" : "Error")
                .put("startedAt", seconds(starts()))
                .put("finishedAt", seconds(ends()))
                .put("containerID", "containerd://" + containerId);
        return status;
    }

    /** A kubelet tells whole seconds. */
    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
