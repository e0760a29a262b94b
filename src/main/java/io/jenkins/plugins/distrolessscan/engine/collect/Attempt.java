package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.collect.TargetResult.Scanned;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange;
import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.DebugContainer;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.PodEntry;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.StreamState;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.TargetState;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.EphemeralFacts;
import io.jenkins.plugins.distrolessscan.engine.model.Target;
import io.jenkins.plugins.distrolessscan.engine.probe.FrameReader;
import io.jenkins.plugins.distrolessscan.engine.probe.ProbeCall;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one attempt at one target has gathered so far, and the observation that it amounts to. Confined to the thread of
 * its scan.
 */
final class Attempt {
    /** The probe's exit code when its frame is complete and the target's root could not be read. */
    private static final int ROOT_NOT_READ = 77;

    private final Target target;
    private final PodFacts pod;
    private final Identity identity;
    private final TargetState before;
    private final Limits limits;
    private Optional<Attached> attached = Optional.empty();
    private boolean perhapsStored;
    private EphemeralFacts latest;
    private Instant asOf;
    private Optional<TargetState> after = Optional.empty();
    private boolean gone;
    private boolean overdue;
    private Optional<StartFailure.Found> startFailure = Optional.empty();
    private Optional<String> fault = Optional.empty();
    private Optional<FrameReader.Result> frame = Optional.empty();
    private Companions companions;
    private int entries;
    private final Set<String> restarted = new TreeSet<>();
    private boolean lookedAgain;

    /** @param now when {@code pod} was read */
    Attempt(Target target, PodFacts pod, ContainerFacts container, Identity identity, Limits limits, Instant now) {
        this.target = target;
        this.pod = pod;
        this.identity = identity;
        this.before = state(container, now);
        this.limits = limits;
    }

    /**
     * The debug container that was added.
     *
     * @param time when its addition was answered
     * @param changes what was made of it, and of the pod, on the way in
     */
    record Attached(
            Instant time, ProbeCall call, DebugContainerSpec spec, PodFacts stored, List<AdmissionChange> changes) {
        /** What was stored is another debug container than the one that was asked for. */
        boolean altered() {
            return changes.stream().anyMatch(AdmissionChange::ofEntry);
        }
    }

    Target target() {
        return target;
    }

    PodFacts pod() {
        return pod;
    }

    Identity identity() {
        return identity;
    }

    /** The debug container is in the pod as the API server answered it. */
    void attached(Attached debugContainer, EphemeralFacts entry) {
        attached = Optional.of(debugContainer);
        latest = entry;
        asOf = debugContainer.time();
        companions = new Companions(pod, entry.name(), debugContainer.changes());
        stored(debugContainer.stored());
    }

    /** @throws java.util.NoSuchElementException before anything was attached */
    Attached attached() {
        return attached.orElseThrow();
    }

    /** The answer to the PATCH was lost: nobody knows whether the debug container was stored. */
    void perhapsStored() {
        perhapsStored = true;
    }

    /** The debug container as it was seen last. */
    EphemeralFacts latest() {
        return latest;
    }

    private void stored(PodFacts now) {
        companions.seen(now);
        entries = now.ephemeralContainers().size();
    }

    /** The pod was read again. */
    void seen(PodFacts now, Instant time) {
        asOf = time;
        lookedAgain = true;
        gone = !now.uid().equals(target.podUid());
        if (!gone) {
            stored(now);
            restarted(now);
            after = now.container(target.container()).map(container -> state(container, time));
            now.ephemeralContainer(latest.name()).ifPresent(found -> latest = found);
        }
    }

    /** Other containers of the pod that are not the ones that ran before: the debug container takes memory from them too. */
    private void restarted(PodFacts now) {
        for (ContainerFacts before : pod.lastingContainers()) {
            boolean other = !before.name().equals(target.container())
                    && !before.containerId().isEmpty()
                    && now.container(before.name())
                            .filter(same -> same.containerId().equals(before.containerId())
                                    && same.restartCount() == before.restartCount())
                            .isEmpty();
            if (other) {
                restarted.add(before.name());
            }
        }
    }

    /** The pod is not there any more. */
    void missing(Instant time) {
        asOf = time;
        lookedAgain = true;
        gone = true;
    }

    /** The pod has as many ephemeral containers as it may have. */
    boolean full() {
        return entries >= PodFacts.MOST_EPHEMERAL_CONTAINERS;
    }

    boolean gone() {
        return gone;
    }

    /** Keeps the first reason for which the debug container does not start. */
    void startFailure(Optional<StartFailure.Found> found) {
        startFailure = startFailure.or(() -> found);
    }

    /** It has not started, for a reason that will not pass. */
    boolean neverStarts() {
        return startFailure.isPresent() && latest.started().isEmpty();
    }

    /** Keeps the first failure of the scan's own calls. */
    void fault(String sentence) {
        fault = fault.or(() -> Optional.of(sentence));
    }

    /** What came of the log, once it was read. */
    Optional<Observation.Stream> stream() {
        return frame.map(FrameReader.Result::stream);
    }

    /** Whether reading the log anew may bring more: it broke off, or it was not the probe's to its end. */
    boolean mayReadAgain() {
        return stream()
                .map(Observation.Stream::state)
                .filter(state -> state != StreamState.COMPLETE && state != StreamState.TAMPERED)
                .isPresent();
    }

    /** @param late whether reading was ended because the log did not end by itself */
    void read(FrameReader.Result result, boolean late) {
        frame = Optional.of(result);
        overdue = late;
    }

    /** The observation of a debug container that was attached, the gravest fault first. */
    Scanned judge() {
        if (attached().altered()) {
            return ended(Outcome.ALTERED, alteration());
        }
        StreamState stream = frame.map(f -> f.stream().state()).orElse(StreamState.NONE);
        if (stream == StreamState.TAMPERED) {
            return ended(Outcome.TAMPERED, frame.get().stream().detail());
        }
        if (gone) {
            return ended(
                    Outcome.TARGET_CHANGED,
                    "The pod was deleted or replaced while it was scanned; scan its successor.");
        }
        if (startFailure.isPresent()) {
            StartFailure.Found found = startFailure.get();
            return scanned(
                    observation(Outcome.NOT_STARTED, found.sentence()),
                    found.failure().name());
        }
        if (fault.isPresent()) {
            return ended(Outcome.FAILED, since() + fault.get());
        }
        if (latest.finished().isEmpty()) {
            return ended(
                    Outcome.INCOMPLETE,
                    since() + "The end of the debug container could not be verified within "
                            + limits.verify().toSeconds() + " s. It ends by itself by " + endsBy()
                            + ", unless its target keeps it stopped; then it ends with the pod.");
        }
        boolean endedWell =
                latest.reason().equals("Completed") && latest.exitCode().equals(Optional.of(0));
        if (stream == StreamState.COMPLETE && latest.exitCode().equals(Optional.of(ROOT_NOT_READ))) {
            return scanned(
                    observation(
                            Outcome.NOT_READABLE,
                            "The probe could not read the target's root as " + identity + " (exit code " + ROOT_NOT_READ
                                    + ")."),
                    target.imageId());
        }
        if (!endedWell) {
            String clocks = EndReason.clocks(
                    latest, attached().time(), attached().call().notAfter());
            return ended(Outcome.INCOMPLETE, EndReason.sentence(latest) + clocks + detail());
        }
        if (stream != StreamState.COMPLETE) {
            return ended(Outcome.INCOMPLETE, (overdue ? "The log did not end in time. " : "") + detail().strip());
        }
        if (after.isEmpty() || changed(after.get())) {
            return ended(
                    Outcome.TARGET_CHANGED,
                    "The target container was restarted while it was scanned, so that it is not certain which one was read; scan again.");
        }
        return ended(Outcome.COLLECTED, "");
    }

    /** When a debug container that is ours has ended by itself at the latest. */
    Instant endsBy() {
        return attached().call().notAfter().plus(limits.lifetime());
    }

    private String alteration() {
        String what = "Admission changed the debug container before it was stored: "
                + attached().changes().stream()
                        .filter(AdmissionChange::ofEntry)
                        .map(change -> "its " + change.member() + " was "
                                + change.kind().name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "))
                + ". What ran is not what was asked for, so that nothing of it is believed.";
        return what
                + (latest.finished().isPresent() || gone
                        ? " It has ended."
                        : " It was not seen to end and may run on for as long as the pod lives; delete the pod to end it.")
                + " Find the admission webhook or policy that changes debug containers.";
    }

    /** What is known of a debug container that the scan lost sight of. */
    private String since() {
        if (frame.filter(f -> f.stream().bytes() > 0).isPresent()) {
            return "The debug container ran, and " + frame.get().stream().bytes() + " bytes of its log were read. ";
        }
        return lookedAgain ? "" : "The debug container was added and could not be looked at again. ";
    }

    /** The observation with an outcome that is known already. */
    Scanned ended(Outcome outcome, String reason) {
        return scanned(observation(outcome, reason), withoutNames(reason));
    }

    private Scanned scanned(Observation observation, String failure) {
        boolean seenToEnd = attached.isPresent() && (gone || latest.finished().isPresent());
        return new Scanned(observation, failure, (attached.isPresent() || perhapsStored) && !seenToEnd);
    }

    /** Two targets that fail for the same reason fail in the same words, but for their names. */
    private String withoutNames(String reason) {
        return reason.replace(target.pod(), "").replaceAll("distroless-scan-[a-z0-9]+", "");
    }

    private String detail() {
        return frame.map(f -> f.stream().detail())
                .filter(text -> !text.isEmpty())
                .map(text -> " " + text)
                .orElse("");
    }

    private boolean changed(TargetState now) {
        return now.restartCount() != before.restartCount() || !now.containerId().equals(before.containerId());
    }

    private Observation observation(Outcome outcome, String reason) {
        return new Observation(
                target,
                pod,
                outcome,
                reason,
                identity,
                attached.map(this::debugContainer),
                before,
                after,
                frame.map(FrameReader.Result::stream).orElse(Observation.Stream.none()),
                frame.flatMap(FrameReader.Result::evidence));
    }

    private DebugContainer debugContainer(Attached debugContainer) {
        DebugContainerSpec spec = debugContainer.spec();
        int bytes = spec.command().stream().mapToInt(String::length).sum()
                + spec.args().stream().mapToInt(String::length).sum();
        return new DebugContainer(
                spec.name(),
                spec.image(),
                latest.imageId(),
                bytes,
                debugContainer
                        .stored()
                        .ephemeralContainer(spec.name())
                        .orElseThrow()
                        .securityContext(),
                debugContainer.time(),
                latest.started(),
                latest.finished(),
                latest.reason(),
                latest.exitCode(),
                asOf,
                debugContainer.call().notAfter().getEpochSecond(),
                new PodEntry(
                        debugContainer.call().nonce(),
                        Stream.concat(spec.command().stream(), spec.args().stream())
                                .toList(),
                        debugContainer.changes(),
                        companions.found(),
                        entries,
                        List.of(),
                        List.of(),
                        List.copyOf(restarted)));
    }

    private static TargetState state(ContainerFacts container, Instant now) {
        return new TargetState(
                container.containerId(), container.restartCount(), container.ready(), container.phase(), now);
    }
}
