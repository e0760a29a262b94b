package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.util.List;
import java.util.Optional;

/**
 * The memory limit that held a debug container: the one of its pod, which exists only when every container of the pod
 * has one (S-14).
 */
final class PodMemory {
    private static final long MEBIBYTE = 1024L * 1024;

    private PodMemory() {}

    static Judgement judge(RiskEvidence evidence, TargetReport target) {
        Optional<PodFacts> pod = evidence.pod(target);
        if (pod.isEmpty()) {
            return Judgement.of(State.NOT_VERIFIABLE, Fact.client("The limits of the pod are not on record."));
        }
        List<ContainerFacts> lasting = pod.get().containers().stream()
                .filter(container -> container.kind() != ContainerFacts.Kind.INIT)
                .toList();
        List<String> without = lasting.stream()
                .filter(container -> container.memoryLimit().isEmpty())
                .map(ContainerFacts::name)
                .toList();
        if (!without.isEmpty() || lasting.isEmpty()) {
            return Judgement.of(
                            State.NOT_MET,
                            Fact.api(
                                    "Nothing limited the debug container's memory but its node: it is counted to the pod, and "
                                            + "the pod has no memory limit, because these containers have none: "
                                            + Words.list(without) + "."))
                    .advising(
                            "Give every container of the pod a memory limit, with head room for the probe: only then has "
                                    + "the pod one, and the debug container with it.");
        }
        long limit = lasting.stream()
                .mapToLong(container -> Math.max(0, container.memoryLimit().getAsLong()))
                .reduce(0, (sum, more) -> sum + more < 0 ? Long.MAX_VALUE : sum + more);
        return Judgement.of(
                State.OBSERVED,
                Fact.api("The debug container is counted to the pod, whose containers have a memory limit of "
                        + limit / MEBIBYTE + " MiB together."));
    }
}
