package io.jenkins.plugins.distrolessscan.engine.cluster;

import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Answer;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Right;
import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseSpec;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.WorkloadName;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The port to Kubernetes: all that the scan ever asks of an API server. Every call is bounded in time. Failures are
 * {@link ScanException}s whose sentence says what to do; they never hold a credential.
 */
public interface Cluster extends AutoCloseable {
    /** The API server's URL, without user information. */
    String server();

    /** {@code GET /version}, such as {@code v1.34.4}; proves reachability and the certificate, not the credential. */
    String version() throws ScanException;

    /** TLS protocol, and subject and issuer of the server's certificate, as a sentence; empty before the first call. */
    String tls();

    /**
     * How far the API server's clock is ahead of this machine's, by the {@code Date} of its last answer, to about a
     * second; negative when it is behind, empty when no answer told the time.
     */
    Optional<Duration> clockAhead();

    /** Who the credential is, by SelfSubjectReview; empty when the server does not offer it. */
    Optional<String> userName() throws ScanException;

    /** Whether the credential has a right in a namespace, by SelfSubjectAccessReview. */
    Answer mayI(String namespace, Right right) throws ScanException;

    /** The rights held in a namespace, by SelfSubjectRulesReview. */
    HeldRights heldRights(String namespace) throws ScanException;

    /** One pod. NOT_FOUND tells a missing namespace from a missing pod where the credential allows it. */
    PodFacts pod(String namespace, String name) throws ScanException;

    /** The labels by which a workload finds its pods, as a label selector. NOT_FOUND when there is no such workload. */
    String podLabels(String namespace, WorkloadName workload) throws ScanException;

    /** One pod, whole, to add a debug container to. Fails as {@link #pod} does. */
    StoredPod stored(String namespace, String name) throws ScanException;

    /** The pods of a namespace, read in pages. */
    List<PodFacts> pods(String namespace, Optional<String> labelSelector) throws ScanException;

    /**
     * Asks what would be stored if the debug container were added to the pod at the version that it was read at; nothing
     * is stored.
     *
     * @throws ScanException REFUSED with the text of Pod Security, a policy or a webhook; FORBIDDEN with the missing rule;
     *     CONFLICT when the pod is not at that version any more
     */
    Admission dryRun(StoredPod pod, DebugContainerSpec spec) throws ScanException;

    /**
     * Asks whether a misuse of the right to add debug containers would be admitted. Always a dry run: nothing is stored,
     * and nothing is repeated. Whatever goes wrong is {@link MisuseChecks.Answer#NO_ANSWER}.
     *
     * @throws ScanException INTERRUPTED
     */
    MisuseChecks.Attempt tryMisuse(PodFacts pod, MisuseSpec spec) throws ScanException;

    /**
     * Adds the debug container to the pod at the version that it was read at, and answers what was stored.
     *
     * @throws ScanException as {@link #dryRun}; CONFLICT says that nothing was stored, CONNECTION that it is not known
     */
    Admission attach(StoredPod pod, DebugContainerSpec spec) throws ScanException;

    /** What is stored now, against the pod before and the debug container that was asked for. */
    Admission compared(StoredPod before, StoredPod now, DebugContainerSpec spec) throws ScanException;

    /**
     * Follows a container's log from its beginning until its end.
     *
     * @return empty while the container is waiting to start (the server answers 400)
     */
    Optional<InputStream> followLog(String namespace, String pod, String container) throws ScanException;

    /**
     * Watches a pod from the version on at which it was read.
     *
     * @return empty when the credential may not watch, or the server cannot be asked now: the pod is read again and again
     *     then
     * @throws ScanException INTERRUPTED
     */
    Optional<PodChanges> watch(PodFacts pod) throws ScanException;

    /** Ends all connections and threads of this client. */
    @Override
    void close();

    /** The answer of a SelfSubjectRulesReview: rules one by one, and whether the server says the list is complete. */
    record HeldRights(List<Rule> rules, boolean complete, String note) {
        public HeldRights {
            rules = List.copyOf(rules);
        }
    }

    /** One rule as the server lists it. */
    record Rule(List<String> verbs, List<String> groups, List<String> resources, List<String> names) {
        public Rule {
            verbs = List.copyOf(verbs);
            groups = List.copyOf(groups);
            resources = List.copyOf(resources);
            names = List.copyOf(names);
        }
    }
}
