package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One attempt at one target, by what was collected and by what its evidence gave; the worse of the two counts.
 *
 * @param target {@code namespace/pod/container}
 * @param outcome how far it came; COLLECTED only when observation and report agree
 * @param reason a sentence, may be empty
 * @param cut the evidence ends at a bound, or has no end
 * @param bounds the bounds that were reached
 */
record Attempt(String target, Outcome outcome, String reason, boolean cut, List<String> bounds) {
    /** Complete evidence: the only attempt that counts as a scan. */
    boolean complete() {
        return outcome == Outcome.COLLECTED && !cut;
    }

    /** Every attempt of a scan: an observation without a report, and a report without an observation, are attempts too. */
    static List<Attempt> of(CollectedScan scan, List<TargetReport> targets) {
        List<Attempt> attempts = new ArrayList<>();
        List<TargetReport> left = new ArrayList<>(targets);
        for (Observation observation : scan.observations()) {
            Optional<TargetReport> report = left.stream()
                    .filter(target -> target.target().equals(observation.target()))
                    .findFirst();
            report.ifPresent(left::remove);
            attempts.add(of(observation, report));
        }
        left.forEach(report -> attempts.add(new Attempt(
                report.target().key(), Outcome.FAILED, "it has a report but was not observed", true, List.of())));
        return List.copyOf(attempts);
    }

    private static Attempt of(Observation observation, Optional<TargetReport> report) {
        String key = observation.target().key();
        if (observation.outcome() != Outcome.COLLECTED) {
            return new Attempt(key, observation.outcome(), observation.reason(), true, List.of());
        }
        if (report.isEmpty()) {
            return new Attempt(key, Outcome.INCOMPLETE, "its evidence could not be read", true, List.of());
        }
        TargetReport read = report.get();
        if (read.outcome() != Outcome.COLLECTED) {
            return new Attempt(key, read.outcome(), read.reason(), true, List.of());
        }
        boolean cut =
                !read.limits().isEmpty() || read.end().map(end -> end.cut()).orElse(true);
        return new Attempt(
                key,
                Outcome.COLLECTED,
                "",
                cut,
                read.limits().stream().map(limit -> limit.what()).distinct().toList());
    }
}
