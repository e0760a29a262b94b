package io.jenkins.plugins.distrolessscan.engine.assess;

import io.jenkins.plugins.distrolessscan.engine.gate.Measures;
import io.jenkins.plugins.distrolessscan.engine.gate.QualityGate.Of;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.DebugContainer;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** What gates can ask of a report that is measured and not counted. What is not known is left out, and is not zero. */
final class Measurement {
    private Measurement() {}

    static Measures of(ScanReport report, Optional<Instant> dataAsOf) {
        return new Measures()
                .with(
                        Of.OVERALL_RISK,
                        OptionalLong.of(report.risk().overall().level().ordinal()))
                .with(
                        Of.COVERAGE,
                        report.coverage().chosen() == 0
                                ? OptionalLong.empty()
                                : OptionalLong.of(report.coverage().percent()))
                .with(Of.EXPOSURE_SECONDS, exposure(report))
                .with(Of.SLOTS_LEFT, slots(report.slotsLeft()))
                .with(
                        Of.EXCESS_PERMISSIONS,
                        report.access().excessKnown()
                                ? OptionalLong.of(report.access().excess().size())
                                : OptionalLong.empty())
                .with(
                        Of.DATA_AGE,
                        dataAsOf.map(asOf -> OptionalLong.of(Math.max(
                                        0,
                                        Duration.between(asOf, report.scan().finished())
                                                .toDays())))
                                .orElse(OptionalLong.empty()));
    }

    /** The longest; not known while one of them is not known to have ended. */
    private static OptionalLong exposure(ScanReport report) {
        Set<String> tried = AuditEvent.targets(report.audit(), AuditEvent.ATTACH);
        if (report.targets().stream().anyMatch(target -> target.perhapsAttached(tried))) {
            return OptionalLong.empty();
        }
        List<DebugContainer> attached = report.targets().stream()
                .flatMap(target -> target.debugContainer().stream())
                .toList();
        if (attached.stream()
                .anyMatch(container ->
                        !container.terminated() || container.exposureSeconds().isEmpty())) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(attached.stream()
                .mapToLong(container -> container.exposureSeconds().getAsLong())
                .max()
                .orElse(0));
    }

    private static OptionalLong slots(OptionalInt left) {
        return left.isPresent() ? OptionalLong.of(left.getAsInt()) : OptionalLong.empty();
    }
}
