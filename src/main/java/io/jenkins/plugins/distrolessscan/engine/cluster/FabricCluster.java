package io.jenkins.plugins.distrolessscan.engine.cluster;

import io.jenkins.plugins.distrolessscan.engine.cluster.ApiTransport.Reply;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Answer;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Right;
import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseSpec;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.WorkloadName;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The port to Kubernetes over fabric8's HTTP client: about ten requests, written out, with answers read as JSON. The typed
 * client is not used; it would load thousands of classes on an agent and read the environment (design of {@link
 * ApiTransport}). May be used by several threads.
 */
public final class FabricCluster implements Cluster {
    /** Characters; those of real clusters have one or two thousand. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    private static final String REVIEWS = "/apis/authorization.k8s.io/v1/";

    private final ForeignText text;
    private final ApiCalls calls;
    private final PodReader reader;
    /** Asked once: the answer stays the same for a scan. */
    private volatile boolean mayNotWatch;
    /** As the server told it last; decides which defaults are its own. */
    private volatile String version = "";

    /** @throws ScanException CONFIGURATION for what cannot be a connection to an API server; nothing is opened yet */
    public FabricCluster(Connection connection, Timeouts timeouts) throws ScanException {
        this(connection, timeouts, Retries.standard(new SecureRandom()));
    }

    FabricCluster(Connection connection, Timeouts timeouts, Retries retries) throws ScanException {
        checkCredential(connection);
        this.text = new ForeignText(connection.token());
        this.calls = new ApiCalls(connection, timeouts, retries, text);
        this.reader = new PodReader(text);
    }

    private static void checkCredential(Connection connection) throws ScanException {
        if (connection.token().isEmpty() && connection.clientCertificate().isEmpty()) {
            throw new ScanException(Kind.CONFIGURATION, "There is neither a token nor a client certificate; give one.");
        }
        if (connection.token().isPresent() && connection.token().get().length() > Connection.LONGEST_TOKEN) {
            throw new ScanException(
                    Kind.CONFIGURATION,
                    "The token has more than " + Connection.LONGEST_TOKEN
                            + " characters, which no token has; is it the right file?");
        }
        if (connection.token().isPresent()
                && !Connection.isToken(connection.token().get())) {
            throw new ScanException(
                    Kind.CONFIGURATION,
                    "The token is empty or holds spaces, line breaks or other characters that no token has; store it"
                            + " again without them.");
        }
    }

    @Override
    public String server() {
        return calls.transport().server().toString();
    }

    @Override
    public String version() throws ScanException {
        ApiRequest request = ApiRequest.get("/version", "ask the API server for its version");
        version = text.clean(calls.object(request).path("gitVersion").asText(""), 100);
        return version;
    }

    @Override
    public String tls() {
        return calls.transport().calls().handshake().map(this::describe).orElse("");
    }

    @Override
    public Optional<Duration> clockAhead() {
        return calls.transport().ahead();
    }

    private String describe(okhttp3.Handshake handshake) {
        ServerTrust trust = calls.transport().trust();
        return handshake.tlsVersion().javaName() + ", "
                + handshake.cipherSuite().javaName()
                + trust.presented()
                        .map(c -> "; certificate of "
                                + trust.name(c.getSubjectX500Principal().getName())
                                + ", issued by "
                                + trust.name(c.getIssuerX500Principal().getName())
                                + ", valid until " + c.getNotAfter().toInstant())
                        .orElse("");
    }

    @Override
    public Optional<String> userName() throws ScanException {
        ApiRequest request = ApiRequest.review(
                "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\"}",
                "ask the API server who the credential is");
        Reply reply = calls.send(request, ApiCalls.MAX_OBJECT_BYTES);
        if (reply.code() == 404) {
            return Optional.empty();
        }
        String name = text.clean(
                calls.parse(request, reply)
                        .path("status")
                        .path("userInfo")
                        .path("username")
                        .asText(""),
                300);
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    @Override
    public Answer mayI(String namespace, Right right) throws ScanException {
        String[] parts = right.resource().split("/", 2);
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("namespace", namespace);
        attributes.put("verb", right.verb());
        attributes.put("group", right.group());
        attributes.put("resource", parts[0]);
        if (parts.length > 1) {
            attributes.put("subresource", parts[1]);
        }
        if (!right.name().isEmpty()) {
            attributes.put("name", right.name());
        }
        String review = review("SelfSubjectAccessReview", Map.of("resourceAttributes", attributes));
        ApiJson status = calls.object(ApiRequest.review(
                        REVIEWS + "selfsubjectaccessreviews",
                        review,
                        "ask whether the credential may " + right + " in " + namespace))
                .path("status");
        if (status.path("allowed").asBoolean()) {
            return Answer.ALLOWED;
        }
        boolean sure = status.path("denied").asBoolean()
                || status.path("evaluationError").asText("").isEmpty();
        return sure && status.path("allowed").isBoolean() ? Answer.DENIED : Answer.UNKNOWN;
    }

    @Override
    public HeldRights heldRights(String namespace) throws ScanException {
        String review = review("SelfSubjectRulesReview", Map.of("namespace", namespace));
        ApiJson status = calls.object(ApiRequest.review(
                        REVIEWS + "selfsubjectrulesreviews",
                        review,
                        "ask which rights the credential holds in " + namespace))
                .path("status");
        List<Rule> rules = new ArrayList<>();
        for (ApiJson rule : status.path("resourceRules")) {
            rules.add(new Rule(
                    words(rule.path("verbs")),
                    words(rule.path("apiGroups")),
                    words(rule.path("resources")),
                    words(rule.path("resourceNames"))));
        }
        String note = text.clean(status.path("evaluationError").asText(""), 500);
        return new HeldRights(rules, !status.path("incomplete").asBoolean() && status.has("resourceRules"), note);
    }

    private static String review(String kind, Map<String, Object> spec) {
        Map<String, Object> review = new LinkedHashMap<>();
        review.put("apiVersion", "authorization.k8s.io/v1");
        review.put("kind", kind);
        review.put("spec", spec);
        return ApiJson.of(review).toString();
    }

    private List<String> words(ApiJson list) {
        List<String> found = new ArrayList<>();
        list.forEach(word -> found.add(text.clean(word.asText(""), 300)));
        return found;
    }

    @Override
    public PodFacts pod(String namespace, String name) throws ScanException {
        return stored(namespace, name).facts();
    }

    @Override
    public StoredPod stored(String namespace, String name) throws ScanException {
        ApiRequest request = ApiRequest.get(
                path(namespace, name, ""),
                "read pod \"" + name + "\" in namespace \"" + namespace + "\"",
                namespace,
                new Right("get", "", "pods", name));
        Reply reply = calls.send(request, ApiCalls.MAX_OBJECT_BYTES);
        if (reply.code() == 404) {
            throw missing(namespace, "pod \"" + name + "\"");
        }
        ApiJson json = calls.parse(request, reply);
        return new StoredPod(reader.read(json), json);
    }

    @Override
    public String podLabels(String namespace, WorkloadName workload) throws ScanException {
        ApiRequest request = ApiRequest.get(
                "/apis/apps/v1/namespaces/" + ServerAddress.encode(namespace) + "/"
                        + workload.kind().resource() + "/" + ServerAddress.encode(workload.name()),
                "read " + workload + " in namespace \"" + namespace + "\"",
                namespace,
                new Right("get", "apps", workload.kind().resource(), workload.name()));
        Reply reply = calls.send(request, ApiCalls.MAX_OBJECT_BYTES);
        if (reply.code() == 404) {
            throw missing(namespace, workload.toString());
        }
        return WorkloadLabels.of(calls.parse(request, reply).path("spec").path("selector"))
                .orElseThrow(() -> new ScanException(
                        Kind.UNSUPPORTED,
                        "The selector of " + workload + " cannot be read; choose its pods by label instead."));
    }

    @Override
    public List<PodFacts> pods(String namespace, Optional<String> labelSelector) throws ScanException {
        List<PodFacts> found = new PodPages(calls, reader).read(path(namespace), namespace, labelSelector);
        if (found.isEmpty() && isKnownToBeMissing(namespace)) {
            throw new ScanException(
                    Kind.NOT_FOUND, "There is no namespace \"" + namespace + "\" in this cluster; check its name.");
        }
        return found;
    }

    /** The least privilege does not hold the right to look; an empty list is the answer then. */
    private boolean isKnownToBeMissing(String namespace) throws ScanException {
        try {
            return namespaceIsMissing(namespace);
        } catch (ScanException e) {
            if (e.kind() == Kind.FORBIDDEN) {
                return false;
            }
            throw e;
        }
    }

    private ScanException missing(String namespace, String what) {
        String end = "; check the names, and that the pod was not replaced by one of another name.";
        try {
            return namespaceIsMissing(namespace)
                    ? new ScanException(
                            Kind.NOT_FOUND,
                            "There is no namespace \"" + namespace + "\" in this cluster; check its name.")
                    : new ScanException(
                            Kind.NOT_FOUND, "There is no " + what + " in namespace \"" + namespace + "\"" + end);
        } catch (ScanException e) {
            return new ScanException(
                    Kind.NOT_FOUND,
                    "There is no " + what + " in namespace \"" + namespace + "\", or no such namespace (the credential"
                            + " may not look)" + end);
        }
    }

    private boolean namespaceIsMissing(String namespace) throws ScanException {
        ApiRequest request = ApiRequest.get(
                "/api/v1/namespaces/" + ServerAddress.encode(namespace),
                "read namespace \"" + namespace + "\"",
                namespace,
                new Right("get", "", "namespaces", namespace));
        Reply reply = calls.send(request, ApiCalls.MAX_OBJECT_BYTES);
        if (reply.code() == 404) {
            return true;
        }
        calls.parse(request, reply);
        return false;
    }

    @Override
    public Admission dryRun(StoredPod pod, DebugContainerSpec spec) throws ScanException {
        return additions().dryRun(pod, spec);
    }

    @Override
    public MisuseChecks.Attempt tryMisuse(PodFacts pod, MisuseSpec spec) throws ScanException {
        return new MisuseDryRun(calls).ask(entries(pod), pod, spec);
    }

    @Override
    public Admission attach(StoredPod pod, DebugContainerSpec spec) throws ScanException {
        return additions().attach(pod, spec);
    }

    @Override
    public Admission compared(StoredPod before, StoredPod now, DebugContainerSpec spec) throws ScanException {
        return additions().admission(before, spec, now.json());
    }

    private Addition additions() {
        return new Addition(calls, reader, text, ServerDefaults.of(version), this);
    }

    /** The path that adds ephemeral containers to a pod. */
    static String entries(PodFacts pod) throws ScanException {
        return path(pod.namespace(), pod.name(), "/ephemeralcontainers");
    }

    @Override
    public Optional<InputStream> followLog(String namespace, String pod, String container) throws ScanException {
        ApiRequest request = ApiRequest.get(
                path(namespace, pod, "/log") + "?follow=true&container=" + ServerAddress.encode(container),
                "read the log of pod \"" + pod + "\" in namespace \"" + namespace + "\"",
                namespace,
                new Right("get", "", "pods/log", pod));
        // The third is a busy kubelet's word for a container that it has not heard of yet.
        return calls.open(
                        request,
                        "is waiting to start",
                        "is not available",
                        "the server could not find the requested resource")
                .map(LogStream::new);
    }

    @Override
    public Optional<PodChanges> watch(PodFacts pod) throws ScanException {
        if (mayNotWatch) {
            return Optional.empty();
        }
        ApiRequest request = ApiRequest.get(
                path(pod.namespace()) + "?watch=true&fieldSelector="
                        + ServerAddress.encode("metadata.name=" + checked(pod.name(), "pod"))
                        + "&resourceVersion=" + ServerAddress.encode(pod.resourceVersion()),
                "watch pod \"" + pod.name() + "\" in namespace \"" + pod.namespace() + "\"",
                pod.namespace(),
                new Right("watch", "", "pods", pod.name()));
        try {
            return calls.openOnce(request).map(body -> PodChanges.of(body, reader));
        } catch (ScanException e) {
            if (e.kind() == Kind.INTERRUPTED) {
                throw e;
            }
            mayNotWatch |= e.kind() == Kind.FORBIDDEN;
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        calls.close();
    }

    private static String path(String namespace) throws ScanException {
        return "/api/v1/namespaces/" + checked(namespace, "namespace") + "/pods";
    }

    private static String path(String namespace, String pod, String subresource) throws ScanException {
        return path(namespace) + "/" + checked(pod, "pod") + subresource;
    }

    /** A name is part of a path: one with a slash or dots only would ask for something else. */
    private static String checked(String name, String what) throws ScanException {
        if (!NAME.matcher(name).matches()) {
            throw new ScanException(
                    Kind.CONFIGURATION,
                    "The " + what
                            + " has a name that Kubernetes does not allow; give lower case letters, digits, - and .");
        }
        return ServerAddress.encode(name);
    }
}
