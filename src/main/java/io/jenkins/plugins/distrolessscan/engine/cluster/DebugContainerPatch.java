package io.jenkins.plugins.distrolessscan.engine.cluster;

import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The body of the one PATCH: a strategic merge patch that adds a debug container and nothing else (S-17, S-22).
 *
 * <p>All security settings are written out, because a pod's own security context is inherited otherwise: {@code
 * runAsUser: 0} beside the pod's {@code runAsNonRoot: true} would never start and could never be removed.
 */
final class DebugContainerPatch {
    private DebugContainerPatch() {}

    /** The body for a pod at the version that it was read at: a change since then makes the server refuse it. */
    static Body body(PodFacts pod, DebugContainerSpec spec) throws ScanException {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("uid", pod.uid());
        metadata.put("resourceVersion", pod.resourceVersion());
        return new Body(text(metadata, container(spec)));
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

    /** The same with a container of another kind, and at any version of the pod. */
    static String patch(PodFacts pod, Map<String, Object> container) {
        // The UID makes the server refuse a pod of the same name that came later.
        return text(Map.of("uid", pod.uid()), container);
    }

    private static String text(Map<String, Object> metadata, Map<String, Object> container) {
        Map<String, Object> patch = new LinkedHashMap<>();
        patch.put("metadata", metadata);
        patch.put("spec", Map.of("ephemeralContainers", List.of(container)));
        return ApiJson.of(patch).toString();
    }

    /** The container's members, to be changed by whoever asks about another one. */
    static Map<String, Object> container(DebugContainerSpec spec) throws ScanException {
        Map<String, Object> container = new LinkedHashMap<>();
        container.put("name", spec.name());
        container.put("image", spec.image());
        container.put("imagePullPolicy", "IfNotPresent");
        container.put("targetContainerName", spec.targetContainer());
        container.put("command", spec.command());
        container.put("args", spec.args());
        container.put("terminationMessagePolicy", "File");
        container.put("securityContext", securityContext(spec));
        return container;
    }

    static Map<String, Object> securityContext(DebugContainerSpec spec) throws ScanException {
        Identity identity = spec.identity();
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("runAsUser", identity.uid());
        context.put("runAsGroup", identity.gid());
        context.put("runAsNonRoot", identity.uid() != 0);
        context.put("privileged", false);
        context.put("allowPrivilegeEscalation", false);
        context.put("readOnlyRootFilesystem", true);
        if (!spec.defaultCapabilities()) {
            context.put("capabilities", Map.of("drop", List.of("ALL")));
        }
        context.put("seccompProfile", Map.of("type", "RuntimeDefault"));
        copy(context, "appArmorProfile", spec.appArmorProfile());
        copy(context, "seLinuxOptions", spec.seLinuxOptions());
        return context;
    }

    private static void copy(Map<String, Object> context, String field, Optional<String> object) throws ScanException {
        if (object.isEmpty()) {
            return;
        }
        try {
            ApiJson value = ApiJson.parse(object.get());
            if (value.isObject()) {
                context.put(field, value);
                return;
            }
        } catch (IOException e) {
            // Said below, without the text.
        }
        throw new ScanException(
                ScanException.Kind.UNSUPPORTED,
                "The target's " + field + " is not an object that can be copied into the debug container.");
    }
}
