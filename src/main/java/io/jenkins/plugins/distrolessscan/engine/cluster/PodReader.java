package io.jenkins.plugins.distrolessscan.engine.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.EphemeralFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.Phase;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads a pod's JSON object into facts. Absent fields are empty values; texts are bounded and of one line. */
final class PodReader {
    private static final int MAX_NAME = 300;
    private static final int MAX_IMAGE = 1_024;
    private static final int MAX_ANNOTATION = 1_024;

    private final ForeignText text;

    PodReader(ForeignText text) {
        this.text = text;
    }

    PodFacts read(JsonNode pod) {
        JsonNode meta = pod.path("metadata");
        JsonNode spec = pod.path("spec");
        JsonNode status = pod.path("status");
        Map<String, String> annotations = strings(meta.path("annotations"));
        // The whole object as it was applied, values of environment variables included: nothing to carry around.
        annotations.remove("kubectl.kubernetes.io/last-applied-configuration");
        return new PodFacts(
                name(meta.path("namespace")),
                name(meta.path("name")),
                name(meta.path("uid")),
                name(meta.path("resourceVersion")),
                instant(meta.path("creationTimestamp")).orElse(Instant.EPOCH),
                !meta.path("deletionTimestamp").asText("").isEmpty(),
                name(status.path("phase")),
                name(spec.path("nodeName")),
                scheduling(status.path("conditions")),
                name(spec.path("serviceAccountName")),
                name(status.path("qosClass")),
                isWindows(spec),
                name(spec.path("runtimeClassName")),
                annotations.containsKey("kubernetes.io/config.mirror"),
                spec.path("hostNetwork").asBoolean(),
                spec.path("hostPID").asBoolean(),
                spec.path("hostIPC").asBoolean(),
                spec.path("shareProcessNamespace").asBoolean(),
                hostPaths(spec.path("volumes")),
                strings(meta.path("labels")),
                annotations,
                owner(meta.path("ownerReferences")),
                Quantity.units(
                        spec.path("resources").path("limits").path("memory").asText("")),
                containers(spec, status),
                ephemeral(spec, status));
    }

    private String scheduling(JsonNode conditions) {
        for (JsonNode condition : conditions) {
            if ("PodScheduled".equals(condition.path("type").asText())
                    && "False".equals(condition.path("status").asText())) {
                return text.clean(
                        condition.path("reason").asText("") + ": "
                                + condition.path("message").asText(""),
                        MAX_NAME);
            }
        }
        return "";
    }

    private static boolean isWindows(JsonNode spec) {
        return "windows".equals(spec.path("os").path("name").asText())
                || "windows"
                        .equals(spec.path("nodeSelector")
                                .path("kubernetes.io/os")
                                .asText());
    }

    private List<String> hostPaths(JsonNode volumes) {
        List<String> found = new ArrayList<>();
        for (JsonNode volume : volumes) {
            if (volume.path("hostPath").isObject()) {
                found.add(name(volume.path("name")));
            }
        }
        return found;
    }

    private Optional<String> owner(JsonNode references) {
        for (JsonNode reference : references) {
            if (reference.path("controller").asBoolean()) {
                return Optional.of(name(reference.path("kind")) + "/" + name(reference.path("name")));
            }
        }
        return Optional.empty();
    }

    private List<ContainerFacts> containers(JsonNode spec, JsonNode status) {
        List<ContainerFacts> found = new ArrayList<>();
        for (JsonNode container : spec.path("initContainers")) {
            Kind kind = "Always".equals(container.path("restartPolicy").asText()) ? Kind.SIDECAR : Kind.INIT;
            found.add(container(container, kind, spec, status.path("initContainerStatuses")));
        }
        for (JsonNode container : spec.path("containers")) {
            found.add(container(container, Kind.REGULAR, spec, status.path("containerStatuses")));
        }
        return found;
    }

    private ContainerFacts container(JsonNode container, Kind kind, JsonNode spec, JsonNode statuses) {
        JsonNode status = ofName(statuses, container.path("name").asText());
        JsonNode own = container.path("securityContext");
        JsonNode pods = spec.path("securityContext");
        JsonNode limits = container.path("resources").path("limits");
        State state = state(status.path("state"));
        return new ContainerFacts(
                name(container.path("name")),
                kind,
                text.clean(container.path("image").asText(""), MAX_IMAGE),
                text.clean(status.path("imageID").asText(""), MAX_IMAGE),
                name(status.path("containerID")),
                state.phase(),
                state.reason(),
                status.path("ready").asBoolean(),
                status.path("restartCount").asInt(),
                state.started(),
                number(first(own, pods, "runAsUser")),
                number(first(own, pods, "runAsGroup")),
                truth(first(own, pods, "runAsNonRoot")),
                own.path("readOnlyRootFilesystem").asBoolean(),
                own.path("privileged").asBoolean(),
                names(own.path("capabilities").path("add")),
                statusUser(status.path("user").path("linux")),
                Quantity.units(limits.path("memory").asText("")),
                Quantity.units(container
                        .path("resources")
                        .path("requests")
                        .path("memory")
                        .asText("")),
                Quantity.thousandths(limits.path("cpu").asText("")),
                Quantity.units(limits.path("ephemeral-storage").asText("")),
                object(first(own, pods, "appArmorProfile")),
                object(first(own, pods, "seLinuxOptions")));
    }

    private static Optional<Identity> statusUser(JsonNode linux) {
        return linux.path("uid").isIntegralNumber() && linux.path("gid").isIntegralNumber()
                ? Optional.of(new Identity(
                        linux.path("uid").asLong(), linux.path("gid").asLong(), "the pod's status, from the runtime"))
                : Optional.empty();
    }

    private List<EphemeralFacts> ephemeral(JsonNode spec, JsonNode status) {
        List<EphemeralFacts> found = new ArrayList<>();
        for (JsonNode container : spec.path("ephemeralContainers")) {
            JsonNode own = ofName(
                    status.path("ephemeralContainerStatuses"),
                    container.path("name").asText());
            State state = state(own.path("state"));
            found.add(new EphemeralFacts(
                    name(container.path("name")),
                    text.clean(container.path("image").asText(""), MAX_IMAGE),
                    text.clean(own.path("imageID").asText(""), MAX_IMAGE),
                    name(own.path("containerID")),
                    name(container.path("targetContainerName")),
                    object(container.path("securityContext")).orElse("{}"),
                    container.path("volumeMounts").size()
                            + container.path("volumeDevices").size(),
                    container.path("env").size() + container.path("envFrom").size(),
                    container.path("stdin").asBoolean(),
                    container.path("tty").asBoolean(),
                    state.phase(),
                    state.reason(),
                    state.message(),
                    state.exitCode(),
                    state.started(),
                    state.finished()));
        }
        return found;
    }

    private record State(
            Phase phase,
            String reason,
            String message,
            Optional<Integer> exitCode,
            Optional<Instant> started,
            Optional<Instant> finished) {}

    private State state(JsonNode state) {
        if (state.path("running").isObject()) {
            return new State(
                    Phase.RUNNING,
                    "",
                    "",
                    Optional.empty(),
                    moment(state.path("running").path("startedAt")),
                    Optional.empty());
        }
        if (state.path("terminated").isObject()) {
            JsonNode end = state.path("terminated");
            return new State(
                    Phase.TERMINATED,
                    name(end.path("reason")),
                    text.clean(end.path("message").asText("")),
                    end.path("exitCode").isInt()
                            ? Optional.of(end.path("exitCode").asInt())
                            : Optional.empty(),
                    moment(end.path("startedAt")),
                    moment(end.path("finishedAt")));
        }
        JsonNode wait = state.path("waiting");
        return new State(
                wait.isObject() ? Phase.WAITING : Phase.UNKNOWN,
                name(wait.path("reason")),
                text.clean(wait.path("message").asText("")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static JsonNode ofName(JsonNode list, String name) {
        for (JsonNode item : list) {
            if (name.equals(item.path("name").asText())) {
                return item;
            }
        }
        return MissingNode.getInstance();
    }

    private static JsonNode first(JsonNode own, JsonNode pods, String field) {
        return own.hasNonNull(field) ? own.path(field) : pods.path(field);
    }

    private String name(JsonNode node) {
        return text.clean(node.asText(""), MAX_NAME);
    }

    private List<String> names(JsonNode list) {
        List<String> found = new ArrayList<>();
        list.forEach(item -> found.add(name(item)));
        return found;
    }

    private Map<String, String> strings(JsonNode object) {
        Map<String, String> found = new LinkedHashMap<>();
        object.properties()
                .forEach(e -> found.put(e.getKey(), text.clean(e.getValue().asText(""), MAX_ANNOTATION)));
        return found;
    }

    private static Optional<String> object(JsonNode node) {
        return node.isObject() ? Optional.of(node.toString()) : Optional.empty();
    }

    private static OptionalLong number(JsonNode node) {
        return node.isIntegralNumber() ? OptionalLong.of(node.asLong()) : OptionalLong.empty();
    }

    private static Optional<Boolean> truth(JsonNode node) {
        return node.isBoolean() ? Optional.of(node.asBoolean()) : Optional.empty();
    }

    /** A runtime that has no time of a start reports the beginning of 1970. */
    private static Optional<Instant> moment(JsonNode node) {
        return instant(node).filter(time -> !time.equals(Instant.EPOCH));
    }

    private static Optional<Instant> instant(JsonNode node) {
        try {
            return node.isTextual() ? Optional.of(Instant.parse(node.asText())) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
