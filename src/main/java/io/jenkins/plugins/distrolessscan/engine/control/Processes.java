package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.Process;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import java.util.List;
import java.util.Optional;

/** What can be said of a target's processes. */
final class Processes {
    /** The probe looks at no more of them. */
    private static final int MOST = 256;

    private Processes() {}

    /** Why it cannot be said that no process is of a kind; empty when it can. */
    static Optional<String> gap(Evidence evidence) {
        if (evidence.target().proof() == Evidence.ProofOfTarget.NONE
                || evidence.processes().isEmpty()) {
            return Optional.of("no process of the container was seen");
        }
        long listed = evidence.end().processes();
        if (listed == 0 && evidence.processes().size() >= MOST) {
            return Optional.of("there may be more processes than the " + MOST + " that the probe looks at");
        }
        if (listed > MOST) {
            return Optional.of("there are " + listed + " processes, and the probe looks at the first " + MOST);
        }
        long ended = listed - evidence.processes().size();
        return ended > evidence.processes().size()
                ? Optional.of(ended + " of " + listed + " processes could not be looked at")
                : Optional.empty();
    }

    /**
     * What to say of the few processes that were listed and not there any more when their turn came: short-lived ones are
     * no gap, but they were not looked at. Empty, or the rest of a sentence.
     */
    static String ended(Evidence evidence) {
        long ended = evidence.end().processes() - evidence.processes().size();
        return ended <= 0
                ? ""
                : "; " + ended + " more ended before " + (ended == 1 ? "it" : "they") + " could be looked at";
    }

    static List<Fact> facts(List<Process> processes) {
        return processes.stream()
                .limit(FileFact.MOST)
                .map(process -> Fact.probe("process " + process.pid() + " \"" + process.name() + "\" runs as "
                        + process.uid() + ":" + process.gid()))
                .toList();
    }
}
