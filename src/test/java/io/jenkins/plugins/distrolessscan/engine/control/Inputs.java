package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence;
import io.jenkins.plugins.distrolessscan.engine.model.Target;
import io.jenkins.plugins.distrolessscan.engine.probe.Frames;
import io.jenkins.plugins.distrolessscan.engine.probe.SamplePods;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Evidence with one thing changed, and what a control says of it. */
public final class Inputs {
    private Inputs() {}

    public static Target target(String pod, String owner) {
        return new Target(
                "shop",
                pod,
                "0b6e3f0e",
                "app",
                Frames.CONTAINER,
                "registry.example/app:1",
                "",
                "node-1",
                Instant.EPOCH,
                owner.isEmpty() ? Optional.empty() : Optional.of(owner));
    }

    public static ControlInput input(Evidence evidence) {
        return new ControlInput(
                evidence,
                SamplePods.pod(SamplePods.container(OptionalLong.of(65532), OptionalLong.empty(), Optional.empty())),
                target("checkout-5d9-x7", "ReplicaSet/checkout-5d9"));
    }

    /** Of a pod that asks for a read-only root, or does not. */
    static ControlResult result(String id, boolean readOnlyRoot, Evidence evidence) {
        ControlInput usual = input(evidence);
        return Controls.of(id)
                .orElseThrow()
                .evaluate(new ControlInput(
                        evidence,
                        readOnlyRoot ? SamplePods.pod(SamplePods.readOnlyRoot()) : usual.pod(),
                        usual.target()));
    }

    static ControlResult result(String id, Evidence evidence) {
        return Controls.of(id).orElseThrow().evaluate(input(evidence));
    }

    /** The distroless sample with more entries. */
    public static Evidence with(FileEntry... more) {
        Evidence sample = Frames.distroless();
        List<FileEntry> entries = new ArrayList<>(sample.entries());
        entries.addAll(List.of(more));
        return new Evidence(
                sample.probe(),
                sample.target(),
                sample.processes(),
                sample.mounts(),
                entries,
                sample.files(),
                sample.goBinaries(),
                sample.limits(),
                sample.errors(),
                sample.end());
    }

    /** With processes that were looked at, and a clock. */
    static Evidence watched(Evidence e) {
        return new Evidence(
                e.probe(),
                e.target(),
                e.processes(),
                e.mounts(),
                e.entries(),
                e.files(),
                e.goBinaries(),
                e.limits(),
                e.errors(),
                e.end(),
                new RuntimeEvidence(
                        Optional.empty(),
                        Optional.of(new RuntimeEvidence.Clock(0, 100, 100, 1000, 60_000)),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Optional.of(new RuntimeEvidence.Looked(1, 1, 0, "", 0, 0)),
                        Optional.empty()),
                e.content());
    }

    static Evidence only(Map<String, String> files, FileEntry... entries) {
        return Frames.evidence(List.of(entries), files);
    }

    static Evidence limited(Evidence e, String limit) {
        Evidence.End end = e.end();
        return new Evidence(
                e.probe(),
                e.target(),
                e.processes(),
                e.mounts(),
                e.entries(),
                e.files(),
                e.goBinaries(),
                List.of(new Evidence.Limit(limit, "usr")),
                e.errors(),
                new Evidence.End(end.entries(), end.files(), 0, 0, 0, 0, 1, 0, 0, true, 1, 1, end.records()));
    }

    static Evidence processes(Evidence e, Evidence.Process... processes) {
        return listed(e, processes.length, processes);
    }

    /** With so many processes listed, of which only some were looked at. */
    static Evidence listed(Evidence e, long listed, Evidence.Process... processes) {
        Evidence.End end = e.end();
        return new Evidence(
                e.probe(),
                e.target(),
                List.of(processes),
                e.mounts(),
                e.entries(),
                e.files(),
                e.goBinaries(),
                e.limits(),
                e.errors(),
                new Evidence.End(end.entries(), end.files(), 0, 0, 0, 0, listed, 0, 0, false, 1, 1, end.records()));
    }
}
