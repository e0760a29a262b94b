package io.jenkins.plugins.distrolessscan.engine.target;

import io.jenkins.plugins.distrolessscan.engine.model.Fingerprint;
import io.jenkins.plugins.distrolessscan.engine.model.KnownTarget;
import io.jenkins.plugins.distrolessscan.engine.model.ReplicaGroup;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.target.TargetSelection.Choice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which containers nothing is attached to because what is in them is assumed: they keep their places, and count as ASSUMED
 * and never as scanned.
 *
 * @param perImage of equal replicas so many are scanned; 0 for all
 * @param unchanged containers that an earlier scan looked at
 */
public record Sparing(int perImage, List<KnownTarget> unchanged) {
    /** Every chosen container is scanned. */
    public static final Sparing NONE = new Sparing(0, List.of());

    /** As many as one scan can attach to at all. */
    public static final int MOST = 10_000;

    private static final int ORDER_BYTES = 8;

    public Sparing {
        unchanged = List.copyOf(unchanged);
    }

    /**
     * The sample that somebody asks for.
     *
     * @throws ScanException CONFIGURATION for a number that is none of replicas
     */
    public static int perImage(long asked) throws ScanException {
        if (asked < 1 || asked > MOST) {
            throw new ScanException(
                    ScanException.Kind.CONFIGURATION,
                    "The sample of equal replicas (perImage, --per-image) is a whole number from 1 to " + MOST
                            + "; leave it out to scan every replica.");
        }
        return (int) asked;
    }

    /** Whether an earlier scan looked at this very container. */
    boolean known(Choice choice) {
        return unchanged.contains(new KnownTarget(
                choice.pod().uid(),
                choice.container().name(),
                choice.container().containerId(),
                choice.container().imageId()));
    }

    /**
     * What is left out of the sample. Which replicas are in it depends on the seed, so that a target cannot know it before.
     *
     * @param seed another one for each scan
     */
    Set<Choice> leftOut(List<Choice> candidates, String seed) {
        Map<String, List<Choice>> groups = new LinkedHashMap<>();
        for (Choice choice : candidates) {
            Optional<String> group =
                    perImage == 0 ? Optional.empty() : ReplicaGroup.of(choice.pod(), choice.container());
            group.ifPresent(same ->
                    groups.computeIfAbsent(same, key -> new ArrayList<>()).add(choice));
        }
        Set<Choice> left = new HashSet<>();
        for (List<Choice> group : groups.values()) {
            group.stream()
                    .sorted(Comparator.comparing(choice ->
                            new Fingerprint().add(seed, choice.pod().uid()).hex(ORDER_BYTES)))
                    .skip(perImage)
                    .forEach(left::add);
        }
        return left;
    }
}
