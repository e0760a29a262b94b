package io.jenkins.plugins.distrolessscan.engine.risk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The debug container's security context as the API server stored it. What the object does not say counts as not set.
 *
 * @param nonRoot runAsNonRoot is true and runAsUser is not 0
 * @param dropsAll capabilities are dropped by {@code ALL}
 * @param added capabilities added
 * @param noEscalation allowPrivilegeEscalation is false
 * @param readOnlyRoot readOnlyRootFilesystem is true
 * @param privileged privileged is true
 * @param seccomp seccompProfile.type, empty if not set
 */
record StoredContext(
        boolean nonRoot,
        boolean dropsAll,
        List<String> added,
        boolean noEscalation,
        boolean readOnlyRoot,
        boolean privileged,
        String seccomp) {
    private static final JsonMapper MAPPER = new JsonMapper();

    StoredContext {
        added = List.copyOf(added);
    }

    /** Reads the JSON text; empty when it is none. */
    static Optional<StoredContext> parse(String json) {
        try {
            JsonNode node = MAPPER.readTree(json);
            return node.isObject() ? Optional.of(of(node)) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static StoredContext of(JsonNode node) {
        JsonNode user = node.path("runAsUser");
        return new StoredContext(
                isTrue(node, "runAsNonRoot") && !(user.isNumber() && user.asLong() == 0),
                texts(node.path("capabilities").path("drop")).contains("ALL"),
                texts(node.path("capabilities").path("add")),
                node.path("allowPrivilegeEscalation").isBoolean()
                        && !node.path("allowPrivilegeEscalation").asBoolean(),
                isTrue(node, "readOnlyRootFilesystem"),
                isTrue(node, "privileged"),
                node.path("seccompProfile").path("type").asText(""));
    }

    private static boolean isTrue(JsonNode node, String member) {
        return node.path(member).isBoolean() && node.path(member).asBoolean();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}
