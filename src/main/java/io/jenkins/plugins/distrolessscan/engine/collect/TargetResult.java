package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver;

/** What came of one target when its turn came. */
sealed interface TargetResult {
    /**
     * It was tried.
     *
     * @param observation the facts
     * @param failure what kind of failure it was, equal for two targets that fail in the same way; says nothing of a
     *     target that was read
     * @param mayStillRun a debug container was added, or may have been, and was not seen to end
     */
    record Scanned(Observation observation, String failure, boolean mayStillRun) implements TargetResult {}

    /** It could be scanned when it was chosen, and not any more. Nothing was attached. */
    record LeftAlone(PassedOver passedOver) implements TargetResult {}
}
