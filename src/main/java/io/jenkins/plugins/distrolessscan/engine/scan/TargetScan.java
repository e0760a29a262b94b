package io.jenkins.plugins.distrolessscan.engine.scan;

import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.TargetSelection.Choice;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
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
    /** The node's clock may be ahead of ours by as much. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(5);

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
    Scanned scan(Choice chosen) throws ScanException, InterruptedException {
        PodFacts pod = chosen.pod();
        ContainerFacts container = chosen.container();
        Target target = target(pod, container);
        Identity identity;
        try {
            identity = IdentityChoice.choose(request.runAs(), container, request.rootAllowed());
        } catch (ScanException e) {
            // The identity of the target itself is not allowed: nothing is attached to it, the others go on.
            Identity none = new Identity(NONROOT, NONROOT, "None was used.");
            return told(attempt(chosen, target, none).ended(Outcome.NOT_READABLE, e.getMessage()));
        }
        Attempt attempt = attempt(chosen, target, identity);
        DebugContainerSpec spec =
                DebugContainers.spec(pod, container, request.image(), identity, call(pod, container), random);
        try {
            audit.add("dry-run", target.key(), "Asked the API server whether " + spec.name() + " would be admitted.");
            cluster.dryRun(pod, spec);
        } catch (ScanException e) {
            if (e.kind() == ScanException.Kind.INTERRUPTED) {
                throw e;
            }
            audit.add("refused", target.key(), "Not admitted; nothing was stored.");
            Outcome outcome = e.kind() == ScanException.Kind.REFUSED ? Outcome.REFUSED : Outcome.FAILED;
            return told(attempt.ended(outcome, e.getMessage()));
        }
        misuse.once(target.key(), pod, spec);
        // Asking took time: the probe's own begins with the request that starts it.
        ProbeCall call = call(pod, container);
        return told(attach(attempt, spec.withArgs(call.arguments()), call));
    }

    private ProbeCall call(PodFacts pod, ContainerFacts container) throws ScanException {
        return ProbeCall.create(
                random,
                container.containerId(),
                clock.instant().plus(request.limits().start()).plus(CLOCKS_DIFFER),
                request.limits().work(),
                request.limits().lifetime(),
                OutputCap.of(pod, request.limits().outputBytes()));
    }

    private Attempt attempt(Choice chosen, Target target, Identity identity) {
        return new Attempt(target, chosen.pod(), chosen.container(), identity, request.limits(), clock.instant());
    }

    private Scanned told(Scanned scanned) {
        Observation observation = scanned.observation();
        progress.say(observation.target().key() + ": "
                + (observation.reason().isEmpty()
                        ? "the probe's answer is complete"
                        : observation.outcome() + ", " + observation.reason()));
        return scanned;
    }

    private Scanned attach(Attempt attempt, DebugContainerSpec spec, ProbeCall call)
            throws ScanException, InterruptedException {
        Target target = attempt.target();
        Instant endsBy = call.notAfter().plus(request.limits().lifetime());
        progress.attaching(new Progress.Attachment(
                target.namespace(), target.pod(), target.podUid(), spec.name(), call.nonce(), call.notAfter(), endsBy));
        audit.add(
                "attach",
                target.key(),
                "Adding the ephemeral container " + spec.name() + " as " + spec.identity() + ".");
        PodFacts stored;
        try {
            stored = cluster.attach(attempt.pod(), spec);
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
        attempt.attached(new Attempt.Attached(clock.instant(), call, spec, stored), entry.get());
        progress.say(target.key() + ": attached " + spec.name() + " as " + spec.identity());
        try {
            collect(attempt);
        } catch (ScanException e) {
            attempt.fault(e.getMessage());
        }
        try {
            awaitEnd(attempt);
        } catch (ScanException e) {
            attempt.fault(e.getMessage());
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
        Optional<InputStream> log = started(attempt);
        if (log.isEmpty()) {
            return;
        }
        FrameReader.Result result;
        try (InputStream in = log.get();
                Watchdog watchdog = Watchdog.closing(in, request.limits().follow())) {
            result = FrameReader.read(in, attempt.attached().call());
            attempt.read(result, watchdog.fired());
        } catch (IOException e) {
            throw new ScanException(
                    ScanException.Kind.CONNECTION, "The connection broke while the log was read; scan again.", e);
        }
        audit.add(
                "collected",
                attempt.target().key(),
                "Read " + result.stream().bytes() + " bytes of the debug container's log: "
                        + result.stream().state() + ".");
    }

    /** The log of a container that has started; empty when it will not, which the attempt then knows. */
    private Optional<InputStream> started(Attempt attempt) throws ScanException, InterruptedException {
        Target target = attempt.target();
        // From then on it would not start any more, so that nothing runs after it was given up.
        Instant startBy = attempt.attached().call().notAfter();
        Instant nextStatus = clock.instant().plus(STATUS_POLL);
        while (true) {
            Optional<InputStream> log = cluster.followLog(
                    target.namespace(), target.pod(), attempt.latest().name());
            if (log.isPresent()) {
                return log;
            }
            if (clock.instant().isAfter(nextStatus)) {
                refresh(attempt);
                Optional<StartFailure.Found> failure = StartFailure.of(attempt.latest());
                if (failure.isPresent()) {
                    attempt.startFailure(failure);
                    return Optional.empty();
                }
                nextStatus = clock.instant().plus(STATUS_POLL);
            }
            if (clock.instant().isAfter(startBy)) {
                attempt.startFailure(Optional.of(tooLate(attempt)));
                return Optional.empty();
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    private StartFailure.Found tooLate(Attempt attempt) {
        return new StartFailure.Found(
                StartFailure.TOO_LATE,
                "The debug container did not start within "
                        + request.limits().start().toSeconds() + " s (" + waiting(attempt.latest()) + ", image "
                        + request.image() + "). Should it start after "
                        + attempt.attached().call().notAfter() + ", the probe ends at once.");
    }

    /** Waits for the kubelet's word that the container has ended; kubelets report a second or two late. */
    private void awaitEnd(Attempt attempt) throws ScanException, InterruptedException {
        Instant until = clock.instant().plus(request.limits().verify());
        while (true) {
            refresh(attempt);
            if (attempt.latest().finished().isPresent() || attempt.gone()) {
                break;
            }
            // A container that the runtime could not start has an empty log, and no end to wait for.
            attempt.startFailure(StartFailure.of(attempt.latest()));
            if (attempt.neverStarts() || clock.instant().isAfter(until)) {
                break;
            }
            Thread.sleep(POLL.toMillis() * 3);
        }
        audit.add(AuditEvent.ENDED, attempt.target().key(), endSentence(attempt));
    }

    private void refresh(Attempt attempt) throws ScanException {
        Target target = attempt.target();
        try {
            PodFacts now = cluster.pod(target.namespace(), target.pod());
            attempt.seen(now, clock.instant());
        } catch (ScanException e) {
            if (e.kind() != ScanException.Kind.NOT_FOUND) {
                throw e;
            }
            attempt.missing(clock.instant());
        }
    }

    private static String waiting(EphemeralFacts container) {
        return container.reason().isEmpty() ? "no reason given" : container.reason();
    }

    private static String endSentence(Attempt attempt) {
        EphemeralFacts end = attempt.latest();
        if (attempt.gone()) {
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
}
