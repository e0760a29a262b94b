package io.jenkins.plugins.distrolessscan.engine.cluster;

import io.jenkins.plugins.distrolessscan.engine.cluster.ApiTransport.Reply;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange;
import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** The two requests that add a debug container, the one that asks and the one that stores, and what came of them. */
final class Addition {
    private static final int CONFLICT = 409;

    private final ApiCalls calls;
    private final PodReader reader;
    private final ForeignText text;
    private final ServerDefaults defaults;
    private final Cluster cluster;

    Addition(ApiCalls calls, PodReader reader, ForeignText text, ServerDefaults defaults, Cluster cluster) {
        this.calls = calls;
        this.reader = reader;
        this.text = text;
        this.defaults = defaults;
        this.cluster = cluster;
    }

    Admission dryRun(StoredPod pod, DebugContainerSpec spec) throws ScanException {
        PodFacts facts = pod.facts();
        String body = DebugContainerPatch.body(facts, spec).text();
        return admission(pod, spec, calls.object(ApiRequest.dryRun(FabricCluster.entries(facts), body, facts)));
    }

    Admission attach(StoredPod pod, DebugContainerSpec spec) throws ScanException {
        PodFacts facts = pod.facts();
        ApiRequest request =
                ApiRequest.attach(FabricCluster.entries(facts), DebugContainerPatch.body(facts, spec), facts);
        boolean perhapsStored = false;
        try {
            for (int attempt = 0; ; attempt++) {
                boolean last = attempt + 1 >= calls.retries().attempts();
                Optional<Reply> reply = calls.once(request, ApiCalls.MAX_OBJECT_BYTES, last);
                boolean conflict =
                        reply.filter(answer -> answer.code() == CONFLICT).isPresent();
                if (conflict && perhapsStored) {
                    // It may be our own first request that changed the pod.
                    Optional<Admission> found = found(pod, spec);
                    if (found.isPresent()) {
                        return found.get();
                    }
                    perhapsStored = false;
                }
                perhapsStored |= reply.isEmpty() || !refused(reply.get());
                if (reply.isPresent() && (last || !ApiCalls.mayHelpToRepeat(reply.get()))) {
                    return admission(pod, spec, calls.parse(request, reply.get()));
                }
                calls.pause(attempt, reply);
                // The server may have stored it although its answer was lost: look before asking again.
                Optional<Admission> found = found(pod, spec);
                if (found.isPresent()) {
                    return found.get();
                }
            }
        } catch (ScanException e) {
            // Whatever went wrong after such an answer: only a broken connection says that it is not known.
            throw perhapsStored && e.kind() != Kind.INTERRUPTED
                    ? new ScanException(Kind.CONNECTION, e.getMessage(), e)
                    : e;
        }
    }

    /** An answer that leaves no doubt: nothing was stored. */
    private static boolean refused(Reply reply) {
        return !reply.successful() && reply.code() < 500;
    }

    /** What the pod holds now, when the debug container is in it. */
    private Optional<Admission> found(StoredPod pod, DebugContainerSpec spec) throws ScanException {
        StoredPod now = cluster.stored(pod.facts().namespace(), pod.facts().name());
        if (!now.facts().uid().equals(pod.facts().uid())) {
            throw new ScanException(
                    Kind.NOT_FOUND,
                    "Pod \"" + pod.facts().name()
                            + "\" was replaced by another of the same name; start the scan again.");
        }
        return now.facts().ephemeralContainer(spec.name()).isPresent()
                ? Optional.of(admission(pod, spec, now.json()))
                : Optional.empty();
    }

    Admission admission(StoredPod before, DebugContainerSpec spec, ApiJson answer) throws ScanException {
        PodFacts facts = reader.read(answer);
        List<AdmissionChange> changes = PodComparison.between(before.json(), answer, asked(spec), defaults, text);
        return new Admission(facts, changes);
    }

    /** As text and back, so that numbers are of the same kinds as in an answer. */
    private ApiJson asked(DebugContainerSpec spec) throws ScanException {
        try {
            return ApiJson.parse(ApiJson.of(DebugContainerPatch.container(spec)).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
