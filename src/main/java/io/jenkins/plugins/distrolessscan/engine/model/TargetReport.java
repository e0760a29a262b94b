package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One target of a report.
 *
 * @param target the target
 * @param outcome how far the scan came
 * @param reason a sentence when it is not COLLECTED
 * @param classification distroless or not, from evidence (S-3)
 * @param classificationEvidence why
 * @param identity the debug container's identity
 * @param debugContainer the debug container
 * @param before the target before
 * @param after the target after
 * @param stream the stream
 * @param contexts stored against effective security context
 * @param pod facts of the pod that matter to the risk
 * @param probe what the probe said of itself, when it came through
 * @param process what the probe said of the target's process
 * @param end the probe's counts
 * @param limits bounds that were reached
 */
public record TargetReport(
        Target target,
        Observation.Outcome outcome,
        String reason,
        Classification classification,
        List<Fact> classificationEvidence,
        Identity identity,
        Optional<Observation.DebugContainer> debugContainer,
        Observation.TargetState before,
        Optional<Observation.TargetState> after,
        Observation.Stream stream,
        List<ContextRow> contexts,
        PodSummary pod,
        Optional<Evidence.Probe> probe,
        Optional<Evidence.TargetProcess> process,
        Optional<Evidence.End> end,
        List<Evidence.Limit> limits) {
    /** What is named of a kind in a sentence. */
    private static final int MOST_NAMED = 6;

    public TargetReport {
        classificationEvidence = List.copyOf(classificationEvidence);
        contexts = List.copyOf(contexts);
        limits = List.copyOf(limits);
    }

    /** Complete evidence: the only target that counts as scanned. */
    public boolean complete() {
        return outcome == Observation.Outcome.COLLECTED && gap().isEmpty();
    }

    /**
     * What is missing of evidence that was {@code COLLECTED}, as a clause that begins with "its"; empty when nothing is, and
     * for every other outcome, whose reason says it. It may hold the target's words.
     */
    public Optional<String> gap() {
        if (outcome != Observation.Outcome.COLLECTED) {
            return Optional.empty();
        }
        if (limits.isEmpty() && end.filter(last -> !last.cut()).isPresent()) {
            return Optional.empty();
        }
        String bounds = limits.stream()
                .map(Evidence.Limit::what)
                .distinct()
                .limit(MOST_NAMED)
                .collect(Collectors.joining(", "));
        return Optional.of("its evidence was cut at a bound" + (bounds.isEmpty() ? "" : " (" + bounds + ")"));
    }

    /** Classes of S-3. */
    public enum Classification {
        DISTROLESS,
        MINIMAL,
        STANDARD,
        UNKNOWN
    }

    /** One setting of the debug container: as stored by the API server, as effective by the probe's own /proc. */
    public record ContextRow(String setting, String stored, String effective, State state) {}

    /** What of the pod matters to the risk. */
    public record PodSummary(
            String qosClass,
            String serviceAccount,
            boolean hostNetwork,
            boolean hostIpc,
            boolean sharedProcessNamespace,
            List<String> hostPathVolumes,
            boolean targetReadOnlyRootFilesystem,
            int ephemeralContainersBefore,
            List<String> unknownEphemeralContainers) {
        public PodSummary {
            hostPathVolumes = List.copyOf(hostPathVolumes);
            unknownEphemeralContainers = List.copyOf(unknownEphemeralContainers);
        }
    }
}
