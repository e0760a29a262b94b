package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.List;
import java.util.OptionalInt;

/**
 * The outcome of a scan.
 *
 * @param result what the gates say
 * @param compliance SAF's rounded percentage over all targets; empty when nothing was evaluated
 * @param criteria every gate with its limit and value
 * @param reasons sentences, the most important first; empty only when passed
 */
public record Verdict(Result result, OptionalInt compliance, List<Criterion> criteria, List<String> reasons) {
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

    /** One gate: its name, the limit, the value found, and whether it holds. */
    public record Criterion(String name, String limit, String actual, boolean met) {}
}
