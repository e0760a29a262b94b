package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/**
 * SAF's compliance: round(100 x Passed / (Passed + Failed + Not Reviewed + Error)); Not Applicable does not count. A
 * control counts once, with its status over all targets, so that the number is the one that readers of {@code hdf.json}
 * work out, and does not change with the number of replicas.
 */
public final class Compliance {
    private Compliance() {}

    /** Percent, 0 to 100; empty when no control counts, where SAF says 0. */
    public static OptionalInt of(List<ControlResult> controls) {
        return ofStatuses(ControlResult.overTargets(controls).values());
    }

    /** The same of controls whose status over all targets is known. */
    static OptionalInt ofStatuses(Collection<Status> statuses) {
        int counted = statuses.size() - Collections.frequency(statuses, Status.NOT_APPLICABLE);
        return counted == 0
                ? OptionalInt.empty()
                : OptionalInt.of((int) Math.round(100.0 * Collections.frequency(statuses, Status.PASSED) / counted));
    }
}
