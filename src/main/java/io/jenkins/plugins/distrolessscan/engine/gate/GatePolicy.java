package io.jenkins.plugins.distrolessscan.engine.gate;

import java.util.OptionalInt;

/**
 * What a scan has to reach.
 *
 * @param minimumCompliance percent that the compliance must reach, 0 to 100; empty for no such gate
 */
public record GatePolicy(OptionalInt minimumCompliance) {
    public GatePolicy {
        if (minimumCompliance.isPresent() && (minimumCompliance.getAsInt() < 0 || minimumCompliance.getAsInt() > 100)) {
            throw new IllegalArgumentException("the minimum compliance is a percentage, 0 to 100");
        }
    }

    /** No gate: every chosen container has to be looked at, and nothing else is asked. */
    public static GatePolicy none() {
        return new GatePolicy(OptionalInt.empty());
    }

    /** The same with a minimum compliance in percent. */
    public GatePolicy withMinimumCompliance(int percent) {
        return new GatePolicy(OptionalInt.of(percent));
    }
}
