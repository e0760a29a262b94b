package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange.Place;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.ReadError;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport.PodSummary;
import java.util.ArrayList;
import java.util.List;

/** What the debug containers shared with their targets, and with more than those (S-7, S-16, S-22c, S-31). */
final class Isolation {
    /** What was within reach, whether or not it was touched. */
    static final Fact WITHIN_REACH =
            Fact.client("While it ran, a process with the debug container's identity could have read the target's "
                    + "environment, memory and mounted ServiceAccount token; the probe reads none of them, and nothing but its "
                    + "own code holds it to that.");

    private Isolation() {}

    /** One container's process namespace and the pod's network, and nothing of the node's. */
    static Judgement shared(RiskEvidence evidence) {
        return OverTargets.worst(evidence, "what was shared", Isolation::shared);
    }

    private static Judgement shared(TargetReport target) {
        PodSummary pod = target.pod();
        List<String> node = new ArrayList<>();
        if (pod.hostNetwork()) {
            node.add("network");
        }
        if (pod.hostIpc()) {
            node.add("IPC");
        }
        if (!node.isEmpty()) {
            return Judgement.of(
                            State.NOT_MET,
                            Fact.api("The pod is on the node's " + String.join(" and ", node)
                                    + ", so the debug container was on it too."))
                    .advising(
                            "Leave pods in the node's namespaces out of the scan and look at their images in the registry.");
        }
        if (pod.sharedProcessNamespace()) {
            return Judgement.of(
                            State.OBSERVED,
                            Fact.api(
                                    "The pod's containers share one process namespace (shareProcessNamespace), so the debug "
                                            + "container saw the processes of all of them, not of its target alone."))
                    .advising("Set shareProcessNamespace to false where the application does not need it.");
        }
        return Judgement.of(
                State.VERIFIED,
                Fact.api(
                        "Shared were the process namespace of the one target container, and the network and IPC of its pod; "
                                + "none of the node's namespaces."));
    }

    /** No volume of its own, and none of the node's folders behind the target's root. */
    static Judgement hostMounts(RiskEvidence evidence) {
        Judgement each = OverTargets.worst(evidence, "host mounts", Isolation::hostMounts);
        return evidence.attached().isEmpty()
                ? each
                : each.with(
                        Fact.client("The probe does not enter mounts below the target's root." + notEntered(evidence)));
    }

    private static String notEntered(RiskEvidence evidence) {
        List<String> mounts = evidence.attached().stream()
                .flatMap(target -> target.errors().stream())
                .filter(ReadError::ofMount)
                .map(ReadError::path)
                .distinct()
                .toList();
        return mounts.isEmpty()
                ? ""
                : " Volumes that were not looked into, nor what they cover: " + FactWords.list(mounts) + ".";
    }

    private static Judgement hostMounts(TargetReport target) {
        List<String> volumes = target.pod().hostPathVolumes();
        return volumes.isEmpty()
                ? Judgement.weakest(
                        stored(target), Judgement.of(State.VERIFIED, Fact.api("The pod has no hostPath volume.")))
                : Judgement.of(
                                State.NOT_MET,
                                Fact.api("The pod has " + FactWords.count(volumes.size(), "hostPath volume") + " ("
                                        + FactWords.list(volumes)
                                        + "); where the target mounts one, folders of the node can be "
                                        + "reached through the target's root."))
                        .advising("Leave pods with hostPath volumes out of the scan, or replace those volumes.");
    }

    /** The pod as stored differs from before by the one entry, and the entry is as asked for. */
    static Judgement podUnchanged(RiskEvidence evidence) {
        return OverTargets.worst(evidence, "the change to the pod", Isolation::stored);
    }

    private static String registry(TargetReport target) {
        return RiskEvidence.debugContainer(target).entry().changes().isEmpty()
                ? "."
                : ", but for the registry of its image, which admission changed, as allowed; the digest is the one asked for.";
    }

    private static Judgement stored(TargetReport target) {
        List<String> differences = RiskEvidence.debugContainer(target).entry().changes().stream()
                .filter(change -> change.place() != Place.REGISTRY)
                .map(AdmissionChange::text)
                .toList();
        return differences.isEmpty()
                ? Judgement.of(
                        State.VERIFIED,
                        Fact.api(
                                "The stored pod differs from before by one entry of ephemeralContainers, and the entry is as "
                                        + "asked for, member by member" + registry(target)))
                : Judgement.of(
                                State.NOT_MET,
                                Fact.api("The stored pod or its new entry is not as asked for: "
                                        + FactWords.list(differences) + "."))
                        .advising("Find the admission webhook that changes pods when a debug container is added.");
    }
}
