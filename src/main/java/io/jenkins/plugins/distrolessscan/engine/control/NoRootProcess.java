package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.Process;
import java.util.List;
import java.util.Optional;

/** container-2.1 of the container-baseline profile. */
final class NoRootProcess implements Control {
    @Override
    public String id() {
        return "container-2.1";
    }

    @Override
    public String title() {
        return "No process of the container runs as root";
    }

    @Override
    public double impact() {
        return 0.7;
    }

    @Override
    public String description() {
        return "No process that the probe sees in the container's process namespace has the effective user 0. The profile"
                + " looks for the process \"sleep\" of its test pod and asks ps; here every process counts, by /proc, up to 256. Where"
                + " the pod's containers share one process namespace, only the target's main process can be told apart and"
                + " only it counts.";
    }

    @Override
    public String remedy() {
        return "Run the container as another user than root (runAsNonRoot, runAsUser).";
    }

    @Override
    public Answer answer(ControlInput input) {
        Evidence evidence = input.evidence();
        boolean shared = evidence.target().sharedPidNamespace() || input.pod().sharedProcessNamespace();
        List<Process> seen = evidence.processes().stream()
                .filter(process -> !shared || process.pid() == evidence.target().pid())
                .toList();
        List<Process> root = seen.stream().filter(process -> process.uid() == 0).toList();
        if (!root.isEmpty()) {
            return Answer.failed(
                    root.size() == 1 ? "1 process runs as root." : root.size() + " processes run as root.",
                    Processes.facts(root));
        }
        Optional<String> gap = shared ? Optional.empty() : Processes.gap(evidence);
        if (gap.isPresent() || seen.isEmpty() || seen.stream().anyMatch(process -> process.uid() < 0)) {
            return Answer.notReviewed(
                    "No root process was seen, but " + gap.orElse("not every process told its user") + ".");
        }
        return new Answer(
                io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status.PASSED,
                shared
                        ? "The main process does not run as root; the process namespace is shared, others were not judged."
                        : "Processes seen: " + seen.size() + ", none of them runs as root" + Processes.ended(evidence)
                                + ".",
                Processes.facts(seen));
    }
}
