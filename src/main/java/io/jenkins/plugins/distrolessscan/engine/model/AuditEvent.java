package io.jenkins.plugins.distrolessscan.engine.model;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One line of the audit record (S-29).
 *
 * @param time when, by the scanning side's clock
 * @param event a stable word: scan-started, dry-run, attach, collected, ended, scan-finished, ...
 * @param target {@link Target#key()} or empty
 * @param text one sentence, without secrets
 */
public record AuditEvent(Instant time, String event, String target, String text) {
    /** A debug container is about to be added; written before the request, so that none can be added without it. */
    public static final String ATTACH = "attach";
    /** A misuse was asked about by a dry run; nothing was stored. */
    public static final String MISUSE_CHECK = "misuse-check";
    /** What became of a debug container. */
    public static final String ENDED = "ended";

    /** The targets that a record has such an event of. */
    public static Set<String> targets(List<AuditEvent> audit, String event) {
        return audit.stream()
                .filter(line -> line.event().equals(event))
                .map(AuditEvent::target)
                .collect(Collectors.toUnmodifiableSet());
    }
}
