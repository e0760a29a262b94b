package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.DebugContainer;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanInfo;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A scan as the risk model looks at it: facts that several items need, found once. It judges nothing. */
final class RiskEvidence {
    private final CollectedScan scan;
    private final List<TargetReport> targets;
    private final List<TargetReport> attached;
    private final Map<String, PodFacts> pods = new HashMap<>();

    RiskEvidence(CollectedScan scan, List<TargetReport> targets) {
        this.scan = scan;
        this.targets = List.copyOf(targets);
        this.attached = this.targets.stream()
                .filter(target -> target.debugContainer().isPresent())
                .toList();
        scan.observations().forEach(observation -> pods.put(observation.target().podUid(), observation.pod()));
    }

    ScanInfo scan() {
        return scan.scan();
    }

    AccessFacts access() {
        return scan.access();
    }

    /** Every target that was tried. */
    List<TargetReport> targets() {
        return targets;
    }

    /** The targets that a debug container was attached to. */
    List<TargetReport> attached() {
        return attached;
    }

    /**
     * Targets that the scan set out to attach to without learning what came of it: a request whose answer was lost may
     * have stored a debug container.
     */
    List<TargetReport> perhapsAttached() {
        Set<String> tried = recorded(AuditEvent.ATTACH);
        return targets.stream().filter(target -> target.perhapsAttached(tried)).toList();
    }

    /** The targets that the scan's own record has such an event of. */
    Set<String> recorded(String event) {
        return AuditEvent.targets(scan.audit(), event);
    }

    /** The pod went away with its debug container before the end was seen. */
    static boolean gone(TargetReport target) {
        return target.outcome() == Outcome.TARGET_CHANGED
                && target.debugContainer()
                        .map(container -> !container.terminated())
                        .orElse(false);
    }

    /** The debug container of an attached target. */
    static DebugContainer debugContainer(TargetReport target) {
        return target.debugContainer().orElseThrow();
    }

    /** The pods that were read, each once. */
    List<PodFacts> pods() {
        return List.copyOf(pods.values());
    }

    /** The target's pod before the scan. */
    Optional<PodFacts> pod(TargetReport target) {
        return Optional.ofNullable(pods.get(target.target().podUid()));
    }

    /** Seconds that each debug container ran, where both ends are known. */
    List<Long> exposures() {
        return attached.stream()
                .map(target -> debugContainer(target).exposureSeconds())
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .toList();
    }

    /** Bytes that came out of all streams. */
    long bytes() {
        return scan.observations().stream()
                .map(Observation::stream)
                .mapToLong(stream -> Math.max(0, stream.bytes()))
                .reduce(0, (sum, more) -> sum + more < 0 ? Long.MAX_VALUE : sum + more);
    }
}
