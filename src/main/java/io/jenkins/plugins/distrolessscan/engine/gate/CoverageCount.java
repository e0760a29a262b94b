package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import io.jenkins.plugins.distrolessscan.engine.model.Coverage;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.End;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryItem;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.ToLongFunction;

/** Counts what was looked at. */
public final class CoverageCount {
    private CoverageCount() {}

    /**
     * Counts a scan. Each container of a pod that was passed over counts. What the request does not name (NOT_CHOSEN)
     * does not; what the pod's own annotation leaves out (NOT_DEFAULT) does.
     */
    public static Coverage of(
            CollectedScan scan,
            List<TargetReport> targets,
            List<ControlResult> controls,
            List<InventoryItem> inventory) {
        int scanned = (int) targets.stream().filter(TargetReport::complete).count();
        int assumed = (int) targets.stream().filter(TargetReport::taken).count();
        int passedOver = (int) scan.passedOver().stream()
                .filter(passed -> passed.reason().chosen())
                .count();
        int chosen = targets.size() + passedOver;
        return new Coverage(
                chosen,
                scanned,
                targets.size() - scanned - assumed,
                passedOver,
                chosen == 0 ? 0 : (int) (100L * scanned / chosen),
                sum(targets, end(End::entries)),
                sum(targets, end(End::unlisted)),
                sum(targets, end(End::unreadable), TargetReport::unread),
                inventory.size(),
                (int) inventory.stream()
                        .filter(item -> item.version().isEmpty())
                        .count(),
                count(controls, EnumSet.of(Status.PASSED, Status.FAILED)),
                count(controls, EnumSet.of(Status.NOT_REVIEWED, Status.ERROR)),
                OptionalInt.of(assumed));
    }

    /** The probe's numbers are the target's word: a negative one counts as none, and no sum overflows. */
    @SafeVarargs
    private static long sum(List<TargetReport> targets, ToLongFunction<TargetReport>... values) {
        long sum = 0;
        for (TargetReport target : targets) {
            if (target.basis() == TargetReport.Basis.ASSUMED) {
                continue;
            }
            for (ToLongFunction<TargetReport> value : values) {
                long more = Math.max(0, value.applyAsLong(target));
                sum = sum + more < 0 ? Long.MAX_VALUE : sum + more;
            }
        }
        return sum;
    }

    private static ToLongFunction<TargetReport> end(ToLongFunction<End> count) {
        return target -> target.end().map(count::applyAsLong).orElse(0L);
    }

    private static int count(List<ControlResult> controls, Set<Status> statuses) {
        return (int) controls.stream()
                .filter(control -> statuses.contains(control.status()))
                .count();
    }
}
