package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.DebugContainer;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.PodEntry;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Stream;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.StreamState;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.TargetState;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ProcessStatus;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.model.Target;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport.Basis;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport.Classification;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport.ContextRow;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport.PodSummary;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Targets of the sample reports. */
final class SampleTargets {
    private static final Instant START = Reports.START;

    private SampleTargets() {}

    static TargetReport cart(Outcome outcome) {
        boolean collected = outcome == Outcome.COLLECTED;
        boolean tampered = outcome == Outcome.TAMPERED;
        return new TargetReport(
                target("cart-7d9f8b6c5-x2x9q", "cart", 'c', "gcr.io/distroless/base-debian12:nonroot", 9),
                collected ? Reports.CART_SUBJECT : "",
                collected ? Basis.SCANNED : Basis.NOTHING,
                outcome,
                switch (outcome) {
                    case COLLECTED -> "";
                    case TAMPERED -> "A second valid frame was in the stream; nothing of it is used.";
                    default -> "The target's root cannot be opened as 65532:65532: EACCES.";
                },
                collected ? Classification.DISTROLESS : Classification.UNKNOWN,
                collected
                        ? List.of(
                                Fact.probe("no shell at the 12 usual paths"),
                                Fact.probe("os-release says Debian GNU/Linux 12, Distroless"))
                        : List.of(),
                new Identity(65532, 65532, "the container's runAsUser and runAsGroup"),
                Optional.of(debugContainer("dscan-9f2c41d0-1", 2, 11, outcome == Outcome.NOT_READABLE ? 66 : 0)),
                state('c', 0),
                Optional.of(state('c', 0)),
                new Stream(
                        tampered ? StreamState.TAMPERED : StreamState.COMPLETE,
                        tampered ? "two frames with the scan's nonce" : "",
                        184_320,
                        "1.0.0",
                        "5e".repeat(32)),
                contexts(),
                new PodSummary("Burstable", "cart", false, false, false, List.of(), true, 0, List.of()),
                tampered ? Optional.empty() : Optional.of(probe()),
                tampered ? Optional.empty() : Optional.of(process(collected)),
                collected ? Optional.of(end(false)) : Optional.empty(),
                List.of(),
                collected ? List.of(new Evidence.ReadError("app/helper", "go", "EACCES")) : List.of(),
                collected ? 1 : 0);
    }

    static TargetReport checkout() {
        return new TargetReport(
                target("checkout-5c9d7-kq4zt", "checkout", 'd', "cgr.dev/chainguard/static:latest", 2),
                Reports.CHECKOUT_SUBJECT,
                Basis.SCANNED,
                Outcome.COLLECTED,
                "",
                Classification.MINIMAL,
                List.of(Fact.probe("a shell at bin/busybox")),
                new Identity(1000, 1000, "the kubelet's report of the running user"),
                Optional.of(debugContainer("dscan-9f2c41d0-2", 14, 20, 0)),
                state('d', 3),
                Optional.of(state('d', 4)),
                new Stream(StreamState.COMPLETE, "", 42_112, "1.0.0", "5e".repeat(32)),
                contexts(),
                new PodSummary(
                        "BestEffort",
                        "default",
                        false,
                        false,
                        true,
                        List.of("host-logs"),
                        false,
                        2,
                        List.of("debugger-x7k2p (busybox:latest, running since 2026-11-21)")),
                Optional.of(probe()),
                Optional.of(process(true)),
                Optional.of(end(true)),
                List.of(new Evidence.Limit("entries", "usr/share/zoneinfo")),
                List.of(),
                0);
    }

    private static Target target(String pod, String container, char id, String image, int days) {
        return new Target(
                "shop",
                pod,
                "0d9e5f3a-7c11-4b0e-9a54-" + String.valueOf(id).repeat(12),
                container,
                "containerd://" + String.valueOf(id).repeat(64),
                image,
                image.split(":")[0] + "@sha256:" + String.valueOf(id).repeat(64),
                "node-3",
                START.minusSeconds(days * 86_400L),
                Optional.of("ReplicaSet/" + pod.substring(0, pod.lastIndexOf('-'))));
    }

    private static DebugContainer debugContainer(String name, int from, int to, int exit) {
        return new DebugContainer(
                name,
                "registry.example.org/distroless-probe@sha256:" + "ab12".repeat(16),
                "registry.example.org/distroless-probe@sha256:" + "ab12".repeat(16),
                212,
                "{\"allowPrivilegeEscalation\":false,\"capabilities\":{\"drop\":[\"ALL\"]},"
                        + "\"readOnlyRootFilesystem\":true,\"runAsNonRoot\":true,\"runAsUser\":65532}",
                START.plusSeconds(from),
                Optional.of(START.plusSeconds(from)),
                Optional.of(START.plusSeconds(to)),
                exit == 0 ? "Completed" : "Error",
                Optional.of(exit),
                START.plusSeconds(to + 1L),
                START.plusSeconds(120).getEpochSecond(),
                PodEntry.ALONE);
    }

    private static TargetState state(char id, int restarts) {
        return new TargetState(
                "containerd://" + String.valueOf(id).repeat(64),
                restarts,
                true,
                PodFacts.Phase.RUNNING,
                START.plusSeconds(restarts));
    }

    private static List<ContextRow> contexts() {
        return List.of(
                new ContextRow("runAsUser", "65532", "65532", State.VERIFIED),
                new ContextRow("capabilities", "drop ALL", "CapEff 0000000000000000", State.VERIFIED),
                new ContextRow("allowPrivilegeEscalation", "false", "NoNewPrivs 1", State.VERIFIED),
                new ContextRow("seccompProfile", "RuntimeDefault", "Seccomp 0", State.NOT_MET),
                new ContextRow("readOnlyRootFilesystem", "true", "own root not writable", State.VERIFIED));
    }

    private static ProcessStatus status(long uid) {
        return new ProcessStatus(
                uid, uid, List.of(uid), "0000000000000000", "0000000000000000", "0000000000000000", true, 0);
    }

    private static Evidence.Probe probe() {
        return new Evidence.Probe(
                "1.0.0",
                "amd64",
                status(65532),
                "cri-containerd.apparmor.d (enforce)",
                Evidence.Landlock.ENFORCED,
                4,
                false,
                false);
    }

    private static Evidence.TargetProcess process(boolean readable) {
        return new Evidence.TargetProcess(
                1,
                Evidence.ProofOfTarget.CGROUP,
                true,
                readable,
                readable ? Optional.empty() : Optional.of("EACCES"),
                Optional.of(status(65532)),
                "cart",
                "/app/cart",
                false);
    }

    private static Evidence.End end(boolean cut) {
        return new Evidence.End(1_607, 12, 1, 2, 1, 9, 4, 3_145_728, 3, cut, 742, 18_944, 1_640);
    }
}
