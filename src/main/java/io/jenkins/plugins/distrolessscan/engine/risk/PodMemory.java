package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The memory limit that held a debug container: the one of its pod, which is its own or exists only when every container
 * of the pod has one (S-14).
 */
final class PodMemory {
    private static final long MEBIBYTE = 1024L * 1024;

    private PodMemory() {}

    static Judgement judge(RiskEvidence evidence, TargetReport target) {
        Optional<PodFacts> pod = evidence.pod(target);
        if (pod.isEmpty()) {
            return Judgement.of(State.NOT_VERIFIABLE, Fact.client("The limits of the pod are not on record."));
        }
        OptionalLong limit = pod.get().memoryLimit();
        if (limit.isPresent()) {
            return Judgement.of(
                    State.OBSERVED,
                    Fact.api("The debug container is counted to the pod, "
                            + (pod.get().ownMemoryLimit().isPresent()
                                    ? "which has a memory limit of " + limit.getAsLong() / MEBIBYTE + " MiB."
                                    : "whose containers have a memory limit of " + limit.getAsLong() / MEBIBYTE
                                            + " MiB together.")));
        }
        List<String> without = pod.get().lastingContainers().stream()
                .filter(container -> container.memoryLimit().isEmpty())
                .map(ContainerFacts::name)
                .toList();
        return Judgement.of(
                        State.NOT_MET,
                        Fact.api(
                                "Nothing limited the debug container's memory but its node: it is counted to the pod, and "
                                        + "the pod has no memory limit, because these containers have none: "
                                        + FactWords.list(without) + "."))
                .advising(
                        "Give the pod, or every container of it, a memory limit with head room for the probe: without one "
                                + "nothing limits the debug container's memory.");
    }
}
