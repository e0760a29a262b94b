package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence.End;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.DebugContainer;
import io.jenkins.plugins.distrolessscan.engine.model.ScanInfo.Bounds;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What stands in for resource limits (S-14). Kubernetes refuses limits on an ephemeral container, so the control as worded
 * cannot be ENFORCED or VERIFIED by anybody. In its place stand the pod's own limits, which the kernel holds but the scan
 * does not set, and caps, which the scan sets but only the probe keeps: that both were there in this run is OBSERVED,
 * which is the best state here. A pod without a memory limit, a cap that was not kept, or a target that suffered is
 * NOT_MET.
 */
final class Caps {
    private static final String ROOM = "Raise the target's memory limit, or leave it out of the scan.";

    private Caps() {}

    static Judgement judge(RiskEvidence evidence) {
        Bounds bounds = evidence.scan().bounds();
        Judgement each = OverTargets.worst(evidence, "use of resources", target -> judge(evidence, target, bounds));
        Judgement all = evidence.attached().isEmpty()
                ? each
                : Judgement.weakest(each, Interference.unchanged(evidence)).with(used(evidence));
        return all.with(Fact.client(
                "Resource limits cannot be set on an ephemeral container; caps stand in their place (S-39): "
                        + bounds.deadlineSeconds() + " s of work, " + bounds.lifetimeSeconds() + " s of life, "
                        + (bounds.outputBytes() >> 10)
                        + " KiB of output for each, one debug container per pod at a time, "
                        + FactWords.count(bounds.targets(), "target") + " per scan."));
    }

    private static Fact used(RiskEvidence evidence) {
        List<End> ends = evidence.attached().stream()
                .flatMap(target -> target.end().stream())
                .toList();
        if (ends.isEmpty()) {
            return Fact.client("No probe told what it used.");
        }
        return Fact.probe("By its own count the probe used at most " + most(ends, End::peakRssKiB) / 1024
                + " MiB of memory, " + most(ends, End::bytesRead) / 1024 + " KiB read and "
                + most(ends, End::elapsedMs) + " ms in one target.");
    }

    private static long most(List<End> ends, ToLongFunction<End> value) {
        return ends.stream().mapToLong(value).max().orElse(0);
    }

    private static Judgement judge(RiskEvidence evidence, TargetReport target, Bounds bounds) {
        DebugContainer container = RiskEvidence.debugContainer(target);
        if (container.reason().equals("OOMKilled")) {
            return Judgement.of(
                            State.NOT_MET,
                            Fact.kubelet(
                                    "The pod's memory limit was reached while the debug container ran; the kernel killed a "
                                            + "process, and it need not have been the probe."))
                    .advising(ROOM);
        }
        if (target.stream().bytes() > bounds.outputBytes()) {
            return Judgement.of(
                    State.NOT_MET,
                    Fact.client("The stream brought " + target.stream().bytes() + " bytes, more than the cap."));
        }
        if (!container.terminated()) {
            return Judgement.of(
                    State.NOT_VERIFIABLE,
                    Fact.kubelet("The debug container was not seen to end, so what it used is not known."));
        }
        return Judgement.weakest(
                PodMemory.judge(evidence, target),
                Pressures.judge(evidence, target),
                Judgement.of(
                        State.OBSERVED,
                        Fact.client("The output stayed within its cap, and the debug container ended.")));
    }
}
