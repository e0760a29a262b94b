package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.cluster.Pace;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The audit record of one scan (S-29), written by several threads. */
final class AuditLog {
    private final Pace pace;
    private final List<AuditEvent> events = new ArrayList<>();

    AuditLog(Pace pace) {
        this.pace = pace;
    }

    synchronized void add(String event, String target, String text) {
        events.add(new AuditEvent(pace.now().truncatedTo(ChronoUnit.MILLIS), event, target, text));
    }

    synchronized List<AuditEvent> events() {
        return List.copyOf(events);
    }
}
