package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence.Landlock;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.EndedProcess;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.PodEntry;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.TargetState;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the target could be written to, and whether it is what it was before (S-15, S-22b). */
final class Interference {
    private static final String READ_ONLY_ROOT =
            "Set readOnlyRootFilesystem on the target, so that a write to its root is refused whoever tries it.";

    private Interference() {}

    /** Reads only, as far as the kernel holds the debug container to it. */
    static Judgement readOnly(RiskEvidence evidence) {
        Judgement each = OverTargets.worst(evidence, "access to the target's files", Interference::readOnly);
        return evidence.attached().isEmpty()
                ? each
                : each.with(Fact.client(
                        "The probe opens files for reading only; no setting of an ephemeral container makes "
                                + "another container's root read-only (S-40)."));
    }

    private static Judgement readOnly(TargetReport target) {
        Judgement held = heldByKernel(target);
        return OwnRoot.judge(target).map(own -> Judgement.weakest(held, own)).orElse(held);
    }

    /** By Landlock, which only the probe can tell, or because the target's own root is read-only, which the API tells. */
    private static Judgement heldByKernel(TargetReport target) {
        boolean readOnlyRoot = target.pod().targetReadOnlyRootFilesystem();
        Fact root = Fact.api(
                readOnlyRoot
                        ? "The target's own root is read-only (readOnlyRootFilesystem); its writable mounts are not."
                        : "The target's own root is writable: readOnlyRootFilesystem is not set.");
        Optional<Landlock> landlock = target.probe().map(probe -> probe.landlock());
        if (landlock.filter(Landlock.ENFORCED::equals).isPresent()) {
            Judgement held = Judgement.of(
                    State.OBSERVED,
                    Fact.probe("Landlock was in force: by the probe's word the kernel refused it every write."),
                    root);
            return readOnlyRoot ? held : held.advising(READ_ONLY_ROOT);
        }
        Fact without = landlock.map(Interference::without)
                .orElse(Fact.client("No word came from the probe, so whether Landlock was in force is not known."));
        if (readOnlyRoot) {
            return Judgement.of(State.OBSERVED, root, without);
        }
        return Judgement.of(landlock.isPresent() ? State.NOT_MET : State.NOT_VERIFIABLE, without, root)
                .advising(READ_ONLY_ROOT);
    }

    private static Fact without(Landlock landlock) {
        String why = landlock == Landlock.UNSUPPORTED
                ? "The node's kernel does not offer Landlock"
                : "Landlock could not be put in force";
        return Fact.probe(
                why + ": where the target's user may write, the kernel would have let the debug container write.");
    }

    /** The same container as before, not restarted, as ready as before. */
    static Judgement unchanged(RiskEvidence evidence) {
        return OverTargets.worst(evidence, "the target before and after", Interference::unchanged);
    }

    private static Judgement unchanged(TargetReport target) {
        if (target.after().isEmpty()) {
            return Judgement.of(
                    State.NOT_VERIFIABLE,
                    Fact.client("The target could not be read again after the scan, so nothing shows it unchanged."));
        }
        List<String> changes = changes(target.before(), target.after().get());
        Judgement itself = changes.isEmpty()
                ? Judgement.of(
                        State.VERIFIED,
                        Fact.kubelet("The target has the container ID, the restart count and the readiness that it had "
                                + "before."))
                : Judgement.of(
                                State.NOT_MET,
                                Fact.kubelet("The target is not as before: " + String.join(", ", changes)
                                        + ". Nothing shows that the scan was not the cause."))
                        .advising(
                                "Look into the target's restart or loss of readiness before this pod is scanned again.");
        return beside(target).map(other -> Judgement.weakest(itself, other)).orElse(itself);
    }

    /** What ended in the pod meanwhile and is not the target's main process. */
    private static Optional<Judgement> beside(TargetReport target) {
        if (target.debugContainer().isEmpty()) {
            return Optional.empty();
        }
        PodEntry entry = target.debugContainer().get().entry();
        if (!entry.restarted().isEmpty()) {
            return Optional.of(Judgement.of(
                            State.NOT_MET,
                            Fact.kubelet("Other containers of the pod were restarted or replaced during the scan: "
                                    + FactWords.list(entry.restarted())
                                    + ". Nothing shows that the scan was not the cause."))
                    .advising("Look into their restart before this pod is scanned again."));
        }
        return entry.ended().isEmpty()
                ? Optional.empty()
                : Optional.of(Judgement.of(
                        State.OBSERVED,
                        Fact.probe("Processes of the target ended during the scan: "
                                + FactWords.list(entry.ended().stream()
                                        .map(Interference::aged)
                                        .toList())
                                + ". Workers and health checks come and go.")));
    }

    private static String aged(EndedProcess process) {
        return process.name() + (process.seconds() < 0 ? "" : " (" + process.seconds() + " s old)");
    }

    private static List<String> changes(TargetState before, TargetState after) {
        List<String> changes = new ArrayList<>();
        if (!before.containerId().equals(after.containerId())) {
            changes.add("another container ID");
        }
        if (before.restartCount() != after.restartCount()) {
            changes.add("restart count " + before.restartCount() + " before and " + after.restartCount() + " after");
        }
        if (before.ready() && !after.ready()) {
            changes.add("ready before and not after");
        }
        return changes;
    }
}
