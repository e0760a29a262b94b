package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.Target;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One attempt at one target, by what was collected and by what its evidence gave; the worse of the two counts.
 *
 * @param target {@code namespace/pod/container}
 * @param outcome how far it came; COLLECTED only when observation and report agree
 * @param reason a sentence, may be empty
 * @param gap what is missing of collected evidence ({@link TargetReport#gap})
 */
record Attempt(String target, Outcome outcome, String reason, Optional<String> gap) {
    /** Complete evidence: the only attempt that counts as a scan. */
    boolean complete() {
        return outcome == Outcome.COLLECTED && gap.isEmpty();
    }

    /** Nothing was attached, and what is in it is assumed. */
    boolean assumed() {
        return outcome == Outcome.ASSUMED && reason.isEmpty();
    }

    /** Every attempt of a scan: an observation without a report, and a report without an observation, are attempts too. */
    static List<Attempt> of(CollectedScan scan, List<TargetReport> targets) {
        Map<Target, Deque<TargetReport>> left = new LinkedHashMap<>();
        targets.forEach(report -> left.computeIfAbsent(report.target(), target -> new ArrayDeque<>())
                .add(report));
        List<Attempt> attempts = new ArrayList<>();
        for (Observation observation : scan.observations()) {
            Optional<TargetReport> report =
                    Optional.ofNullable(left.get(observation.target())).map(Deque::poll);
            attempts.add(of(observation, report));
        }
        left.values().stream()
                .flatMap(Deque::stream)
                .map(report -> failed(report.target(), Outcome.FAILED, "It has a report but was not observed."))
                .forEach(attempts::add);
        return List.copyOf(attempts);
    }

    private static Attempt of(Observation observation, Optional<TargetReport> report) {
        Target target = observation.target();
        Claim claim = Claim.of(observation);
        if (claim.outcome() == Outcome.ASSUMED) {
            boolean known = report.filter(read -> read.basis() == TargetReport.Basis.ASSUMED)
                    .isPresent();
            return failed(
                    target,
                    Outcome.ASSUMED,
                    known
                            ? ""
                            : report.map(TargetReport::reason)
                                    .filter(text -> !text.isEmpty())
                                    .orElse("It has no report."));
        }
        if (claim.outcome() != Outcome.COLLECTED) {
            // Whoever read the evidence knows better why: what the target runs as, and what to run the probe as.
            String reason = report.filter(read -> read.outcome() == claim.outcome())
                    .map(TargetReport::reason)
                    .filter(text -> !text.isEmpty())
                    .orElse(claim.reason());
            return failed(target, claim.outcome(), reason);
        }
        if (report.isEmpty()) {
            return failed(target, Outcome.INCOMPLETE, "Its evidence could not be read.");
        }
        TargetReport read = report.get();
        if (read.outcome() != Outcome.COLLECTED) {
            return failed(target, read.outcome(), read.reason());
        }
        return new Attempt(target.key(), Outcome.COLLECTED, "", read.gap());
    }

    private static Attempt failed(Target target, Outcome outcome, String reason) {
        return new Attempt(target.key(), outcome, reason, Optional.empty());
    }
}
