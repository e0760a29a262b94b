package io.jenkins.plugins.distrolessscan.engine.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Pods as the API server writes them, to be changed by a test before they are read. */
public final class Pods {
    public static final ObjectMapper JSON = new ObjectMapper();

    /** The digits of every sample's container ID. */
    private static final String ID = "0a".repeat(32);

    private Pods() {}

    /** A pod with one running container "app". */
    public static ObjectNode json(String namespace, String name) {
        ObjectNode pod = JSON.createObjectNode();
        pod.putObject("metadata")
                .put("namespace", namespace)
                .put("name", name)
                .put("uid", "uid-of-" + name)
                .put("resourceVersion", "7")
                .put("creationTimestamp", "2026-01-02T03:04:05Z");
        pod.putObject("spec").put("nodeName", "node1").putArray("containers");
        pod.putObject("status").put("phase", "Running").putArray("containerStatuses");
        addContainer(pod, "containers", "containerStatuses", "app");
        return pod;
    }

    public static ObjectNode addContainer(ObjectNode pod, String list, String statuses, String name) {
        ObjectNode container = array(pod, "spec", list).addObject();
        container.put("name", name).put("image", "registry.example/" + name + ":1");
        ObjectNode status = array(pod, "status", statuses).addObject();
        status.put("name", name).put("containerID", "containerd://" + ID).put("ready", true);
        status.putObject("state").putObject("running").put("startedAt", "2026-01-02T03:04:06Z");
        return container;
    }

    public static void state(ObjectNode pod, String statuses, int index, String state, String reason) {
        ((ObjectNode) array(pod, "status", statuses).get(index))
                .putObject("state")
                .putObject(state)
                .put("reason", reason);
    }

    public static ArrayNode array(ObjectNode pod, String part, String list) {
        return ((ObjectNode) pod.path(part)).withArray("/" + list);
    }

    public static PodFacts read(ObjectNode pod) {
        return new PodReader(new ForeignText(Optional.empty())).read(told(pod));
    }

    /** As it is after its way over the wire. */
    static ApiJson told(JsonNode json) {
        try {
            return ApiJson.parse(json.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static PodFacts running(String namespace, String name) {
        return read(json(namespace, name));
    }

    public static DebugContainerSpec debugContainer(String name) {
        return new DebugContainerSpec(
                name,
                "registry.example/probe@sha256:1",
                "app",
                List.of("/probe"),
                List.of("-nonce", "1"),
                new Identity(65532, 65532, "test"),
                false,
                Optional.empty(),
                Optional.empty());
    }

    /** A running pod, whole, as the API server tells it. */
    public static StoredPod stored(String namespace, String name) {
        ObjectNode json = json(namespace, name);
        return new StoredPod(read(json), told(json));
    }

    /** The same pod with other facts. */
    public static StoredPod with(StoredPod pod, PodFacts facts) {
        return new StoredPod(facts, pod.json());
    }
}
