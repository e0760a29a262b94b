package io.jenkins.plugins.distrolessscan.engine.scan;

import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.TargetSelection.Choice;
import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.DebugContainer;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Stream;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.StreamState;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.TargetState;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.EphemeralFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.Target;
import io.jenkins.plugins.distrolessscan.engine.probe.DebugContainers;
import io.jenkins.plugins.distrolessscan.engine.probe.FrameReader;
import io.jenkins.plugins.distrolessscan.engine.probe.IdentityChoice;
import io.jenkins.plugins.distrolessscan.engine.probe.ProbeCall;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One attempt at one target, in the order of the workflow: dry run, attach, collect, verify the end, compare the target
 * before and after. It brings facts; whether they are good is decided elsewhere.
 */
final class TargetScan {
    private static final long NONROOT = 65532;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration STATUS_POLL = Duration.ofMillis(700);

    private final Cluster cluster;
    private final Clock clock;
    private final SecureRandom random;
    private final Progress progress;
    private final AuditLog audit;
    private final MisuseDryRuns misuse;
    private final ScanRequest request;

    TargetScan(
            Cluster cluster,
            Clock clock,
            SecureRandom random,
            Progress progress,
            AuditLog audit,
            MisuseDryRuns misuse,
            ScanRequest request) {
        this.cluster = cluster;
        this.clock = clock;
        this.random = random;
        this.progress = progress;
        this.audit = audit;
        this.misuse = misuse;
        this.request = request;
    }

    /**
     * Scans one target. Faults of this target become an outcome.
     *
     * @throws ScanException for what no other target would survive either: wrong parameters, INTERRUPTED
     */
    Observation scan(Choice chosen) throws ScanException, InterruptedException {
        PodFacts pod = chosen.pod();
        ContainerFacts container = chosen.container();
        Target target = target(pod, container);
        Identity identity;
        try {
            identity = IdentityChoice.choose(request.runAs(), container, request.rootAllowed());
        } catch (ScanException e) {
            // The identity of the target itself is not allowed: nothing is attached to it, the others go on.
            Identity none = new Identity(NONROOT, NONROOT, "None was used.");
            return new Attempt(target, pod, none, state(container)).ended(Outcome.NOT_READABLE, e.getMessage());
        }
        Attempt attempt = new Attempt(target, pod, identity, state(container));
        ProbeCall call = ProbeCall.create(
                random,
                container.containerId(),
                clock.instant().plus(request.limits().start()).plusSeconds(30),
                request.limits().work(),
                request.limits().lifetime(),
                request.limits().outputBytes());
        DebugContainerSpec spec = DebugContainers.spec(pod, container, request.image(), identity, call, random);
        try {
            audit.add("dry-run", target.key(), "Asked the API server whether " + spec.name() + " would be admitted.");
            cluster.dryRun(pod, spec);
        } catch (ScanException e) {
            if (e.kind() == ScanException.Kind.INTERRUPTED) {
                throw e;
            }
            audit.add("refused", target.key(), "Not admitted; nothing was stored.");
            Outcome outcome = e.kind() == ScanException.Kind.REFUSED ? Outcome.REFUSED : Outcome.FAILED;
            return attempt.ended(outcome, e.getMessage());
        }
        misuse.once(target.key(), pod, spec);
        return attach(attempt, spec, call);
    }

    private Observation attach(Attempt attempt, DebugContainerSpec spec, ProbeCall call)
            throws ScanException, InterruptedException {
        Target target = attempt.target;
        Instant endsBy = call.notAfter().plus(request.limits().lifetime());
        progress.attaching(new Progress.Attachment(
                target.namespace(), target.pod(), target.podUid(), spec.name(), call.nonce(), call.notAfter(), endsBy));
        audit.add(
                "attach",
                target.key(),
                "Adding the ephemeral container " + spec.name() + " as " + spec.identity() + ".");
        PodFacts stored;
        try {
            stored = cluster.attach(attempt.pod, spec);
        } catch (ScanException e) {
            if (e.kind() == ScanException.Kind.INTERRUPTED) {
                throw e;
            }
            Optional<PodFacts> there =
                    e.kind() == ScanException.Kind.CONNECTION ? stored(target, spec) : Optional.empty();
            if (there.isEmpty()) {
                return attempt.ended(
                        e.kind() == ScanException.Kind.REFUSED ? Outcome.REFUSED : Outcome.FAILED,
                        notAttached(target, spec, e, endsBy));
            }
            stored = there.get();
        }
        Optional<EphemeralFacts> entry = stored.ephemeralContainer(spec.name());
        if (entry.isEmpty()) {
            return attempt.ended(
                    Outcome.FAILED,
                    "The API server answered the PATCH without the debug container " + spec.name() + ".");
        }
        attempt.attached = clock.instant();
        attempt.call = call;
        attempt.spec = spec;
        attempt.stored = stored;
        attempt.latest = entry.get();
        progress.say(target.key() + ": attached " + spec.name() + " as " + spec.identity());
        try {
            collect(attempt);
        } catch (ScanException e) {
            attempt.fault = Optional.of(e.getMessage());
        }
        try {
            awaitEnd(attempt);
        } catch (ScanException e) {
            attempt.fault = Optional.of(attempt.fault.orElse(e.getMessage()));
        }
        return attempt.judge();
    }

    /** The pod, when the debug container is in it although the answer to the PATCH was lost. */
    private Optional<PodFacts> stored(Target target, DebugContainerSpec spec) {
        try {
            PodFacts now = cluster.pod(target.namespace(), target.pod());
            boolean there = now.uid().equals(target.podUid())
                    && now.ephemeralContainer(spec.name()).isPresent();
            return there ? Optional.of(now) : Optional.empty();
        } catch (ScanException e) {
            return Optional.empty();
        }
    }

    private String notAttached(Target target, DebugContainerSpec spec, ScanException e, Instant endsBy) {
        if (e.kind() != ScanException.Kind.CONNECTION) {
            audit.add("refused", target.key(), "The API server did not take the ephemeral container.");
            return e.getMessage();
        }
        String unknown =
                "It is not known whether " + spec.name() + " was stored; if so, it ends by itself by " + endsBy + ".";
        audit.add("attach-unknown", target.key(), unknown);
        return e.getMessage() + " " + unknown;
    }

    /** Follows the log from the earliest moment; an answer "waiting to start" is asked again. */
    private void collect(Attempt attempt) throws ScanException, InterruptedException {
        Instant startBy = attempt.attached.plus(request.limits().start()).plusSeconds(5);
        Instant nextStatus = clock.instant().plus(STATUS_POLL);
        Optional<InputStream> log = Optional.empty();
        while (log.isEmpty()) {
            log = cluster.followLog(attempt.target.namespace(), attempt.target.pod(), attempt.spec.name());
            if (log.isPresent()) {
                break;
            }
            if (clock.instant().isAfter(nextStatus)) {
                refresh(attempt);
                Optional<String> failure = StartFailure.of(attempt.latest);
                if (failure.isPresent()) {
                    attempt.startFailure = failure;
                    return;
                }
                nextStatus = clock.instant().plus(STATUS_POLL);
            }
            if (clock.instant().isAfter(startBy)) {
                attempt.startFailure = Optional.of("The debug container did not start within "
                        + request.limits().start().toSeconds()
                        + " s (" + waiting(attempt.latest) + ", image " + request.image()
                        + "). Should it start after " + attempt.call.notAfter() + ", the probe ends at once.");
                return;
            }
            Thread.sleep(POLL.toMillis());
        }
        try (InputStream in = log.get();
                Watchdog watchdog = Watchdog.closing(in, request.limits().follow())) {
            attempt.frame = Optional.of(FrameReader.read(in, attempt.call));
            attempt.overdue = watchdog.fired();
        } catch (IOException e) {
            throw new ScanException(
                    ScanException.Kind.CONNECTION, "The connection broke while the log was read; scan again.", e);
        }
        audit.add(
                "collected",
                attempt.target.key(),
                "Read " + attempt.frame.get().stream().bytes() + " bytes of the debug container's log: "
                        + attempt.frame.get().stream().state() + ".");
    }

    /** Waits for the kubelet's word that the container has ended; kubelets report a second or two late. */
    private void awaitEnd(Attempt attempt) throws ScanException, InterruptedException {
        Instant until = clock.instant().plus(request.limits().verify());
        while (true) {
            refresh(attempt);
            if (attempt.latest.finished().isPresent() || attempt.gone) {
                break;
            }
            // A container that the runtime could not start has an empty log, and no end to wait for.
            attempt.startFailure = attempt.startFailure.or(() -> StartFailure.of(attempt.latest));
            boolean neverStarts =
                    attempt.startFailure.isPresent() && attempt.latest.started().isEmpty();
            if (neverStarts || clock.instant().isAfter(until)) {
                break;
            }
            Thread.sleep(POLL.toMillis() * 3);
        }
        audit.add("ended", attempt.target.key(), endSentence(attempt));
    }

    private void refresh(Attempt attempt) throws ScanException {
        try {
            PodFacts now = cluster.pod(attempt.target.namespace(), attempt.target.pod());
            attempt.gone = !now.uid().equals(attempt.target.podUid());
            if (!attempt.gone) {
                attempt.now = Optional.of(now);
                now.ephemeralContainer(attempt.spec.name()).ifPresent(found -> attempt.latest = found);
            }
        } catch (ScanException e) {
            if (e.kind() != ScanException.Kind.NOT_FOUND) {
                throw e;
            }
            attempt.gone = true;
        }
        attempt.asOf = clock.instant();
    }

    private static String waiting(EphemeralFacts container) {
        return container.reason().isEmpty() ? "no reason given" : container.reason();
    }

    private static String endSentence(Attempt attempt) {
        EphemeralFacts end = attempt.latest;
        if (attempt.gone) {
            return "The pod is gone, and the debug container " + end.name() + " with it.";
        }
        if (end.finished().isEmpty()) {
            return "The debug container " + end.name() + " was not seen as terminated.";
        }
        return "The debug container " + end.name() + " terminated: " + end.reason() + ", exit code "
                + end.exitCode().map(String::valueOf).orElse("unknown") + ", "
                + end.finished().get()
                + ". Its record stays in the pod until the pod is deleted.";
    }

    private TargetState state(ContainerFacts container) {
        return new TargetState(
                container.containerId(),
                container.restartCount(),
                container.ready(),
                container.phase(),
                clock.instant());
    }

    private static Target target(PodFacts pod, ContainerFacts container) {
        return new Target(
                pod.namespace(),
                pod.name(),
                pod.uid(),
                container.name(),
                container.containerId(),
                container.image(),
                container.imageId(),
                pod.node(),
                pod.created(),
                pod.owner());
    }

    /** What an attempt has gathered so far; confined to the thread of its scan. */
    private final class Attempt {
        private final Target target;
        private final PodFacts pod;
        private final Identity identity;
        private final TargetState before;
        private Instant attached;
        private Instant asOf;
        private ProbeCall call;
        private DebugContainerSpec spec;
        private PodFacts stored;
        private EphemeralFacts latest;
        private boolean gone;
        private boolean overdue;
        private Optional<PodFacts> now = Optional.empty();
        private Optional<String> startFailure = Optional.empty();
        private Optional<String> fault = Optional.empty();
        private Optional<FrameReader.Result> frame = Optional.empty();

        Attempt(Target target, PodFacts pod, Identity identity, TargetState before) {
            this.target = target;
            this.pod = pod;
            this.identity = identity;
            this.before = before;
        }

        Observation judge() {
            Optional<TargetState> after =
                    now.flatMap(p -> p.container(target.container())).map(c -> state(c));
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
                return ended(Outcome.NOT_STARTED, startFailure.get());
            }
            if (fault.isPresent()) {
                return ended(Outcome.FAILED, fault.get());
            }
            if (latest.finished().isEmpty()) {
                return ended(
                        Outcome.INCOMPLETE,
                        "The end of the debug container could not be verified within "
                                + request.limits().verify().toSeconds() + " s. It ends by itself by "
                                + call.notAfter().plus(request.limits().lifetime())
                                + ", unless its target keeps it stopped; then it ends with the pod.");
            }
            boolean endedWell =
                    latest.reason().equals("Completed") && latest.exitCode().equals(Optional.of(0));
            if (!endedWell) {
                return ended(Outcome.INCOMPLETE, EndReason.sentence(latest) + detail());
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

        private String detail() {
            return frame.map(f -> f.stream().detail())
                    .filter(text -> !text.isEmpty())
                    .map(text -> " " + text)
                    .orElse("");
        }

        private boolean changed(TargetState after) {
            return after.restartCount() != before.restartCount()
                    || !after.containerId().equals(before.containerId());
        }

        Observation ended(Outcome outcome, String reason) {
            progress.say(target.key() + ": "
                    + (reason.isEmpty() ? "the probe's answer is complete" : outcome + ", " + reason));
            Optional<TargetState> after =
                    now.flatMap(p -> p.container(target.container())).map(c -> state(c));
            return new Observation(
                    target,
                    pod,
                    outcome,
                    reason,
                    identity,
                    attached == null ? Optional.empty() : Optional.of(debugContainer()),
                    before,
                    after,
                    frame.map(FrameReader.Result::stream).orElse(Stream.none()),
                    frame.flatMap(FrameReader.Result::evidence));
        }

        private DebugContainer debugContainer() {
            int bytes = spec.command().stream().mapToInt(String::length).sum()
                    + spec.args().stream().mapToInt(String::length).sum();
            return new DebugContainer(
                    spec.name(),
                    spec.image(),
                    latest.imageId(),
                    bytes,
                    stored.ephemeralContainer(spec.name()).orElseThrow().securityContext(),
                    attached,
                    latest.started(),
                    latest.finished(),
                    latest.reason(),
                    latest.exitCode(),
                    asOf == null ? attached : asOf,
                    call.notAfter().getEpochSecond(),
                    PodDifference.between(pod, stored, spec));
        }
    }
}
