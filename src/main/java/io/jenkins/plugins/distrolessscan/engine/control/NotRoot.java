package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ProcessStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** container-3.1 of the container-baseline profile. */
final class NotRoot implements Control {
    @Override
    public String id() {
        return "container-3.1";
    }

    @Override
    public String title() {
        return "The container's user is not root";
    }

    @Override
    public double impact() {
        return 0.8;
    }

    @Override
    public String description() {
        return "The effective user of the container's main process, by /proc, is not 0. The profile runs whoami inside the"
                + " container, which distroless images do not have, and which tells the user of that command rather than"
                + " the application's.";
    }

    @Override
    public String remedy() {
        return "Set runAsNonRoot and a runAsUser other than 0, or USER in the image.";
    }

    @Override
    public Answer answer(ControlInput input) {
        Optional<ProcessStatus> status = input.evidence().target().status();
        if (status.isEmpty() || status.get().uid() < 0) {
            return Answer.notReviewed("The main process was not found, or did not tell its user.");
        }
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.probe("the main process runs as " + status.get().uid() + ":"
                + status.get().gid()));
        input.pod().container(input.target().container()).ifPresent(container -> facts.add(Fact.api(asked(container))));
        return status.get().uid() == 0
                ? Answer.failed("The main process runs as root.", facts)
                : Answer.passed(
                        "The main process runs as user " + status.get().uid() + ".", facts.toArray(Fact[]::new));
    }

    private static String asked(ContainerFacts container) {
        String user = container.runAsUser().isPresent()
                ? Long.toString(container.runAsUser().getAsLong())
                : "not set";
        String nonRoot =
                container.runAsNonRoot().map(value -> Boolean.toString(value)).orElse("not set");
        return "runAsUser is " + user + ", runAsNonRoot is " + nonRoot;
    }
}
