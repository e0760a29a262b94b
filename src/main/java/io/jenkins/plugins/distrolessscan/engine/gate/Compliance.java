package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import java.util.List;
import java.util.OptionalInt;

/** SAF's compliance: round(100 x Passed / (Passed + Failed + Not Reviewed + Error)); Not Applicable does not count. */
public final class Compliance {
    private Compliance() {}

    /** Percent, 0 to 100; empty when no control counts, where SAF says 0. */
    public static OptionalInt of(List<ControlResult> controls) {
        long counted = controls.stream()
                .filter(control -> control.status() != Status.NOT_APPLICABLE)
                .count();
        if (counted == 0) {
            return OptionalInt.empty();
        }
        long passed = controls.stream()
                .filter(control -> control.status() == Status.PASSED)
                .count();
        return OptionalInt.of((int) Math.round(100.0 * passed / counted));
    }
}
