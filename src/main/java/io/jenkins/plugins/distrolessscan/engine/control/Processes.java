package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.Process;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import java.util.List;
import java.util.Optional;

/** What can be said of a target's processes. */
final class Processes {
    /** The probe tells no more of them. */
    private static final int MOST = 256;

    private Processes() {}

    /** Why it cannot be said that no process is of a kind; empty when it can. */
    static Optional<String> gap(Evidence evidence) {
        if (evidence.target().proof() == Evidence.ProofOfTarget.NONE
                || evidence.processes().isEmpty()) {
            return Optional.of("no process of the container was seen");
        }
        return evidence.processes().size() >= MOST
                ? Optional.of("there are more processes than the probe tells of")
                : Optional.empty();
    }

    static List<Fact> facts(List<Process> processes) {
        return processes.stream()
                .limit(FileFact.MOST)
                .map(process -> Fact.probe("process " + process.pid() + " \"" + process.name() + "\" runs as "
                        + process.uid() + ":" + process.gid()))
                .toList();
    }
}
