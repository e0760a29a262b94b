package io.jenkins.plugins.distrolessscan.engine.store;

import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.DebugContainer;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The audit events of a target as their times alone, where they are those of an earlier target but for its own names and
 * numbers.
 */
final class FoldedAudit {
    private final Map<String, List<AuditEvent>> events = new HashMap<>();
    private final long start;

    /** @param start the scan's start, from which times are counted */
    FoldedAudit(List<AuditEvent> audit, Instant start) {
        this.start = start.toEpochMilli();
        audit.stream()
                .filter(event -> !event.target().isEmpty())
                .forEach(event -> events.computeIfAbsent(event.target(), target -> new ArrayList<>())
                        .add(event));
    }

    /** The events of a target. */
    List<AuditEvent> of(TargetReport target) {
        return events.getOrDefault(target.target().key(), List.of());
    }

    /** Milliseconds after the target's debug container was attached, or the scan's start, of each event of a target; empty when its events are not those of the base. */
    Optional<List<Long>> times(TargetReport base, TargetReport target) {
        List<AuditEvent> own = of(target);
        List<Long> times = own.stream()
                .map(event -> event.time().toEpochMilli() - origin(target))
                .toList();
        return !own.isEmpty() && unfolded(base, target, times).equals(own) ? Optional.of(times) : Optional.empty();
    }

    /** The events of a target at those times; fewer when the base has fewer. */
    List<AuditEvent> unfolded(TargetReport base, TargetReport target, List<Long> times) {
        List<AuditEvent> model = of(base);
        List<AuditEvent> own = new ArrayList<>();
        for (int n = 0; n < Math.min(model.size(), times.size()); n++) {
            AuditEvent event = model.get(n);
            own.add(new AuditEvent(
                    Instant.ofEpochMilli(origin(target) + times.get(n)),
                    event.event(),
                    target.target().key(),
                    text(event.text(), base, target)));
        }
        return times.size() == own.size() ? own : List.of();
    }

    /** Both lists in the order of their times. */
    static List<AuditEvent> inOrder(List<AuditEvent> some, List<AuditEvent> others) {
        List<AuditEvent> all = new ArrayList<>(some);
        all.addAll(others);
        all.sort(Comparator.comparing(AuditEvent::time));
        return all;
    }

    private long origin(TargetReport target) {
        return target.debugContainer()
                .map(container -> container.attached().toEpochMilli())
                .orElse(start);
    }

    private static String text(String text, TargetReport base, TargetReport target) {
        String own = text;
        if (base.debugContainer().isPresent() && target.debugContainer().isPresent()) {
            DebugContainer before = base.debugContainer().get();
            DebugContainer now = target.debugContainer().get();
            own = own.replace(before.name(), now.name());
            if (before.finished().isPresent() && now.finished().isPresent()) {
                own = own.replace(
                        seconds(before.finished().get()), seconds(now.finished().get()));
            }
        }
        return own.replace(
                " " + base.stream().bytes() + " bytes", " " + target.stream().bytes() + " bytes");
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
