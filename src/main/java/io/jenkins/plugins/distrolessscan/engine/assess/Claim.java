package io.jenkins.plugins.distrolessscan.engine.assess;

import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.DebugContainer;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.StreamState;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.TargetState;

/**
 * The outcome of an observation as far as its other facts bear it. COLLECTED is the collecting side's word, and an agent is
 * less trusted than the controller: it has to fit the rest of what that side says.
 *
 * @param outcome the observation's own, unless that is COLLECTED and its facts say otherwise
 * @param reason a sentence, may be empty
 */
record Claim(Outcome outcome, String reason) {
    /** What can be believed of an observation without its evidence. */
    static Claim of(Observation observation) {
        if (observation.outcome() != Outcome.COLLECTED) {
            return new Claim(observation.outcome(), observation.reason());
        }
        if (observation.debugContainer().filter(DebugContainer::altered).isPresent()) {
            return new Claim(
                    Outcome.ALTERED,
                    "It counts as collected, but the debug container that was stored is not the one that was asked for.");
        }
        if (observation.stream().state() == StreamState.TAMPERED) {
            return new Claim(Outcome.TAMPERED, observation.stream().detail());
        }
        if (observation.stream().state() != StreamState.COMPLETE || !endedWell(observation)) {
            return new Claim(
                    Outcome.INCOMPLETE,
                    "It counts as collected, but its stream is not complete or its debug container did not end with reason "
                            + "Completed and exit code 0.");
        }
        if (!observation
                .after()
                .filter(after -> same(observation.before(), after))
                .isPresent()) {
            return new Claim(
                    Outcome.TARGET_CHANGED,
                    "It counts as collected, but it was not seen afterwards with the same container ID and restart count, so "
                            + "that it is not certain which container was read; scan again.");
        }
        return new Claim(Outcome.COLLECTED, observation.reason());
    }

    private static boolean endedWell(Observation observation) {
        return observation
                .debugContainer()
                .filter(container ->
                        container.terminated() && container.reason().equals("Completed"))
                .flatMap(DebugContainer::exitCode)
                .filter(code -> code == 0)
                .isPresent();
    }

    private static boolean same(TargetState before, TargetState after) {
        return after.containerId().equals(before.containerId()) && after.restartCount() == before.restartCount();
    }
}
