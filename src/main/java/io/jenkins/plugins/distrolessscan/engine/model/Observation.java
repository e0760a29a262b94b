package io.jenkins.plugins.distrolessscan.engine.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that one attempt at one target brought: facts, no judgement. It is what travels from an agent to the controller.
 *
 * @param target the target
 * @param pod the pod as it was read last before the debug container was added
 * @param outcome how far it came
 * @param reason a sentence, empty when {@link Outcome#COLLECTED}
 * @param identity the identity chosen for the debug container
 * @param debugContainer the debug container, when one was attached
 * @param before the target's state before
 * @param after the target's state after; empty when the pod could not be read again
 * @param stream what came out of the log
 * @param evidence gzip of the evidence records, when the frame was complete; as an agent brings it, still sealed
 */
public record Observation(
        Target target,
        PodFacts pod,
        Outcome outcome,
        String reason,
        Identity identity,
        Optional<DebugContainer> debugContainer,
        TargetState before,
        Optional<TargetState> after,
        Stream stream,
        Optional<byte[]> evidence) {

    /** The same without the evidence, for when that was read. */
    public Observation withoutEvidence() {
        return new Observation(
                target, pod, outcome, reason, identity, debugContainer, before, after, stream, Optional.empty());
    }

    /** The same with more known of the debug container. */
    public Observation with(DebugContainer known) {
        return new Observation(
                target, pod, outcome, reason, identity, Optional.of(known), before, after, stream, evidence);
    }

    /** The same with another stream and other evidence. */
    public Observation with(Stream otherStream, Optional<byte[]> otherEvidence) {
        return new Observation(
                target, pod, outcome, reason, identity, debugContainer, before, after, otherStream, otherEvidence);
    }

    /** How far an attempt came. Only {@link #COLLECTED} is a scan. */
    public enum Outcome {
        /** The frame is complete and genuine as far as can be told, and the container ended with Completed, exit 0. */
        COLLECTED,
        /** The probe ran but could not read the target with this identity. */
        NOT_READABLE,
        /** Something of the stream or the end is missing. */
        INCOMPLETE,
        /** The stream was written to by somebody else. */
        TAMPERED,
        /** The dry run was refused; nothing was stored. */
        REFUSED,
        /** The debug container was attached and did not start. */
        NOT_STARTED,
        /** The target was not there any more, or changed while it was looked at. */
        TARGET_CHANGED,
        /** Admission stored another debug container than was asked for, so that what it says proves nothing. */
        ALTERED,
        /** The connection or the right failed on the way. */
        FAILED,
        /** Nothing was attached, because what is in it is to be assumed. */
        ASSUMED
    }

    /**
     * The debug container as it was asked for, stored and ended.
     *
     * @param name its name
     * @param image as asked for
     * @param imageId as the kubelet resolved it, empty if it did not start
     * @param argumentBytes size of command and arguments together
     * @param storedSecurityContext JSON text as the API server stored it
     * @param attached when the PATCH was answered
     * @param started by the kubelet
     * @param finished by the kubelet; empty: not verified as terminated
     * @param reason the terminated state's reason
     * @param exitCode the terminated state's exit code
     * @param asOf when the state was read last
     * @param notAfter Unix seconds after which it will not start
     * @param entry its entry in the pod: what was asked for, what was made of it, and what stands beside it
     */
    public record DebugContainer(
            String name,
            String image,
            String imageId,
            int argumentBytes,
            String storedSecurityContext,
            Instant attached,
            Optional<Instant> started,
            Optional<Instant> finished,
            String reason,
            Optional<Integer> exitCode,
            Instant asOf,
            long notAfter,
            PodEntry entry) {

        /** Changed on the way in, so that what ran need not be what was asked for. */
        public boolean altered() {
            return entry.changes().stream().anyMatch(AdmissionChange::ofEntry);
        }

        /** Debug containers that can still be added to the pod before it is replaced. */
        public int slotsLeft() {
            return Math.max(0, PodFacts.MOST_EPHEMERAL_CONTAINERS - entry.entries());
        }

        /** The same without what is of use only until it is judged: call and pressure. */
        public DebugContainer judged() {
            return with(entry.judged());
        }

        /** The same with another entry. */
        public DebugContainer with(PodEntry other) {
            return new DebugContainer(
                    name,
                    image,
                    imageId,
                    argumentBytes,
                    storedSecurityContext,
                    attached,
                    started,
                    finished,
                    reason,
                    exitCode,
                    asOf,
                    notAfter,
                    other);
        }

        /** Terminated, and the kubelet said so. */
        public boolean terminated() {
            return finished.isPresent();
        }

        /** Whole seconds from start to end by the kubelet's clock; at least 1 when both are known. */
        public OptionalLong exposureSeconds() {
            if (started.isEmpty() || finished.isEmpty()) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(
                    Math.max(1, finished.get().getEpochSecond() - started.get().getEpochSecond()));
        }
    }

    /**
     * The debug container's entry in the pod.
     *
     * @param nonce the nonce of its call; empty in a report
     * @param asked the program and its arguments as asked for; empty in a report, whose changes say what became of them
     * @param changes how the pod as stored differs from the pod before and this one entry as asked for; empty is S-33 kept
     * @param companions other ephemeral containers that had not ended when this one was added, or were added later
     * @param entries ephemeral containers in the pod when it was read last, ended ones included
     * @param pressure memory and CPU of the target before and after, by the probe's word; empty before the evidence is read,
     *     when the probe told only one of them, and in a report, whose analysis has judged them
     * @param ended processes of the target that ended meanwhile; empty before the evidence is read, and in a report
     * @param restarted other containers of the pod that were restarted or replaced meanwhile, by the kubelet's word; empty
     *     in a report
     */
    public record PodEntry(
            String nonce,
            List<String> asked,
            List<AdmissionChange> changes,
            List<Companion> companions,
            int entries,
            List<RuntimeEvidence.Pressure> pressure,
            List<EndedProcess> ended,
            List<String> restarted) {
        /** Stored as asked for, and alone. */
        public static final PodEntry ALONE =
                new PodEntry("", List.of(), List.of(), List.of(), 1, List.of(), List.of(), List.of());

        public PodEntry {
            asked = List.copyOf(asked);
            changes = List.copyOf(changes);
            companions = List.copyOf(companions);
            pressure = List.copyOf(pressure);
            ended = List.copyOf(ended);
            restarted = List.copyOf(restarted);
        }

        /** Without what is of use only until it is judged. */
        PodEntry judged() {
            return new PodEntry("", List.of(), changes, companions, entries, List.of(), List.of(), List.of());
        }
    }

    /**
     * A process of the target that ended while it was scanned, by the probe's word.
     *
     * @param name the kernel's short name of it
     * @param seconds its age when the processes were looked at; -1 when nobody knows
     */
    public record EndedProcess(String name, long seconds) {}

    /**
     * An ephemeral container that somebody else added.
     *
     * @param name its name
     * @param ours whether it has a name as this program gives; anybody can give such a name
     * @param injected it came in with the request for the scan's own debug container
     * @param image its image
     * @param started by the kubelet; empty: not seen to start
     * @param finished by the kubelet; empty: not seen to end
     */
    public record Companion(
            String name,
            boolean ours,
            boolean injected,
            String image,
            Optional<Instant> started,
            Optional<Instant> finished) {}

    /** The target's container as the kubelet reports it. */
    public record TargetState(
            String containerId, int restartCount, boolean ready, PodFacts.Phase phase, Instant asOf) {}

    /**
     * What came out of {@code pods/log}.
     *
     * @param state verdict on the frame
     * @param detail a sentence, empty when complete
     * @param bytes bytes received
     * @param probeVersion from the BEGIN line
     * @param probeDigest SHA-256 of the probe binary from the BEGIN line: its own word
     */
    public record Stream(StreamState state, String detail, long bytes, String probeVersion, String probeDigest) {
        /** Nothing was read. */
        public static Stream none() {
            return new Stream(StreamState.NONE, "", 0, "", "");
        }
    }

    /** States of a stream. */
    public enum StreamState {
        NONE,
        COMPLETE,
        INCOMPLETE,
        TAMPERED
    }
}
