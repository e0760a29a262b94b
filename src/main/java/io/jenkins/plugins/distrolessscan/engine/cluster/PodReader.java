package io.jenkins.plugins.distrolessscan.engine.cluster;

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

    PodFacts read(ApiJson pod) {
        ApiJson meta = pod.path("metadata");
        ApiJson spec = pod.path("spec");
        ApiJson status = pod.path("status");
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

    private String scheduling(ApiJson conditions) {
        for (ApiJson condition : conditions) {
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

    private static boolean isWindows(ApiJson spec) {
        return "windows".equals(spec.path("os").path("name").asText())
                || "windows"
                        .equals(spec.path("nodeSelector")
                                .path("kubernetes.io/os")
                                .asText());
    }

    private List<String> hostPaths(ApiJson volumes) {
        List<String> found = new ArrayList<>();
        for (ApiJson volume : volumes) {
            if (volume.path("hostPath").isObject()) {
                found.add(name(volume.path("name")));
            }
        }
        return found;
    }

    private Optional<String> owner(ApiJson references) {
        for (ApiJson reference : references) {
            if (reference.path("controller").asBoolean()) {
                return Optional.of(name(reference.path("kind")) + "/" + name(reference.path("name")));
            }
        }
        return Optional.empty();
    }

    private List<ContainerFacts> containers(ApiJson spec, ApiJson status) {
        List<ContainerFacts> found = new ArrayList<>();
        for (ApiJson container : spec.path("initContainers")) {
            Kind kind = "Always".equals(container.path("restartPolicy").asText()) ? Kind.SIDECAR : Kind.INIT;
            found.add(container(container, kind, spec, status.path("initContainerStatuses")));
        }
        for (ApiJson container : spec.path("containers")) {
            found.add(container(container, Kind.REGULAR, spec, status.path("containerStatuses")));
        }
        return found;
    }

    private ContainerFacts container(ApiJson container, Kind kind, ApiJson spec, ApiJson statuses) {
        ApiJson status = ofName(statuses, container.path("name").asText());
        ApiJson own = container.path("securityContext");
        ApiJson pods = spec.path("securityContext");
        ApiJson limits = container.path("resources").path("limits");
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

    private static Optional<Identity> statusUser(ApiJson linux) {
        return linux.path("uid").isIntegralNumber() && linux.path("gid").isIntegralNumber()
                ? Optional.of(new Identity(
                        linux.path("uid").asLong(), linux.path("gid").asLong(), "the pod's status, from the runtime"))
                : Optional.empty();
    }

    private List<EphemeralFacts> ephemeral(ApiJson spec, ApiJson status) {
        List<EphemeralFacts> found = new ArrayList<>();
        for (ApiJson container : spec.path("ephemeralContainers")) {
            ApiJson own = ofName(
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

    private State state(ApiJson state) {
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
            ApiJson end = state.path("terminated");
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
        ApiJson wait = state.path("waiting");
        return new State(
                wait.isObject() ? Phase.WAITING : Phase.UNKNOWN,
                name(wait.path("reason")),
                text.clean(wait.path("message").asText("")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static ApiJson ofName(ApiJson list, String name) {
        for (ApiJson item : list) {
            if (name.equals(item.path("name").asText())) {
                return item;
            }
        }
        return ApiJson.MISSING;
    }

    private static ApiJson first(ApiJson own, ApiJson pods, String field) {
        return own.hasNonNull(field) ? own.path(field) : pods.path(field);
    }

    private String name(ApiJson node) {
        return text.clean(node.asText(""), MAX_NAME);
    }

    private List<String> names(ApiJson list) {
        List<String> found = new ArrayList<>();
        list.forEach(item -> found.add(name(item)));
        return found;
    }

    private Map<String, String> strings(ApiJson object) {
        Map<String, String> found = new LinkedHashMap<>();
        object.members().forEach((name, value) -> found.put(name, text.clean(value.asText(""), MAX_ANNOTATION)));
        return found;
    }

    private static Optional<String> object(ApiJson node) {
        return node.isObject() ? Optional.of(node.toString()) : Optional.empty();
    }

    private static OptionalLong number(ApiJson node) {
        return node.isIntegralNumber() ? OptionalLong.of(node.asLong()) : OptionalLong.empty();
    }

    private static Optional<Boolean> truth(ApiJson node) {
        return node.isBoolean() ? Optional.of(node.asBoolean()) : Optional.empty();
    }

    /** A runtime that has no time of a start reports the beginning of 1970. */
    private static Optional<Instant> moment(ApiJson node) {
        return instant(node).filter(time -> !time.equals(Instant.EPOCH));
    }

    private static Optional<Instant> instant(ApiJson node) {
        try {
            return node.isTextual() ? Optional.of(Instant.parse(node.asText())) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
