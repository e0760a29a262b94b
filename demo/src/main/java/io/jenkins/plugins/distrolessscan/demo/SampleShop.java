package io.jenkins.plugins.distrolessscan.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The one namespace of the demo cluster and its pods, as {@code shop.yaml} describes them. */
final class SampleShop {
    static final String NAMESPACE = "shop";

    /** Begins the name of the pod that can have replicas. */
    private static final String REPLICATED = "checkout-";

    /** By this label a Deployment of the samples finds its pods; its value is the Deployment's name. */
    private static final String LABEL = "app";

    private static final String CONTINUE = "demo-pods-from-";

    private final Map<String, SamplePod> pods = new LinkedHashMap<>();
    private final Clock clock;
    private final Instant started;

    /** @param replicas of the pod {@link #REPLICATED}; the others have one each */
    SampleShop(Clock clock, int replicas) {
        this(clock, replicas, PlayedContainer.RUNS);
    }

    /** @param probeRuns how long a probe runs in its pods */
    SampleShop(Clock clock, int replicas, Duration probeRuns) {
        this.clock = clock;
        this.started = clock.instant();
        JsonNode samples = JsonMapper.builder().build().valueToTree(SampleResources.yaml("shop.yaml"));
        samples.forEach(sample -> {
            SamplePod pod = new SamplePod((ObjectNode) sample.deepCopy(), started, probeRuns);
            pods.put(pod.name(), pod);
            for (int n = 2; pod.name().startsWith(REPLICATED) && n <= replicas; n++) {
                ObjectNode copy = sample.deepCopy();
                copy.withObject("/pod/metadata").put("name", pod.name() + "-" + n);
                SamplePod replica = new SamplePod(copy, started, probeRuns);
                pods.put(replica.name(), replica);
            }
        });
    }

    /** @throws Refused 404 */
    SamplePod pod(String name) throws Refused {
        if (!pods.containsKey(name)) {
            throw Refused.notFound("pods", name);
        }
        SamplePod pod = pods.get(name);
        pod.replaceIfFull(clock.instant());
        return pod;
    }

    /**
     * The Deployment that a pod of the samples belongs to, through the ReplicaSet that the pod names as its owner.
     *
     * @throws Refused 404
     */
    ObjectNode deployment(String name) throws Refused {
        SamplePod pod = pods.values().stream()
                .filter(one -> name.equals(one.labels().get(LABEL)))
                .findFirst()
                .orElseThrow(() -> Refused.notFound("deployments", name));
        ObjectNode deployment =
                JsonNodeFactory.instance.objectNode().put("kind", "Deployment").put("apiVersion", "apps/v1");
        deployment.putObject("metadata").put("name", name).put("namespace", NAMESPACE);
        deployment
                .putObject("spec")
                .putObject("selector")
                .putObject("matchLabels")
                .put(LABEL, pod.labels().get(LABEL));
        return deployment;
    }

    ObjectNode namespace() {
        ObjectNode namespace =
                JsonNodeFactory.instance.objectNode().put("kind", "Namespace").put("apiVersion", "v1");
        namespace
                .putObject("metadata")
                .put("name", NAMESPACE)
                .put("uid", "5ca1ab1e-0000-4000-8000-000000000001")
                .put("resourceVersion", "42")
                .put("creationTimestamp", started.minusSeconds(90L * 86_400).toString())
                .putObject("labels")
                .put("kubernetes.io/metadata.name", NAMESPACE);
        namespace.putObject("status").put("phase", "Active");
        return namespace;
    }

    /** A page of the pods that a selector means. */
    ObjectNode list(Map<String, String> query) throws Refused {
        if (query.containsKey("fieldSelector")) {
            throw Refused.badRequest("field label not supported by the demo cluster");
        }
        LabelSelector selector = new LabelSelector(query.getOrDefault("labelSelector", ""));
        List<SamplePod> found = pods.values().stream()
                .filter(pod -> selector.matches(pod.labels()))
                .toList();
        int from = from(query.getOrDefault("continue", ""));
        int limit = number(query.getOrDefault("limit", "0"));
        int to = limit == 0 ? found.size() : Math.min(found.size(), from + limit);
        ObjectNode list =
                JsonNodeFactory.instance.objectNode().put("kind", "PodList").put("apiVersion", "v1");
        ObjectNode meta = list.putObject("metadata").put("resourceVersion", "1042");
        if (to < found.size()) {
            meta.put(
                    "continue",
                    Base64.getUrlEncoder().encodeToString((CONTINUE + to).getBytes(StandardCharsets.UTF_8)));
            meta.put("remainingItemCount", found.size() - to);
        }
        ArrayNode items = list.putArray("items");
        Instant now = clock.instant();
        for (SamplePod pod : found.subList(Math.min(from, to), to)) {
            pod.replaceIfFull(now);
            items.add(pod.object(now));
        }
        return list;
    }

    private static int from(String token) throws Refused {
        if (token.isEmpty()) {
            return 0;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (text.startsWith(CONTINUE)) {
                return number(text.substring(CONTINUE.length()));
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw Refused.badRequest("continue key is not valid");
    }

    private static int number(String text) throws Refused {
        if (!text.matches("[0-9]{1,6}")) {
            throw Refused.badRequest("strconv.ParseInt: parsing a number: invalid syntax");
        }
        return Integer.parseInt(text);
    }
}
