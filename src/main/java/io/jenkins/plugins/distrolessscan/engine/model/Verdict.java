package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.List;
import java.util.OptionalInt;

/**
 * The outcome of a scan.
 *
 * @param result what completeness, thresholds and gates say together
 * @param judged what was judged
 * @param compliance SAF's rounded percentage, each control once over all targets; empty when nothing was evaluated
 * @param criteria completeness, and every threshold and gate, with limit and value
 * @param reasons sentences, the most important first; empty only when passed
 */
public record Verdict(
        Result result, Judged judged, OptionalInt compliance, List<Criterion> criteria, List<String> reasons) {
    /** The verdict of a report that is not judged yet: it is no pass. */
    public static final Verdict NONE = new Verdict(
            Result.INCOMPLETE, Judged.ONLY_COMPLETENESS, OptionalInt.empty(), List.of(), List.of("Not judged yet."));

    public Verdict {
        criteria = List.copyOf(criteria);
        reasons = List.copyOf(reasons);
    }

    /** Exit codes 0, 1, 3. An incomplete scan is never a pass. */
    public enum Result {
        PASSED(0),
        FAILED(1),
        INCOMPLETE(3);

        private final int exitCode;

        Result(int exitCode) {
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }

    /** What a verdict rests on. */
    public enum Judged {
        /** No threshold and no gate was configured: only whether everything chosen was looked at. */
        ONLY_COMPLETENESS,
        /** Thresholds or gates too. */
        GATES
    }
}
