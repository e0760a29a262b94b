package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.State;

/** What the debug containers could have reached over the network (S-18, S-22d, S-23c, S-28). */
final class Network {
    private static final Judgement UNREAD = Judgement.of(
            State.NOT_VERIFIABLE,
            Fact.client(
                    "NetworkPolicies were not read. The right to list networkpolicies in networking.k8s.io would show "
                            + "which ones select these pods; its cost is that the token can then read the namespace's whole network "
                            + "design. Whether the cluster enforces them cannot be seen from the API at all."),
            Fact.client("The debug container shares the pod's network (S-41)."));

    private Network() {}

    static Judgement judge(RiskEvidence evidence) {
        Judgement each = OverTargets.worst(evidence.attached(), "the network of a pod", target -> {
            if (target.pod().hostNetwork()) {
                return Judgement.of(
                                State.NOT_MET,
                                Fact.api(
                                        "The pod is on the node's network: no NetworkPolicy limits the debug container."))
                        .advising("Leave pods on the node's network out of the scan.");
            }
            return UNREAD;
        });
        return evidence.attached().isEmpty() ? each : each.with(sent(evidence));
    }

    private static Fact sent(RiskEvidence evidence) {
        return Fact.client(
                "The scan opens no network connection from a pod; its results came through the API server as "
                        + Words.count(evidence.bytes(), "byte") + " of pods/log, encrypted to a key of this scan.");
    }
}
