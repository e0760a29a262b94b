package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Pace;
import io.jenkins.plugins.distrolessscan.engine.cluster.PodChanges;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.EphemeralFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.Phase;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.Target;
import io.jenkins.plugins.distrolessscan.engine.probe.FrameReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Follows a debug container from the PATCH that added it to its end. */
final class DebugContainerWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    /** The longest pause between two looks at a log: an image that has to be pulled first takes its time. */
    private static final Duration SLOW_POLL = Duration.ofSeconds(1);

    private static final Duration STATUS_POLL = Duration.ofMillis(700);
    /** Before a log that broke off is read anew. */
    private static final Duration READ_AGAIN = Duration.ofMillis(700);

    private final Cluster cluster;
    private final Pace pace;
    private final Patience patience;
    private final AuditLog audit;
    private final ScanRequest request;
    /** What the API server tells by itself; empty when it does not, or does not any more. */
    private Optional<PodChanges> changes = Optional.empty();

    private boolean told;

    DebugContainerWatch(Cluster cluster, Pace pace, AuditLog audit, ScanRequest request) {
        this.cluster = cluster;
        this.pace = pace;
        this.patience = new Patience(pace);
        this.audit = audit;
        this.request = request;
    }

    /**
     * Follows the log from the earliest moment; an answer "waiting to start" is asked again. A log that broke off is read
     * anew until the container has ended or its time is over.
     */
    void collect(Attempt attempt) throws ScanException, InterruptedException {
        Instant until = attempt.endsBy();
        changes = cluster.watch(attempt.attached().stored());
        told(
                attempt,
                attempt.attached().call().notAfter(),
                () -> attempt.latest().phase() == Phase.WAITING
                        || attempt.latest().phase() == Phase.UNKNOWN);
        while (true) {
            Optional<InputStream> log = started(attempt);
            if (log.isEmpty()) {
                return;
            }
            boolean ended = attempt.latest().finished().isPresent();
            boolean late = read(attempt, log.get());
            if (late || ended || !attempt.mayReadAgain() || !pace.now().isBefore(until)) {
                break;
            }
            pace.sleep(READ_AGAIN);
            patience.until(until, () -> refresh(attempt));
            if (attempt.gone()) {
                break;
            }
        }
        attempt.stream()
                .ifPresent(stream -> audit.add(
                        "collected",
                        attempt.target().key(),
                        "Read " + stream.bytes() + " bytes of the debug container's log: " + stream.state() + "."));
    }

    /** Whether reading was ended because the log did not end by itself. */
    private boolean read(Attempt attempt, InputStream log) throws ScanException {
        try (InputStream in = log;
                Watchdog watchdog = Watchdog.closing(pace, in, request.limits().follow())) {
            FrameReader.Result result = FrameReader.read(in, attempt.attached().call());
            attempt.read(result, watchdog.fired());
            return watchdog.fired();
        } catch (IOException e) {
            throw new ScanException(Kind.CONNECTION, "The connection broke while the log was read; scan again.", e);
        }
    }

    /** The log of a container that has started; empty when it will not, which the attempt then knows. */
    private Optional<InputStream> started(Attempt attempt) throws ScanException, InterruptedException {
        Target target = attempt.target();
        // From then on it would not start any more, so that nothing runs after it was given up.
        Instant startBy = attempt.attached().call().notAfter();
        Instant until = attempt.endsBy();
        Instant nextStatus = pace.now().plus(STATUS_POLL);
        Duration pause = POLL;
        attempt.startFailure(StartFailure.of(attempt.latest()));
        while (!attempt.neverStarts()) {
            Optional<InputStream> log = patience.until(
                    until,
                    () -> cluster.followLog(
                            target.namespace(), target.pod(), attempt.latest().name()));
            if (log.isPresent()) {
                return log;
            }
            if (pace.now().isAfter(nextStatus)) {
                patience.until(until, () -> refresh(attempt));
                Optional<StartFailure.Found> failure = StartFailure.of(attempt.latest());
                if (failure.isPresent()) {
                    attempt.startFailure(failure);
                    return Optional.empty();
                }
                nextStatus = pace.now().plus(STATUS_POLL);
            }
            if (attempt.gone()) {
                return Optional.empty();
            }
            if (pace.now().isAfter(startBy)) {
                attempt.startFailure(Optional.of(tooLate(attempt)));
                return Optional.empty();
            }
            pace.sleep(pause);
            pause = longer(pause);
        }
        return Optional.empty();
    }

    /** What is still to be waited for. */
    private interface Waiting {
        boolean goesOn();
    }

    /** Takes in the pod's states as they are told, as long as something is waited for; then nobody has to ask for it. */
    private void told(Attempt attempt, Instant until, Waiting waiting) throws InterruptedException {
        while (changes.isPresent()
                && waiting.goesOn()
                && !attempt.gone()
                && StartFailure.of(attempt.latest()).isEmpty()) {
            Optional<PodFacts> state = changes.get().next(Duration.between(pace.now(), until));
            if (state.isPresent()) {
                attempt.seen(state.get(), pace.now());
                told = true;
            } else if (changes.get().ended()) {
                close();
            } else {
                return;
            }
        }
    }

    @Override
    public void close() {
        changes.ifPresent(PodChanges::close);
        changes = Optional.empty();
    }

    private static Duration longer(Duration pause) {
        Duration next = pause.multipliedBy(9).dividedBy(8);
        return next.compareTo(SLOW_POLL) > 0 ? SLOW_POLL : next;
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
    void awaitEnd(Attempt attempt) throws ScanException, InterruptedException {
        Instant until = pace.now().plus(request.limits().verify());
        // Over a server that does not answer it is waited until the container has ended by itself, whatever runs.
        Instant patient = until.isAfter(attempt.endsBy()) ? until : attempt.endsBy();
        told(attempt, until, () -> attempt.latest().finished().isEmpty());
        // What the PATCH itself was answered is no look at the pod.
        boolean seen = told && attempt.latest().finished().isPresent();
        while (true) {
            if (!seen) {
                patience.until(patient, () -> refresh(attempt));
            }
            seen = false;
            // A container that the runtime could not start has an empty log, and no end to wait for.
            attempt.startFailure(StartFailure.of(attempt.latest()));
            if (attempt.latest().finished().isPresent()
                    || attempt.gone()
                    || attempt.neverStarts()
                    || pace.now().isAfter(until)) {
                break;
            }
            pace.sleep(POLL.multipliedBy(3));
        }
        audit.add(AuditEvent.ENDED, attempt.target().key(), endSentence(attempt));
    }

    private Attempt refresh(Attempt attempt) throws ScanException {
        Target target = attempt.target();
        try {
            PodFacts now = cluster.pod(target.namespace(), target.pod());
            attempt.seen(now, pace.now());
        } catch (ScanException e) {
            if (e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
            attempt.missing(pace.now());
        }
        return attempt;
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
}
