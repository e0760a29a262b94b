package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one control says of one subject.
 *
 * @param id stable, such as {@code container-1.1}
 * @param title what holds when it passes
 * @param impact 0 to 1, InSpec's meaning
 * @param severity from the impact
 * @param status InSpec's status
 * @param message one sentence: what was seen
 * @param subject {@link Subject#id}
 * @param evidence the facts behind it
 */
public record ControlResult(
        String id,
        String title,
        double impact,
        Severity severity,
        Status status,
        String message,
        String subject,
        List<Fact> evidence) {
    public ControlResult {
        evidence = List.copyOf(evidence);
    }

    /** The same of another subject. */
    public ControlResult in(String other) {
        return new ControlResult(id, title, impact, severity, status, message, other, evidence);
    }

    /** The five statuses that SAF and Heimdall count. */
    public enum Status {
        PASSED,
        FAILED,
        NOT_REVIEWED,
        NOT_APPLICABLE,
        ERROR;

        /** From what outweighs all to what counts only when there is nothing else. */
        private static final List<Status> WORST_FIRST = List.of(ERROR, FAILED, NOT_REVIEWED, PASSED, NOT_APPLICABLE);

        /**
         * One control over several targets: passed only where it passed on each that it applies to. A target on which it was
         * not reviewed outweighs those on which it passed; an error outweighs a failure, as in InSpec.
         */
        public static Status overTargets(Collection<Status> statuses) {
            return WORST_FIRST.stream().filter(statuses::contains).findFirst().orElse(NOT_APPLICABLE);
        }
    }

    /** Each control once, in the order of its first result, with its status over all targets. */
    public static Map<String, Status> overTargets(List<ControlResult> results) {
        Map<String, Set<Status>> statuses = new LinkedHashMap<>();
        results.forEach(result -> statuses.computeIfAbsent(result.id(), id -> EnumSet.noneOf(Status.class))
                .add(result.status()));
        Map<String, Status> over = new LinkedHashMap<>();
        statuses.forEach((id, seen) -> over.put(id, Status.overTargets(seen)));
        return Collections.unmodifiableMap(over);
    }
}
