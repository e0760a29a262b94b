package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.List;

/**
 * What one control says of one target.
 *
 * @param id stable, such as {@code container-1.1}
 * @param title what holds when it passes
 * @param impact 0 to 1, InSpec's meaning
 * @param severity from the impact
 * @param status InSpec's status
 * @param message one sentence: what was seen
 * @param target {@link Target#key()}
 * @param evidence the facts behind it
 */
public record ControlResult(
        String id,
        String title,
        double impact,
        Severity severity,
        Status status,
        String message,
        String target,
        List<Fact> evidence) {
    public ControlResult {
        evidence = List.copyOf(evidence);
    }

    /** The five statuses that SAF and Heimdall count. */
    public enum Status {
        PASSED,
        FAILED,
        NOT_REVIEWED,
        NOT_APPLICABLE,
        ERROR
    }
}
