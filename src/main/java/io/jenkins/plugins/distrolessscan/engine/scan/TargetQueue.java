package io.jenkins.plugins.distrolessscan.engine.scan;

import io.jenkins.plugins.distrolessscan.engine.cluster.TargetSelection.Choice;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The order in which targets are scanned: the first one alone (the canary), then a few at a time. Two equal failures to
 * start end it, since every further attempt would leave one more useless record in a pod; so do the scan's time and the
 * size of what it can bring.
 */
final class TargetQueue {
    private static final Set<Outcome> START_FAILURES = EnumSet.of(Outcome.REFUSED, Outcome.NOT_STARTED, Outcome.FAILED);
    private static final int EQUAL_FAILURES = 2;
    /** An interrupted target leaves at its next call; a build that was stopped does not wait longer. */
    private static final Duration LEAVING = Duration.ofSeconds(3);

    private final Scanning scan;
    private final Limits limits;
    private final Clock clock;
    private final Instant until;
    private final Map<String, Integer> failures = new HashMap<>();
    private final List<PassedOver> notBegun = new ArrayList<>();
    private boolean stopped;
    /** Bytes of evidence: what has come, and for targets that are under way the most that may come. */
    private long evidence;

    /** Scans one target. */
    interface Scanning {
        Scanned scan(Choice target) throws ScanException, InterruptedException;
    }

    TargetQueue(Scanning scan, Limits limits, Clock clock, Instant started) {
        this.scan = scan;
        this.limits = limits;
        this.clock = clock;
        this.until = started.plus(limits.scan());
    }

    /** Scans what can be scanned, in the given order. */
    List<Observation> run(List<Choice> targets) throws ScanException, InterruptedException {
        List<Observation> observations = new ArrayList<>();
        if (targets.isEmpty()) {
            return observations;
        }
        one(targets.get(0)).ifPresent(observations::add);
        ExecutorService workers = Executors.newFixedThreadPool(limits.parallel(), TargetQueue::worker);
        try {
            List<Future<Optional<Observation>>> running = new ArrayList<>();
            for (Choice target : targets.subList(1, targets.size())) {
                Callable<Optional<Observation>> work = () -> one(target);
                running.add(workers.submit(work));
            }
            for (Future<Optional<Observation>> future : running) {
                future.get().ifPresent(observations::add);
            }
        } catch (ExecutionException e) {
            rethrow(e.getCause());
        } finally {
            workers.shutdownNow();
            // Whoever closes the cluster next does not take it from under a target that is just being left.
            workers.awaitTermination(LEAVING.toMillis(), TimeUnit.MILLISECONDS);
        }
        return observations;
    }

    /** The targets that were not begun, with the reason. */
    synchronized List<PassedOver> notBegun() {
        return List.copyOf(notBegun);
    }

    private Optional<Observation> one(Choice target) throws ScanException, InterruptedException {
        if (!mayBegin(target)) {
            return Optional.empty();
        }
        Scanned scanned = scan.scan(target);
        int brought =
                scanned.observation().evidence().map(bytes -> bytes.length).orElse(0);
        Outcome outcome = scanned.observation().outcome();
        synchronized (this) {
            evidence += brought - limits.outputBytes();
            if (START_FAILURES.contains(outcome)) {
                String kind = outcome + " " + scanned.failure();
                stopped |= failures.merge(kind, 1, Integer::sum) >= EQUAL_FAILURES;
            }
        }
        return Optional.of(scanned.observation());
    }

    private synchronized boolean mayBegin(Choice target) {
        Optional<String> hindrance = hindrance();
        if (hindrance.isEmpty()) {
            evidence += limits.outputBytes();
            return true;
        }
        notBegun.add(new PassedOver(
                target.pod().namespace(),
                target.pod().name(),
                target.container().name(),
                PassedOver.Reason.STOPPED_EARLY,
                hindrance.get()));
        return false;
    }

    private Optional<String> hindrance() {
        if (clock.instant().isAfter(until)) {
            return Optional.of("The scan's time of " + limits.scan().toSeconds()
                    + " s was over; raise the timeout or choose fewer pods.");
        }
        if (stopped) {
            return Optional.of("Not tried, because two targets before it failed to start in the same way.");
        }
        // Found out only now, since most targets bring far less than they may.
        return evidence + limits.outputBytes() <= FactsFile.MOST_EVIDENCE
                ? Optional.empty()
                : Optional.of(
                        "Not tried, because the evidence of the targets before it is as large as one scan can bring ("
                                + (FactsFile.MOST_EVIDENCE >> 20)
                                + " MiB); scan the rest in another scan, with a selector of its own.");
    }

    private static void rethrow(Throwable cause) throws ScanException, InterruptedException {
        if (cause instanceof ScanException expected) {
            throw expected;
        }
        if (cause instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        throw new IllegalStateException(cause);
    }

    private static Thread worker(Runnable work) {
        Thread thread = new Thread(work, "distroless-scan-target");
        thread.setDaemon(true);
        return thread;
    }
}
