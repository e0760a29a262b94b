package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.ProcessStatus;
import java.util.List;
import java.util.Optional;

/** Seccomp of the target's main process. */
final class SystemCallFilter implements Control {
    @Override
    public String id() {
        return "process-1.1";
    }

    @Override
    public String title() {
        return "The container's system calls are filtered";
    }

    @Override
    public double impact() {
        return 0.5;
    }

    @Override
    public String description() {
        return "Seccomp is on for the container's main process, by /proc. What the filter lets through cannot be seen.";
    }

    @Override
    public String remedy() {
        return "Set seccompProfile RuntimeDefault in the security context.";
    }

    @Override
    public Answer answer(ControlInput input) {
        Optional<ProcessStatus> status = input.evidence().target().status();
        if (status.isEmpty() || status.get().seccomp() < 0) {
            return Answer.notReviewed("The main process was not found, or did not tell.");
        }
        Fact fact =
                Fact.probe("seccomp mode of the main process: " + status.get().seccomp());
        return status.get().seccomp() == 0
                ? Answer.failed("The main process runs without seccomp.", List.of(fact))
                : Answer.passed("The main process runs under seccomp.", fact);
    }
}
