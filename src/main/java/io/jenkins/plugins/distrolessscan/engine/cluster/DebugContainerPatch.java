package io.jenkins.plugins.distrolessscan.engine.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.util.List;
import java.util.Optional;

/**
 * The body of the one PATCH: a strategic merge patch that adds a debug container and nothing else (S-17, S-22).
 *
 * <p>All security settings are written out, because a pod's own security context is inherited otherwise: {@code
 * runAsUser: 0} beside the pod's {@code runAsNonRoot: true} would never start and could never be removed.
 */
final class DebugContainerPatch {
    private final ObjectMapper json;

    DebugContainerPatch(ObjectMapper json) {
        this.json = json;
    }

    /** The body for a pod at the version that it was read at: a change since then makes the server refuse it. */
    Body body(PodFacts pod, DebugContainerSpec spec) throws ScanException {
        ObjectNode patch = patch(pod, container(spec));
        patch.withObject("/metadata").put("resourceVersion", pod.resourceVersion());
        return new Body(patch.toString());
    }

    /** A body that holds the scan's own debug container; nothing outside this class can make one of anything else. */
    static final class Body {
        private final String text;

        private Body(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    ObjectNode patch(PodFacts pod, ObjectNode container) {
        ObjectNode patch = json.createObjectNode();
        // The UID makes the server refuse a pod of the same name that came later.
        patch.putObject("metadata").put("uid", pod.uid());
        patch.putObject("spec").putArray("ephemeralContainers").add(container);
        return patch;
    }

    ObjectNode container(DebugContainerSpec spec) throws ScanException {
        ObjectNode container = json.createObjectNode();
        container.put("name", spec.name());
        container.put("image", spec.image());
        container.put("imagePullPolicy", "IfNotPresent");
        container.put("targetContainerName", spec.targetContainer());
        array(container.putArray("command"), spec.command());
        array(container.putArray("args"), spec.args());
        container.put("terminationMessagePolicy", "File");
        container.set("securityContext", securityContext(spec));
        return container;
    }

    private ObjectNode securityContext(DebugContainerSpec spec) throws ScanException {
        Identity identity = spec.identity();
        ObjectNode context = json.createObjectNode();
        context.put("runAsUser", identity.uid());
        context.put("runAsGroup", identity.gid());
        context.put("runAsNonRoot", identity.uid() != 0);
        context.put("privileged", false);
        context.put("allowPrivilegeEscalation", false);
        context.put("readOnlyRootFilesystem", true);
        if (!spec.defaultCapabilities()) {
            context.putObject("capabilities").putArray("drop").add("ALL");
        }
        context.putObject("seccompProfile").put("type", "RuntimeDefault");
        copy(context, "appArmorProfile", spec.appArmorProfile());
        copy(context, "seLinuxOptions", spec.seLinuxOptions());
        return context;
    }

    private void copy(ObjectNode context, String field, Optional<String> object) throws ScanException {
        if (object.isEmpty()) {
            return;
        }
        try {
            JsonNode value = json.readTree(object.get());
            if (value.isObject()) {
                context.set(field, value);
                return;
            }
        } catch (JsonProcessingException e) {
            // Said below, without the text.
        }
        throw new ScanException(
                ScanException.Kind.UNSUPPORTED,
                "The target's " + field + " is not an object that can be copied into the debug container.");
    }

    private static void array(ArrayNode array, List<String> words) {
        words.forEach(array::add);
    }
}
