package io.jenkins.plugins.distrolessscan.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One pod as an API server stores it, with the debug containers that were added since. May be used by several threads. */
final class SamplePod {
    /** The engine adds none to a pod that has ten. */
    private static final int FULL = 8;

    private static final Duration LEFT_ALONE = Duration.ofSeconds(30);

    private final ObjectNode stored;
    private final Instant started;
    private final String qosClass;
    private final Duration probeRuns;
    private final Map<String, SampleRoot> roots = new LinkedHashMap<>();
    private final Map<String, PlayedContainer> added = new LinkedHashMap<>();
    private long version;
    private int generation;

    /**
     * @param sample one item of {@code shop.yaml}
     * @param probeRuns how long a probe runs in it
     */
    SamplePod(ObjectNode sample, Instant clusterStart, Duration probeRuns) {
        this.probeRuns = probeRuns;
        this.stored = sample.withObject("/pod");
        this.started =
                clusterStart.minus(Duration.parse(sample.path("age").asText())).truncatedTo(ChronoUnit.SECONDS);
        this.qosClass = sample.path("qosClass").asText();
        this.version = started.getEpochSecond() % 1_000_000;
        sample.path("roots")
                .properties()
                .forEach(root ->
                        roots.put(root.getKey(), SampleRoot.load(root.getValue().asText(), clusterStart)));
        sample.path("without").forEach(path -> roots.values().forEach(root -> root.remove(path.asText())));
        ObjectNode meta = stored.withObject("/metadata");
        meta.put("namespace", SampleShop.NAMESPACE);
        meta.put("uid", newUid());
        meta.put("creationTimestamp", started.toString());
        String owner = sample.path("owner").asText();
        int slash = owner.indexOf('/');
        meta.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "apps/v1")
                .put("kind", owner.substring(0, slash))
                .put("name", owner.substring(slash + 1))
                .put("uid", digest(owner).substring(0, 32))
                .put("controller", true);
        stored.withObject("/spec").put("nodeName", "demo-node-1");
    }

    private String newUid() {
        return digest(name() + started + generation)
                .replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12}).*", "$1-$2-$3-$4-$5");
    }

    /**
     * Plays what an owner of the pod would do after many scans, since no debug container's record can be removed: the pod
     * is replaced by a fresh one. It keeps its name, as one of a StatefulSet does.
     */
    synchronized void replaceIfFull(Instant now) {
        boolean full = added.size() >= FULL;
        if (full
                && added.values().stream()
                        .allMatch(c -> c.ends().plus(LEFT_ALONE).isBefore(now))) {
            added.clear();
            generation++;
            version++;
            stored.withObject("/metadata").put("uid", newUid());
        }
    }

    String name() {
        return stored.path("metadata").path("name").asText();
    }

    Duration probeRuns() {
        return probeRuns;
    }

    synchronized String uid() {
        return stored.path("metadata").path("uid").asText();
    }

    Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        stored.path("metadata")
                .path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }

    JsonNode spec() {
        return stored.path("spec");
    }

    /** The specification of a container of the application; a missing node for another name. */
    JsonNode container(String name) {
        for (JsonNode container : spec().path("containers")) {
            if (container.path("name").asText().equals(name)) {
                return container;
            }
        }
        return MissingNode.getInstance();
    }

    /** When its containers started. */
    Instant started() {
        return started;
    }

    SampleRoot root(String container) {
        return roots.get(container);
    }

    Map<String, SampleRoot> roots() {
        return roots;
    }

    /** 64 hexadecimal digits. */
    String containerId(String container) {
        return digest(uid() + "/" + container);
    }

    long uidOf(String container) {
        return context(container, "runAsUser").asLong(roots.get(container).uid());
    }

    long gidOf(String container) {
        return context(container, "runAsGroup").asLong(roots.get(container).gid());
    }

    /** A setting of a container's security context, inherited from its pod. */
    JsonNode context(String container, String setting) {
        JsonNode own = container(container).path("securityContext");
        return own.has(setting)
                ? own.path(setting)
                : spec().path("securityContext").path(setting);
    }

    synchronized Optional<PlayedContainer> added(String name) {
        return Optional.ofNullable(added.get(name));
    }

    synchronized int addedCount() {
        return added.size();
    }

    /** Adds a debug container; unknown to the pod's specification until then. */
    synchronized void add(PlayedContainer container) {
        added.put(container.name(), container);
        version++;
    }

    /** The pod as it is now. */
    synchronized ObjectNode object(Instant now) {
        return object(now, Optional.empty());
    }

    /** The pod as it would be with one more debug container. */
    synchronized ObjectNode object(Instant now, Optional<ObjectNode> more) {
        ObjectNode pod = stored.deepCopy();
        pod.withObject("/metadata").put("resourceVersion", Long.toString(version));
        ObjectNode status = pod.putObject("status");
        status.put("phase", "Running").put("qosClass", qosClass).put("startTime", started.toString());
        ArrayNode containers = status.putArray("containerStatuses");
        spec().path("containers").forEach(container -> status(container, containers.addObject()));
        if (!added.isEmpty() || more.isPresent()) {
            ArrayNode entries = pod.withObject("/spec").putArray("ephemeralContainers");
            ArrayNode states = status.putArray("ephemeralContainerStatuses");
            added.values().forEach(container -> {
                entries.add(container.entry());
                states.add(container.status(now));
            });
            more.ifPresent(entries::add);
        }
        return pod;
    }

    private void status(JsonNode container, ObjectNode status) {
        String name = container.path("name").asText();
        String image = container.path("image").asText();
        status.put("name", name).put("image", image);
        status.put("imageID", image.replaceFirst(":[^:/]*$", "") + "@sha256:" + digest(image));
        status.put("containerID", "containerd://" + containerId(name));
        status.put("ready", true).put("started", true).put("restartCount", 0);
        status.putObject("state")
                .putObject("running")
                .put("startedAt", started.plusSeconds(2).toString());
        status.putObject("user")
                .putObject("linux")
                .put("uid", uidOf(name))
                .put("gid", gidOf(name))
                .putArray("supplementalGroups")
                .add(gidOf(name));
    }

    private static String digest(String text) {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
    }
}
