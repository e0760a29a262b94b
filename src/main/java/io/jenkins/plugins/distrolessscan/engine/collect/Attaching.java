package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.access.AdmissionPolicy;
import io.jenkins.plugins.distrolessscan.engine.cluster.Admission;
import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Pace;
import io.jenkins.plugins.distrolessscan.engine.cluster.StoredPod;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange.Place;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.Target;
import io.jenkins.plugins.distrolessscan.engine.probe.ProbeCall;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The way of a debug container into a pod: the dry run, whose answer has to be what was asked for, and the PATCH, whose
 * answer is kept. Each of the two ends the attempt or leaves it with more known.
 */
final class Attaching {
    private final Cluster cluster;
    private final Pace pace;
    private final Progress progress;
    private final AuditLog audit;
    private final ScanRequest request;

    Attaching(Cluster cluster, Pace pace, Progress progress, AuditLog audit, ScanRequest request) {
        this.cluster = cluster;
        this.pace = pace;
        this.progress = progress;
        this.audit = audit;
        this.request = request;
    }

    /**
     * Asks whether the debug container would be stored as it is asked for.
     *
     * @return the end of the attempt, when it would not
     * @throws ScanException INTERRUPTED; CONFLICT when the pod has to be read again
     */
    Optional<TargetResult.Scanned> refused(Attempt attempt, StoredPod pod, DebugContainerSpec spec)
            throws ScanException {
        String target = attempt.target().key();
        Admission admission;
        try {
            audit.add("dry-run", target, "Asked the API server whether " + spec.name() + " would be admitted.");
            admission = cluster.dryRun(pod, spec);
        } catch (ScanException e) {
            if (e.kind() == Kind.INTERRUPTED || e.kind() == Kind.CONFLICT) {
                throw e;
            }
            audit.add("refused", target, "Not admitted; nothing was stored.");
            return Optional.of(attempt.ended(e.kind() == Kind.REFUSED ? Outcome.REFUSED : Outcome.FAILED, advised(e)));
        }
        Optional<String> changes = unwanted(admission, request);
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        audit.add("refused", target, "Would not be stored as asked for; nothing was stored.");
        return Optional.of(attempt.ended(Outcome.REFUSED, changes.get()));
    }

    /** The server's words, and what to do where they are those of the documented policy. */
    private static String advised(ScanException e) {
        return AdmissionPolicy.outdated(e.getMessage())
                .map(advice -> e.getMessage() + " " + advice)
                .orElse(e.getMessage());
    }

    /** What speaks against storing what admission would make of the debug container; empty when it is what was asked for. */
    static Optional<String> unwanted(Admission admission, ScanRequest request) {
        List<AdmissionChange> changes = admission.changes().stream()
                .filter(change -> change.place() != Place.REGISTRY || !request.registryMayChange())
                .toList();
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "Nothing was attached, because admission (a mutating webhook or policy) would store something else"
                                + " than what was asked for: " + words(changes) + "." + advice(changes));
    }

    /**
     * Adds the debug container.
     *
     * @return the end of the attempt, when it was not added or nobody knows; otherwise the attempt knows what was stored
     * @throws ScanException INTERRUPTED; CONFLICT when the pod has to be read again, and nothing was stored
     */
    Optional<TargetResult.Scanned> failed(Attempt attempt, StoredPod pod, DebugContainerSpec spec, ProbeCall call)
            throws ScanException {
        Target target = attempt.target();
        Instant endsBy = call.notAfter().plus(request.limits().lifetime());
        progress.attaching(new Progress.Attachment(
                target.namespace(), target.pod(), target.podUid(), spec.name(), call.nonce(), call.notAfter(), endsBy));
        audit.add(
                AuditEvent.ATTACH,
                target.key(),
                "Adding the ephemeral container " + spec.name() + " as " + spec.identity() + ".");
        Admission admission;
        try {
            admission = sent(pod, spec);
        } catch (ScanException e) {
            if (e.kind() == Kind.INTERRUPTED || e.kind() == Kind.CONFLICT) {
                throw e;
            }
            Optional<Admission> there = e.kind() == Kind.CONNECTION ? stored(target, pod, spec) : Optional.empty();
            if (there.isEmpty()) {
                String reason = notAttached(attempt, spec, e, endsBy);
                return Optional.of(attempt.ended(e.kind() == Kind.REFUSED ? Outcome.REFUSED : Outcome.FAILED, reason));
            }
            admission = there.get();
        }
        PodFacts now = admission.pod();
        if (now.ephemeralContainer(spec.name()).isEmpty()) {
            return Optional.of(attempt.ended(
                    Outcome.FAILED,
                    "The API server answered the PATCH without the debug container " + spec.name() + "."));
        }
        List<AdmissionChange> changes = judged(admission.changes());
        attempt.attached(
                new Attempt.Attached(pace.now(), call, spec, now, changes),
                now.ephemeralContainer(spec.name()).get());
        tell(attempt, changes);
        return Optional.empty();
    }

    private void tell(Attempt attempt, List<AdmissionChange> changes) {
        String target = attempt.target().key();
        if (!changes.isEmpty()) {
            audit.add("changed", target, "Changed before it was stored: " + words(changes) + ".");
            progress.say(target + ": admission changed what was stored: " + words(changes));
        }
        if (attempt.full()) {
            String full = "The pod has " + PodFacts.MOST_EPHEMERAL_CONTAINERS
                    + " ephemeral containers or more now, and takes no more from this program: before the next scan it has"
                    + " to be replaced.";
            audit.add("full", target, full);
            progress.say(target + ": " + full);
        }
    }

    /** What the administrator allowed is told and stands in nobody's way. */
    private List<AdmissionChange> judged(List<AdmissionChange> changes) {
        return changes.stream()
                .map(change -> change.place() == Place.REGISTRY && !request.registryMayChange()
                        ? new AdmissionChange(Place.ENTRY, change.kind(), change.member())
                        : change)
                .toList();
    }

    private static String words(List<AdmissionChange> changes) {
        return changes.stream().map(AdmissionChange::text).collect(Collectors.joining(", "));
    }

    private static String advice(List<AdmissionChange> changes) {
        boolean registry = changes.stream().allMatch(change -> change.member().equals("image"));
        return " Exempt the scan's debug container from it"
                + (registry
                        ? ", or name the image as the webhook would, or allow image-registry where only the registry"
                                + " changes and the digest stays."
                        : ".");
    }

    /** A fault that nobody expected says as little of what was stored as a broken connection does. */
    private Admission sent(StoredPod pod, DebugContainerSpec spec) throws ScanException {
        try {
            return cluster.attach(pod, spec);
        } catch (RuntimeException e) {
            throw new ScanException(Kind.CONNECTION, OwnFault.sentence(e), e);
        }
    }

    /** What is stored, when the debug container is there although the answer to the PATCH was lost. */
    private Optional<Admission> stored(Target target, StoredPod before, DebugContainerSpec spec) throws ScanException {
        try {
            StoredPod now = cluster.stored(target.namespace(), target.pod());
            boolean there = now.facts().uid().equals(target.podUid())
                    && now.facts().ephemeralContainer(spec.name()).isPresent();
            return there ? Optional.of(cluster.compared(before, now, spec)) : Optional.empty();
        } catch (ScanException e) {
            if (e.kind() == Kind.INTERRUPTED) {
                throw e;
            }
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
        String unknown = "It is not known whether " + spec.name()
                + " was stored; if so, and if nobody changed it on the way," + " it ends by itself by " + endsBy + ".";
        audit.add("attach-unknown", target, unknown);
        return e.getMessage() + " " + unknown;
    }
}
