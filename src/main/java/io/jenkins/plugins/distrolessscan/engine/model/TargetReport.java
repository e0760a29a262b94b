package io.jenkins.plugins.distrolessscan.engine.model;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence.ReadError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One target of a report.
 *
 * @param target the target
 * @param subject {@link Subject#id} of what was found in it; empty when nothing was
 * @param basis how that is known
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
 * @param errors what the probe could not look at, package databases first; at most 200
 * @param unread how many paths could not be read that {@code end} does not count as unlisted or unreadable; those that
 *     {@code errors} has no room for are among them
 * @param moment when its processes were looked at; empty when nobody did
 * @param running for how many seconds its main process ran at that moment; -1 when nobody knows
 * @param loaded which packages a process had in use at that moment
 * @param slotsLeft debug containers that could still be added to its pod when the pod was read last; empty when a request is
 *     lost that may have added one
 * @param assumed from where it is taken what is in it; empty unless the basis is ASSUMED
 */
public record TargetReport(
        Target target,
        String subject,
        Basis basis,
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
        List<Evidence.Limit> limits,
        List<ReadError> errors,
        long unread,
        Optional<Instant> moment,
        long running,
        LoadedPackages loaded,
        OptionalInt slotsLeft,
        Optional<Assumption> assumed) {
    /** The probe tells no more errors; more of them come from something else than the probe. */
    public static final int MOST_ERRORS = 200;

    public TargetReport {
        classificationEvidence = List.copyOf(classificationEvidence);
        contexts = List.copyOf(contexts);
        limits = List.copyOf(limits);
        errors = List.copyOf(errors);
    }

    /** Of which nobody looked at the processes. */
    public TargetReport(
            Target target,
            String subject,
            Basis basis,
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
            List<Evidence.Limit> limits,
            List<ReadError> errors,
            long unread) {
        this(
                target,
                subject,
                basis,
                outcome,
                reason,
                classification,
                classificationEvidence,
                identity,
                debugContainer,
                before,
                after,
                stream,
                contexts,
                pod,
                probe,
                process,
                end,
                limits,
                errors,
                unread,
                Optional.empty(),
                -1,
                LoadedPackages.NONE);
    }

    /** With the places that its debug container, or what its pod had before, leaves. */
    public TargetReport(
            Target target,
            String subject,
            Basis basis,
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
            List<Evidence.Limit> limits,
            List<ReadError> errors,
            long unread,
            Optional<Instant> moment,
            long running,
            LoadedPackages loaded) {
        this(
                target,
                subject,
                basis,
                outcome,
                reason,
                classification,
                classificationEvidence,
                identity,
                debugContainer,
                before,
                after,
                stream,
                contexts,
                pod,
                probe,
                process,
                end,
                limits,
                errors,
                unread,
                moment,
                running,
                loaded,
                slotsLeft(outcome, debugContainer, pod),
                Optional.empty());
    }

    /** The same, with what was found in it by looking at it. */
    public TargetReport in(String found) {
        return copy(found, Basis.SCANNED, limits, debugContainer);
    }

    /** The same without what is of use only until it is judged ({@link Observation.DebugContainer#judged}). */
    public TargetReport judged() {
        return copy(subject, basis, limits, debugContainer.map(Observation.DebugContainer::judged));
    }

    /** The same with one more bound that was reached. */
    public TargetReport with(Evidence.Limit limit) {
        List<Evidence.Limit> more = new ArrayList<>(limits);
        more.add(limit);
        return copy(subject, basis, more, debugContainer);
    }

    private TargetReport copy(
            String found, Basis known, List<Evidence.Limit> reached, Optional<Observation.DebugContainer> container) {
        return new TargetReport(
                target,
                found,
                known,
                outcome,
                reason,
                classification,
                classificationEvidence,
                identity,
                container,
                before,
                after,
                stream,
                contexts,
                pod,
                probe,
                process,
                end,
                reached,
                errors,
                unread,
                moment,
                running,
                loaded,
                slotsLeft,
                assumed);
    }

    /** As many as the entries leave that were seen last. */
    private static OptionalInt slotsLeft(
            Observation.Outcome outcome, Optional<Observation.DebugContainer> debugContainer, PodSummary pod) {
        if (debugContainer.isPresent()) {
            return OptionalInt.of(debugContainer.get().slotsLeft());
        }
        return outcome == Observation.Outcome.FAILED
                ? OptionalInt.empty()
                : OptionalInt.of(Math.max(0, PodFacts.MOST_EPHEMERAL_CONTAINERS - pod.ephemeralContainersBefore()));
    }

    /** Nothing was attached to it, and what is in it is known from elsewhere. */
    public boolean taken() {
        return outcome == Observation.Outcome.ASSUMED && basis == Basis.ASSUMED;
    }

    /** Complete evidence: the only target that counts as scanned. */
    public boolean complete() {
        return outcome == Observation.Outcome.COLLECTED && gap().isEmpty();
    }

    /**
     * The scan set out to attach to this target and did not learn what came of it: a request whose answer was lost may have
     * stored a debug container.
     *
     * @param tried targets with an event {@link AuditEvent#ATTACH}
     */
    public boolean perhapsAttached(Set<String> tried) {
        return debugContainer.isEmpty() && outcome != Observation.Outcome.REFUSED && tried.contains(target.key());
    }

    /**
     * What is missing of evidence that was {@code COLLECTED}, as a clause that begins with "its"; empty when nothing is, and
     * for every other outcome, whose reason says it. It may hold the target's words.
     */
    public Optional<String> gap() {
        return EvidenceGap.of(this);
    }

    /** How it is known what is in a target. */
    public enum Basis {
        /** It was looked at itself. */
        SCANNED,
        /** Another container that is equal was looked at, or this one by an earlier scan; {@link TargetReport#assumed}. */
        ASSUMED,
        /** It is not known. */
        NOTHING
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
