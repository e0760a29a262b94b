package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.util.List;

/** What the debug containers could have reached over the network (S-18, S-22d, S-23c, S-28). */
final class Network {
    private static final Judgement UNREAD = Judgement.of(
            State.NOT_VERIFIABLE,
            Fact.client(
                    "NetworkPolicies were not read. The right to list networkpolicies in networking.k8s.io would show "
                            + "which ones select these pods; its cost is that the token can then read the namespace's whole network "
                            + "design. Whether the cluster enforces them cannot be seen from the API at all."),
            Fact.client("The debug container shares the pod's network (S-41)."));

    private static final Judgement NODE = Judgement.of(
                    State.NOT_MET,
                    Fact.api("The pod is on the node's network: no NetworkPolicy limits the debug container."))
            .advising("Leave pods on the node's network out of the scan.");

    private Network() {}

    static Judgement judge(RiskEvidence evidence) {
        if (evidence.attached().isEmpty()) {
            return OverTargets.worst(evidence, "the network of a pod", target -> UNREAD);
        }
        List<TargetReport> onNode = evidence.attached().stream()
                .filter(target -> target.pod().hostNetwork())
                .toList();
        Judgement judgement = onNode.isEmpty()
                ? UNREAD
                : Judgement.weakest(
                        UNREAD, OverTargets.some(onNode, OverTargets.Group.attached(evidence), target -> NODE));
        return judgement.with(sent(evidence));
    }

    private static Fact sent(RiskEvidence evidence) {
        return Fact.client("The probe opens no network connection; its results came through the API server, as "
                + FactWords.count(evidence.bytes(), "byte") + " of pods/log, each encrypted to a key of its own.");
    }
}
