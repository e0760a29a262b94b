package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.CapabilitySet;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.ProcessStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** container-3.2 of the container-baseline profile. */
final class NoAdminCapability implements Control {
    private static final List<String> FORBIDDEN = List.of("SYS_ADMIN", "NET_ADMIN");

    @Override
    public String id() {
        return "container-3.2";
    }

    @Override
    public String title() {
        return "The container has neither SYS_ADMIN nor NET_ADMIN";
    }

    @Override
    public double impact() {
        return 0.6;
    }

    @Override
    public String description() {
        return "Neither capability is in the effective, permitted or bounding set of the container's main process, by /proc."
                + " The profile searches the output of capsh, and says nothing where that is not installed.";
    }

    @Override
    public String remedy() {
        return "Drop the capability in the container's security context, best all of them.";
    }

    @Override
    public Answer answer(ControlInput input) {
        Optional<ProcessStatus> status = input.evidence().target().status();
        if (status.isEmpty()) {
            return Answer.notReviewed("The main process was not found.");
        }
        List<String> names = List.of("effective", "permitted", "bounding");
        List<String> sets = List.of(
                status.get().capEff(), status.get().capPrm(), status.get().capBnd());
        if (sets.contains("")) {
            return Answer.notReviewed("The main process did not tell all of its capabilities.");
        }
        List<Fact> facts = new ArrayList<>();
        boolean held = false;
        for (int i = 0; i < sets.size(); i++) {
            CapabilitySet set = CapabilitySet.parse(sets.get(i));
            held |= FORBIDDEN.stream().anyMatch(set::has);
            facts.add(Fact.probe(names.get(i) + " capabilities of the main process: " + set));
        }
        return held
                ? Answer.failed("The main process has SYS_ADMIN or NET_ADMIN, or could get it.", facts)
                : Answer.passed("The main process has neither SYS_ADMIN nor NET_ADMIN.", facts.toArray(Fact[]::new));
    }
}
