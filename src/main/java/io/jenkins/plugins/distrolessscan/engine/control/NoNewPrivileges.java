package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.ProcessStatus;
import java.util.List;
import java.util.Optional;

/** The no-new-privileges bit of the target's main process. */
final class NoNewPrivileges implements Control {
    @Override
    public String id() {
        return "process-1.2";
    }

    @Override
    public String title() {
        return "The container cannot gain privileges";
    }

    @Override
    public double impact() {
        return 0.3;
    }

    @Override
    public String description() {
        return "The no-new-privileges bit is set for the container's main process, by /proc: setuid files and file"
                + " capabilities give it nothing.";
    }

    @Override
    public String remedy() {
        return "Set allowPrivilegeEscalation to false in the security context.";
    }

    @Override
    public Answer answer(ControlInput input) {
        Optional<ProcessStatus> status = input.evidence().target().status();
        if (status.isEmpty()) {
            return Answer.notReviewed("The main process was not found.");
        }
        boolean set = status.get().noNewPrivs();
        Fact fact = Fact.probe("no_new_privs of the main process: " + (set ? 1 : 0));
        return set
                ? Answer.passed("The main process cannot gain privileges.", fact)
                : Answer.failed("The main process may gain privileges.", List.of(fact));
    }
}
