package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What was seen of other debug containers, and what is on record of the scan's own (S-21b, S-21c, S-25, S-26, S-29). */
final class Monitoring {
    /** A debug container that runs longer is worth an alert. */
    static final Duration ALERT = Duration.ofMinutes(15);

    private Monitoring() {}

    /** Debug containers of earlier scans or of others that still run, in the pods that were read. */
    static Judgement longRunning(RiskEvidence evidence) {
        List<PodFacts> pods = evidence.pods();
        if (pods.isEmpty()) {
            return noPods();
        }
        Instant began = evidence.scan().started();
        List<String> old = pods.stream()
                .flatMap(pod -> pod.ephemeralContainers().stream()
                        .filter(container -> container.phase() == PodFacts.Phase.RUNNING)
                        .filter(container -> container
                                .started()
                                .map(start -> Duration.between(start, began).compareTo(ALERT) > 0)
                                .orElse(true))
                        .map(container -> pod.namespace() + "/" + pod.name() + "/" + container.name()))
                .toList();
        if (!old.isEmpty()) {
            return Judgement.of(
                            State.NOT_MET,
                            Fact.kubelet(FactWords.count(old.size(), "debug container") + " ran for more than "
                                    + FactWords.time(ALERT) + " when the scan began: " + FactWords.list(old) + "."))
                    .advising("Find out who started these debug containers; deleting the pod ends them.");
        }
        return Judgement.of(
                State.OBSERVED,
                Fact.kubelet("In the pods looked at (" + pods.size() + ") no debug container had run for more than "
                        + FactWords.time(ALERT) + " when the scan began."),
                once());
    }

    /** Ephemeral containers that no known scan started. */
    static Judgement unexpected(RiskEvidence evidence) {
        if (evidence.targets().isEmpty()) {
            return noPods();
        }
        List<String> unknown = evidence.targets().stream()
                .flatMap(target -> target.pod().unknownEphemeralContainers().stream()
                        .map(name -> target.target().namespace() + "/"
                                + target.target().pod() + "/" + name))
                .distinct()
                .toList();
        if (!unknown.isEmpty()) {
            return Judgement.of(
                            State.NOT_MET,
                            Fact.api(FactWords.count(unknown.size(), "ephemeral container")
                                    + " not started by this program: " + FactWords.list(unknown) + "."))
                    .advising("Ask who added these ephemeral containers, and recreate the pods if nobody knows.");
        }
        long known = evidence.targets().stream()
                .collect(Collectors.toMap(
                        target -> target.target().podUid(),
                        target -> target.pod().ephemeralContainersBefore(),
                        // A later look counts what this scan itself has added for another container of the pod.
                        Math::min))
                .values()
                .stream()
                .mapToLong(Integer::longValue)
                .sum();
        return Judgement.of(
                State.OBSERVED,
                Fact.api(
                        known == 0
                                ? "No ephemeral container had been added to the pods looked at before."
                                : "Every ephemeral container that had been added to the pods looked at before ("
                                        + FactWords.count(known, "record")
                                        + ") has a name as this program gives them; anybody can give such a name."),
                once());
    }

    private static Judgement noPods() {
        return Judgement.of(
                State.NOT_VERIFIABLE,
                Fact.client("No pod was looked at in this run, so no debug container was looked for."));
    }

    private static Fact once() {
        return Fact.client("This is one look at the pods of this scan, not a watch; other pods were not looked at.");
    }

    /** What clears the record away. */
    static Judgement collection(RiskEvidence evidence) {
        return OverTargets.worst(
                        evidence,
                        "what clears a pod away",
                        target -> Judgement.of(
                                State.OBSERVED,
                                Fact.api(
                                        target.target().owner().isPresent()
                                                ? "A controller owns the pod and replaces it: the record goes with the next "
                                                        + "replacement."
                                                : "No controller owns the pod: the record stays until somebody deletes it.")))
                .with(Fact.client(
                        "Garbage collection concerns terminated pods, not single ephemeral containers (S-42)."));
    }

    /** Who else may add ephemeral containers. */
    static Judgement roles(RiskEvidence evidence) {
        return Judgement.of(
                State.NOT_VERIFIABLE,
                Fact.client(
                        "Who else may patch or update pods/ephemeralcontainers was not looked at. The right to list roles, "
                                + "rolebindings, clusterroles and clusterrolebindings would show it; its cost is that the token can "
                                + "then read who may do what in the cluster, which is a map for an attacker."));
    }

    /** The scan's own record, and what only the cluster's operator knows. */
    static Judgement audit(RiskEvidence evidence) {
        Judgement cluster = Judgement.of(
                State.NOT_VERIFIABLE,
                Fact.client(
                        "Whether the API server logs pods/ephemeralcontainers, and for how long logs are kept, is set in "
                                + "files of the control plane, which no right in the API shows. Its operator has to say."));
        if (evidence.attached().isEmpty()) {
            return cluster;
        }
        return Judgement.weakest(
                cluster,
                recorded(evidence, AuditEvent.ATTACH, "the addition of every debug container"),
                recorded(evidence, AuditEvent.ENDED, "what became of every debug container"));
    }

    private static Judgement recorded(RiskEvidence evidence, String event, String what) {
        Set<String> recorded = evidence.recorded(event);
        List<String> missing = evidence.attached().stream()
                .map(target -> target.target().key())
                .filter(key -> !recorded.contains(key))
                .toList();
        return missing.isEmpty()
                ? Judgement.of(
                        State.ENFORCED,
                        Fact.client("The scan's own record has " + what + " of this run ("
                                + evidence.attached().size() + ")."))
                : Judgement.of(
                        State.NOT_MET,
                        Fact.client("The scan's own record should have " + what + ", and lacks it for "
                                + FactWords.list(missing) + "."));
    }
}
