package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.model.PassedOver.Reason;
import java.util.Collections;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a scan has to reach.
 *
 * @param minimumCompliance percent that the compliance must reach, 0 to 100; empty for no such gate
 * @param notLookedAt reasons for passing over a chosen container that leave a hole in the scan, which then is incomplete
 */
public record GatePolicy(OptionalInt minimumCompliance, Set<Reason> notLookedAt) {
    /** Passed over by somebody's decision, or with nothing left to look at: no hole. */
    private static final Set<Reason> NO_HOLE =
            EnumSet.of(Reason.OPTED_OUT, Reason.COMPLETED, Reason.BEING_DELETED, Reason.NOT_DEFAULT, Reason.NOT_CHOSEN);

    public GatePolicy {
        if (minimumCompliance.isPresent() && (minimumCompliance.getAsInt() < 0 || minimumCompliance.getAsInt() > 100)) {
            throw new IllegalArgumentException("the minimum compliance is a percentage, 0 to 100");
        }
        notLookedAt = Set.copyOf(notLookedAt);
    }

    /** No gate; every chosen container has to be looked at but for those opted out, completed, being deleted or not the pod's default. */
    public static GatePolicy none() {
        return new GatePolicy(
                OptionalInt.empty(), Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.copyOf(NO_HOLE))));
    }

    /** The same with a minimum compliance in percent. */
    public GatePolicy withMinimumCompliance(int percent) {
        return new GatePolicy(OptionalInt.of(percent), notLookedAt);
    }
}
