package io.jenkins.plugins.distrolessscan.engine.probe;

import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.EphemeralFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The ephemeral containers that a pod already has: records of earlier scans, and those of others (S-21). A record
 * cannot be removed; it stays until the pod is deleted.
 */
public final class Leftovers {
    private Leftovers() {}

    /**
     * One of them.
     *
     * @param name its name
     * @param image its image, as text of the API server
     * @param ours whether it has a name as this program gives; anybody can give such a name
     * @param phase where it is in its life
     * @param running how long it has run, or ran until it ended; empty if it never started
     * @param sinceEnd how long ago it ended; empty if it has not
     */
    public record Leftover(
            String name,
            String image,
            boolean ours,
            Phase phase,
            Optional<Duration> running,
            Optional<Duration> sinceEnd) {

        /** What it is, in a sentence. */
        public String sentence() {
            String whose =
                    ours ? "The debug container " + name + " of an earlier scan" : "The ephemeral container " + name;
            return whose
                    + switch (phase) {
                        case RUNNING -> " is still running, since " + seconds(running) + " s.";
                        case TERMINATED ->
                            " ended " + seconds(sinceEnd) + " s ago after " + seconds(running)
                                    + " s; its record stays until the pod is deleted.";
                        case WAITING, UNKNOWN -> " has not started; it may do so at any time.";
                    };
        }

        private static String seconds(Optional<Duration> duration) {
            return duration.map(d -> Long.toString(d.toSeconds())).orElse("an unknown number of");
        }
    }

    /**
     * All of a pod's, in the pod's order.
     *
     * @param now by the scanning side's clock; ages are never negative
     */
    public static List<Leftover> of(PodFacts pod, Instant now) {
        return pod.ephemeralContainers().stream()
                .map(container -> leftover(container, now))
                .toList();
    }

    private static Leftover leftover(EphemeralFacts c, Instant now) {
        return new Leftover(
                c.name(),
                c.image(),
                DebugContainers.isOurs(c.name()),
                c.phase(),
                c.started().map(start -> between(start, c.finished().orElse(now))),
                c.finished().map(end -> between(end, now)));
    }

    private static Duration between(Instant start, Instant end) {
        Duration duration = Duration.between(start, end);
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
