package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.cluster.Pace;
import io.jenkins.plugins.distrolessscan.engine.collect.TargetResult.LeftAlone;
import io.jenkins.plugins.distrolessscan.engine.collect.TargetResult.Scanned;
import io.jenkins.plugins.distrolessscan.engine.model.Capacity;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.target.TargetSelection.Choice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The order in which targets are scanned: the first one alone (the canary), then a few pods at a time. A pod has one
 * debug container at a time, so its containers are scanned one after the other. Two equal failures to start end it, since
 * every further attempt would leave one more useless record in a pod; so do the scan's time and the size of what it can
 * bring.
 */
final class TargetQueue {
    private static final Set<Outcome> START_FAILURES =
            EnumSet.of(Outcome.REFUSED, Outcome.NOT_STARTED, Outcome.FAILED, Outcome.ALTERED, Outcome.NOT_READABLE);
    private static final int EQUAL_FAILURES = 2;
    /** Bytes of evidence that one scan may bring: what one facts file holds. No target is begun that might not fit. */
    static final int MOST_EVIDENCE = Capacity.EVIDENCE_BYTES;

    /** An interrupted target leaves at its next call; a build that was stopped does not wait longer. */
    private static final Duration LEAVING = Duration.ofSeconds(3);

    private final Scanning scan;
    private final Limits limits;
    private final Pace pace;
    private final Instant until;
    private final Map<String, Integer> failures = new HashMap<>();
    private final Consumer<PassedOver> passed;
    private boolean stopped;
    /** Bytes of evidence: what has come, and for targets that are under way the most that may come. */
    private long evidence;

    /** Scans one target. */
    interface Scanning {
        TargetResult scan(Choice target) throws ScanException, InterruptedException;
    }

    /** @param passed hears of each target that is not scanned after all, by several threads */
    TargetQueue(Scanning scan, Consumer<PassedOver> passed, Limits limits, Pace pace, Instant started) {
        this.scan = scan;
        this.passed = passed;
        this.limits = limits;
        this.pace = pace;
        this.until = started.plus(limits.scan());
    }

    /**
     * Scans what can be scanned. The observations come in the order of the targets, those of one pod together.
     *
     * @param targets those of one pod in a row
     * @throws ScanException what {@link Scanning} throws, which ends all of it
     */
    List<Observation> run(List<Choice> targets) throws ScanException, InterruptedException {
        List<Observation> observations = new ArrayList<>();
        if (targets.isEmpty()) {
            return observations;
        }
        List<OnePod> pods = pods(targets);
        pods.get(0).next().ifPresent(observations::add);
        ExecutorService workers = Executors.newFixedThreadPool(limits.parallel(), TargetQueue::worker);
        try {
            List<Future<List<Observation>>> running = new ArrayList<>();
            for (OnePod pod : pods) {
                running.add(workers.submit(pod::rest));
            }
            for (Future<List<Observation>> future : running) {
                observations.addAll(future.get());
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

    private List<OnePod> pods(List<Choice> targets) {
        Map<String, OnePod> pods = new LinkedHashMap<>();
        targets.forEach(target -> pods.computeIfAbsent(target.pod().uid(), uid -> new OnePod())
                .waiting
                .add(target));
        return List.copyOf(pods.values());
    }

    /** The targets of one pod. Used by one thread at a time. */
    private final class OnePod {
        private final Deque<Choice> waiting = new ArrayDeque<>();
        /** The container whose debug container was not seen to end. */
        private Optional<String> mayStillRun = Optional.empty();

        List<Observation> rest() throws ScanException, InterruptedException {
            List<Observation> observations = new ArrayList<>();
            while (!waiting.isEmpty()) {
                next().ifPresent(observations::add);
            }
            return observations;
        }

        Optional<Observation> next() throws ScanException, InterruptedException {
            Choice target = waiting.remove();
            Optional<String> hindrance = mayStillRun
                    .map(container -> "Not tried, because the debug container for container " + container
                            + " of the same pod was not seen to end, and a pod gets one at a time; scan again when it"
                            + " has ended.")
                    .or(() -> begin());
            if (hindrance.isPresent()) {
                passed.accept(new PassedOver(
                        target.pod().namespace(),
                        target.pod().name(),
                        target.container().name(),
                        PassedOver.Reason.STOPPED_EARLY,
                        hindrance.get()));
                return Optional.empty();
            }
            TargetResult result = scan.scan(target);
            if (result instanceof LeftAlone left) {
                ended(0);
                passed.accept(left.passedOver());
                return Optional.empty();
            }
            Scanned scanned = (Scanned) result;
            if (scanned.mayStillRun()) {
                mayStillRun = Optional.of(target.container().name());
            }
            ended(scanned);
            return Optional.of(scanned.observation());
        }
    }

    private synchronized void ended(Scanned scanned) {
        Outcome outcome = scanned.observation().outcome();
        ended(scanned.observation().evidence().map(bytes -> bytes.length).orElse(0));
        if (START_FAILURES.contains(outcome)) {
            String kind = outcome + " " + scanned.failure();
            stopped |= failures.merge(kind, 1, Integer::sum) >= EQUAL_FAILURES;
        }
    }

    private synchronized void ended(int brought) {
        evidence += brought - limits.outputBytes();
    }

    /** Keeps room for what a target may bring; or says why none may be begun. */
    private synchronized Optional<String> begin() {
        Optional<String> hindrance = hindrance();
        if (hindrance.isEmpty()) {
            evidence += limits.outputBytes();
        }
        return hindrance;
    }

    private Optional<String> hindrance() {
        if (pace.now().isAfter(until)) {
            return Optional.of("The scan's time of " + limits.scan().toSeconds()
                    + " s was over; raise the timeout or choose fewer pods.");
        }
        if (stopped) {
            return Optional.of("Not tried, because two targets before it failed to start in the same way.");
        }
        // Found out only now, since most targets bring far less than they may.
        return evidence + limits.outputBytes() <= MOST_EVIDENCE
                ? Optional.empty()
                : Optional.of(
                        "Not tried, because the evidence of the targets before it is as large as one scan can bring ("
                                + (MOST_EVIDENCE >> 20)
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
