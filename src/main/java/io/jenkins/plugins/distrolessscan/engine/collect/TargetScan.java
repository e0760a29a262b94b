package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster;
import io.jenkins.plugins.distrolessscan.engine.collect.TargetResult.LeftAlone;
import io.jenkins.plugins.distrolessscan.engine.collect.TargetResult.Scanned;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.EphemeralFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.Target;
import io.jenkins.plugins.distrolessscan.engine.probe.DebugContainers;
import io.jenkins.plugins.distrolessscan.engine.probe.IdentityChoice;
import io.jenkins.plugins.distrolessscan.engine.probe.ProbeCall;
import io.jenkins.plugins.distrolessscan.engine.target.TargetSelection.Choice;
import java.security.SecureRandom;
import java.time.Clock;
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

    private final Cluster cluster;
    private final Clock clock;
    private final SecureRandom random;
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
            Clock clock,
            SecureRandom random,
            Progress progress,
            AuditLog audit,
            MisuseDryRuns misuse,
            ScanRequest request,
            Instant selected) {
        this.cluster = cluster;
        this.clock = clock;
        this.random = random;
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
        if (result instanceof Scanned scanned) {
            try {
                tell(scanned.observation());
            } catch (RuntimeException e) {
                // What was found out is worth more than the line about it.
            }
        }
        return result;
    }

    private TargetResult tried(Choice chosen) throws ScanException, InterruptedException {
        Attempt attempt = attempt(chosen, NO_IDENTITY, selected);
        try {
            LatestPod.Found found = new LatestPod(cluster, request.selection()).read(chosen);
            if (found instanceof LatestPod.Found.Refused refused) {
                return new LeftAlone(refused.passedOver());
            }
            if (found instanceof LatestPod.Found.Lost lost) {
                return attempt.ended(lost.outcome(), lost.reason());
            }
            Instant read = clock.instant();
            Choice target = ((LatestPod.Found.Same) found).target();
            attempt = attempt(target, NO_IDENTITY, read);
            Identity identity;
            try {
                identity = IdentityChoice.choose(request.runAs(), target.container(), request.rootAllowed());
            } catch (ScanException e) {
                // The identity of the target itself is not allowed: nothing is attached to it, the others go on.
                return attempt.ended(Outcome.NOT_READABLE, e.getMessage());
            }
            attempt = attempt(target, identity, read);
            return admitted(attempt, target);
        } catch (ScanException e) {
            if (e.kind() == Kind.INTERRUPTED || e.kind() == Kind.CONFIGURATION && !tried) {
                throw e;
            }
            return attempt.ended(Outcome.FAILED, e.getMessage());
        } catch (RuntimeException e) {
            return attempt.ended(Outcome.FAILED, OwnFault.sentence(e));
        }
    }

    /** Asks whether the debug container would be admitted, and adds it only then. */
    private Scanned admitted(Attempt attempt, Choice chosen) throws ScanException, InterruptedException {
        PodFacts pod = chosen.pod();
        ContainerFacts container = chosen.container();
        String target = attempt.target().key();
        DebugContainerSpec spec =
                DebugContainers.spec(pod, container, request.image(), attempt.identity(), call(pod, container), random);
        try {
            audit.add("dry-run", target, "Asked the API server whether " + spec.name() + " would be admitted.");
            cluster.dryRun(pod, spec);
        } catch (ScanException e) {
            unlessInterrupted(e);
            audit.add("refused", target, "Not admitted; nothing was stored.");
            return attempt.ended(e.kind() == Kind.REFUSED ? Outcome.REFUSED : Outcome.FAILED, e.getMessage());
        }
        misuse.once(target, pod, spec);
        // Asking took time: the probe's own begins with the request that starts it.
        ProbeCall call = call(pod, container);
        return attach(attempt, spec.withArgs(call.arguments()), call);
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
                        : observation.outcome().toString()));
    }

    private static void unlessInterrupted(ScanException e) throws ScanException {
        if (e.kind() == Kind.INTERRUPTED) {
            throw e;
        }
    }

    private Scanned attach(Attempt attempt, DebugContainerSpec spec, ProbeCall call)
            throws ScanException, InterruptedException {
        Target target = attempt.target();
        tried = true;
        Instant endsBy = call.notAfter().plus(request.limits().lifetime());
        progress.attaching(new Progress.Attachment(
                target.namespace(), target.pod(), target.podUid(), spec.name(), call.nonce(), call.notAfter(), endsBy));
        audit.add(
                AuditEvent.ATTACH,
                target.key(),
                "Adding the ephemeral container " + spec.name() + " as " + spec.identity() + ".");
        PodFacts stored;
        try {
            stored = sent(attempt.pod(), spec);
        } catch (ScanException e) {
            unlessInterrupted(e);
            Optional<PodFacts> there = e.kind() == Kind.CONNECTION ? stored(target, spec) : Optional.empty();
            if (there.isEmpty()) {
                String reason = notAttached(attempt, spec, e, endsBy);
                return attempt.ended(e.kind() == Kind.REFUSED ? Outcome.REFUSED : Outcome.FAILED, reason);
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
        DebugContainerWatch watch = new DebugContainerWatch(cluster, clock, audit, request);
        part(attempt, added -> progress.say(target.key() + ": attached " + spec.name() + " as " + spec.identity()));
        part(attempt, watch::collect);
        part(attempt, watch::awaitEnd);
        return attempt.judge();
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
            unlessInterrupted(e);
            attempt.fault(e.getMessage());
        } catch (RuntimeException e) {
            attempt.fault(OwnFault.sentence(e));
        }
    }

    /** A fault that nobody expected says as little of what was stored as a broken connection does. */
    private PodFacts sent(PodFacts pod, DebugContainerSpec spec) throws ScanException {
        try {
            return cluster.attach(pod, spec);
        } catch (RuntimeException e) {
            throw new ScanException(Kind.CONNECTION, OwnFault.sentence(e), e);
        }
    }

    /** The pod, when the debug container is in it although the answer to the PATCH was lost. */
    private Optional<PodFacts> stored(Target target, DebugContainerSpec spec) throws ScanException {
        try {
            PodFacts now = cluster.pod(target.namespace(), target.pod());
            boolean there = now.uid().equals(target.podUid())
                    && now.ephemeralContainer(spec.name()).isPresent();
            return there ? Optional.of(now) : Optional.empty();
        } catch (ScanException e) {
            unlessInterrupted(e);
            return Optional.empty();
        }
    }

    private String notAttached(Attempt attempt, DebugContainerSpec spec, ScanException e, Instant endsBy) {
        String target = attempt.target().key();
        if (e.kind() != Kind.CONNECTION) {
            audit.add("refused", target, "The API server did not take the ephemeral container.");
            return e.getMessage();
        }
        attempt.perhapsStored();
        String unknown =
                "It is not known whether " + spec.name() + " was stored; if so, it ends by itself by " + endsBy + ".";
        audit.add("attach-unknown", target, unknown);
        return e.getMessage() + " " + unknown;
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
