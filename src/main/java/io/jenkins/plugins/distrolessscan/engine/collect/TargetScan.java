package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Pace;
import io.jenkins.plugins.distrolessscan.engine.cluster.StoredPod;
import io.jenkins.plugins.distrolessscan.engine.collect.TargetResult.LeftAlone;
import io.jenkins.plugins.distrolessscan.engine.collect.TargetResult.Scanned;
import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.Target;
import io.jenkins.plugins.distrolessscan.engine.probe.DebugContainers;
import io.jenkins.plugins.distrolessscan.engine.probe.IdentityChoice;
import io.jenkins.plugins.distrolessscan.engine.probe.OneTimeKey;
import io.jenkins.plugins.distrolessscan.engine.probe.ProbeCall;
import io.jenkins.plugins.distrolessscan.engine.probe.PublicKeys;
import io.jenkins.plugins.distrolessscan.engine.target.TargetSelection.Choice;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One attempt at one target, in the order of the workflow: read its pod again, dry run, attach, collect, verify the end,
 * compare the target before and after. It brings facts; whether they are good is decided elsewhere.
 */
final class TargetScan {
    private static final Identity NO_IDENTITY = new Identity(65532, 65532, "None was used.");
    /** The node's clock may be ahead of ours by as much. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(5);
    /** A kubelet writes a pod's status every few seconds at most. */
    private static final int MOST_CONFLICTS = 6;

    private static final Duration AFTER_CONFLICT = Duration.ofMillis(200);

    private final Cluster cluster;
    private final Pace pace;
    private final SecureRandom random;
    private final PublicKeys keys;
    private final Progress progress;
    private final AuditLog audit;
    private final MisuseDryRuns misuse;
    private final ScanRequest request;
    private final Instant selected;
    /** A target was tried, so that a fault of one says nothing of the whole scan. */
    private volatile boolean tried;

    /** @param selected when the pods were read that the targets were selected from */
    TargetScan(
            Cluster cluster,
            Pace pace,
            SecureRandom random,
            PublicKeys keys,
            Progress progress,
            AuditLog audit,
            MisuseDryRuns misuse,
            ScanRequest request,
            Instant selected) {
        this.cluster = cluster;
        this.pace = pace;
        this.random = random;
        this.keys = keys;
        this.progress = progress;
        this.audit = audit;
        this.misuse = misuse;
        this.request = request;
        this.selected = selected;
    }

    /**
     * Scans one target. Faults of this target become an outcome, also those that nobody expected: what was found out about
     * other targets is not lost with it.
     *
     * @throws ScanException INTERRUPTED; CONFIGURATION for wrong parameters, as long as no target was tried
     */
    TargetResult scan(Choice chosen) throws ScanException, InterruptedException {
        TargetResult result = tried(chosen);
        tried = true;
        try {
            tell(chosen, result);
        } catch (RuntimeException e) {
            // What was found out is worth more than the line about it.
        }
        return result;
    }

    private void tell(Choice chosen, TargetResult result) {
        if (!(result instanceof Scanned scanned)) {
            progress.leaving(chosen.pod().uid());
            return;
        }
        if (!scanned.mayStillRun()) {
            progress.leaving(chosen.pod().uid());
        }
        tell(scanned.observation());
    }

    private TargetResult tried(Choice chosen) throws ScanException, InterruptedException {
        Attempt attempt = attempt(chosen, NO_IDENTITY, selected);
        try {
            for (int turn = 1; ; turn++) {
                // First of all: another scan may be at the pod, and what it changes there is read after it.
                OneTimeKey key =
                        keys.next(chosen.pod().uid(), chosen.container().name());
                LatestPod.Found found = new LatestPod(cluster, request.selection()).read(chosen);
                if (found instanceof LatestPod.Found.Refused refused) {
                    return new LeftAlone(refused.passedOver());
                }
                if (found instanceof LatestPod.Found.Lost lost) {
                    return attempt.ended(lost.outcome(), lost.reason());
                }
                Instant read = pace.now();
                LatestPod.Found.Same same = (LatestPod.Found.Same) found;
                Choice target = same.target();
                attempt = attempt(target, NO_IDENTITY, read);
                Identity identity;
                try {
                    identity = IdentityChoice.choose(request.runAs(), target.container(), request.rootAllowed());
                } catch (ScanException e) {
                    // The identity of the target itself is not allowed: nothing is attached to it, the others go on.
                    return attempt.ended(Outcome.NOT_READABLE, e.getMessage());
                }
                attempt = attempt(target, identity, read);
                try {
                    return admitted(attempt, target, same.pod(), key);
                } catch (ScanException e) {
                    if (e.kind() != Kind.CONFLICT) {
                        throw e;
                    }
                    if (turn >= MOST_CONFLICTS) {
                        return attempt.ended(Outcome.REFUSED, e.getMessage());
                    }
                }
                // Somebody changed the pod between the look at it and the request, mostly its kubelet.
                pace.sleep(AFTER_CONFLICT.multipliedBy(turn));
            }
        } catch (ScanException e) {
            if (e.kind() == Kind.INTERRUPTED || e.kind() == Kind.CONFIGURATION && !tried) {
                throw e;
            }
            return attempt.ended(Outcome.FAILED, e.getMessage());
        } catch (RuntimeException e) {
            return attempt.ended(Outcome.FAILED, OwnFault.sentence(e));
        }
    }

    /** Asks whether the debug container would be stored as asked for, adds it only then, and follows it to its end. */
    private Scanned admitted(Attempt attempt, Choice chosen, StoredPod stored, OneTimeKey key)
            throws ScanException, InterruptedException {
        PodFacts pod = chosen.pod();
        ContainerFacts container = chosen.container();
        DebugContainerSpec asked = DebugContainers.spec(
                pod, container, request.image(), attempt.identity(), call(pod, container, key), random);
        Attaching attaching = new Attaching(cluster, pace, progress, audit, request);
        Optional<Scanned> refused = attaching.refused(attempt, stored, asked);
        if (refused.isPresent()) {
            return refused.get();
        }
        misuse.once(attempt.target().key(), pod, asked);
        // Asking took time: the probe's own begins with the request that starts it.
        ProbeCall call = call(pod, container, keys.next(pod.uid(), container.name()));
        tried = true;
        DebugContainerSpec spec = asked.withArgs(call.arguments());
        Optional<Scanned> failed = attaching.failed(attempt, stored, spec, call);
        if (failed.isPresent()) {
            return failed.get();
        }
        try (DebugContainerWatch watch = new DebugContainerWatch(cluster, pace, audit, request)) {
            part(
                    attempt,
                    added -> progress.say(
                            added.target().key() + ": attached " + spec.name() + " as " + spec.identity()));
            if (!attempt.attached().altered()) {
                part(attempt, watch::collect);
            }
            part(attempt, watch::awaitEnd);
        }
        return attempt.judge();
    }

    private ProbeCall call(PodFacts pod, ContainerFacts container, OneTimeKey key) throws ScanException {
        return ProbeCall.create(
                        key,
                        container.containerId(),
                        pace.now().plus(request.limits().start()).plus(CLOCKS_DIFFER),
                        request.limits().work(),
                        request.limits().lifetime(),
                        OutputCap.of(pod, request.limits().outputBytes()))
                .within(
                        pod.memoryLimit(),
                        pod.cpuLimitMillis(),
                        request.limits().margins())
                .doing(request.work());
    }

    /** A container that nothing is attached to because what is in it is assumed. */
    Observation assumed(Choice chosen) {
        return attempt(chosen, NO_IDENTITY, selected).ended(Outcome.ASSUMED, "").observation();
    }

    private Attempt attempt(Choice chosen, Identity identity, Instant read) {
        return new Attempt(
                target(chosen.pod(), chosen.container()),
                chosen.pod(),
                chosen.container(),
                identity,
                request.limits(),
                read);
    }

    private void tell(Observation observation) {
        progress.say(observation.target().key() + ": "
                + (observation.reason().isEmpty()
                        ? "the probe's answer is complete"
                        : observation.outcome().toString())
                + observation
                        .debugContainer()
                        .map(Observation.DebugContainer::slotsLeft)
                        .filter(left -> left <= PodFacts.FEW_SLOTS)
                        .map(left -> "; " + left + (left == 1 ? " place is" : " places are") + " left in its pod of "
                                + PodFacts.MOST_EPHEMERAL_CONTAINERS
                                + ", restart its workload before they are used up (kubectl rollout restart)")
                        .orElse(""));
    }

    /** What is done with a debug container after it was added. */
    private interface Part {
        void of(Attempt attempt) throws ScanException, InterruptedException;
    }

    /** A fault of one part does not keep the next from being done: the end is looked for whatever went wrong before. */
    private static void part(Attempt attempt, Part part) throws ScanException, InterruptedException {
        try {
            part.of(attempt);
        } catch (ScanException e) {
            if (e.kind() == Kind.INTERRUPTED) {
                throw e;
            }
            attempt.fault(e.getMessage());
        } catch (RuntimeException e) {
            attempt.fault(OwnFault.sentence(e));
        }
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
