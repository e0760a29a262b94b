package io.jenkins.plugins.distrolessscan.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A pod's manifest. It starts from one that the {@code restricted} level admits, without a ServiceAccount token of its
 * own but with the mount points of one.
 */
record Pod(String name, String spec, String labels) {

    /** One container named {@code app} of a test image. */
    static Pod of(String name, String image) {
        return new Pod(
                name,
                """
                containers:
                - {name: app, image: "%s"}
                """
                        .formatted(TestCluster.image(image)),
                "{}");
    }

    /** The same as {@link #of}, with what {@code restricted} wants. */
    static Pod restricted(String name, String image) {
        return new Pod(
                name,
                """
                securityContext: {runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532, seccompProfile: {type: RuntimeDefault}}
                containers:
                - {name: app, image: "%s", securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}
                """
                        .formatted(TestCluster.image(image)),
                "{}");
    }

    /** With more lines of the pod's spec in front. */
    Pod with(String lines) {
        return new Pod(name, lines.strip() + "\n" + spec, labels);
    }

    /** With an environment variable of the first container. */
    Pod environment(String variable, String value) {
        String lines = "env: [{name: %s, value: \"%s\"}]".formatted(variable, value);
        return new Pod(name, spec.replaceFirst("name: app", "name: app, " + lines), labels);
    }

    /** With a command of the first container instead of its image's. */
    Pod command(String... words) {
        String list = "command: [\"" + String.join("\", \"", words) + "\"]";
        return new Pod(name, spec.replaceFirst("name: app", "name: app, " + list), labels);
    }

    /** With a memory limit of the first container. */
    Pod memory(String limit) {
        String lines = "resources: {limits: {memory: %s}}".formatted(limit);
        return new Pod(name, spec.replaceFirst("name: app", "name: app, " + lines), labels);
    }

    /** With a security context of the first container, as a YAML map; {@link #of} has none. */
    Pod context(String map) {
        return new Pod(name, spec.replaceFirst("name: app", "name: app, securityContext: " + map), labels);
    }

    /** With another container, which has one environment variable. */
    Pod container(String container, String image, String variable, String value) {
        return new Pod(
                name,
                spec
                        + """
                        - {name: %s, image: "%s", env: [{name: %s, value: "%s"}]}
                        """
                                .formatted(container, TestCluster.image(image), variable, value),
                labels);
    }

    /** With labels, as a YAML map. */
    Pod labelled(String map) {
        return new Pod(name, spec, map);
    }

    String manifest(String namespace) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: %s, labels: %s}
                spec:
                  terminationGracePeriodSeconds: 0
                %s"""
                .formatted(name, namespace, labels, spec.indent(2));
    }

    /** What of a pod a scan may not change: its metadata without versions, and its spec without ephemeral containers. */
    static JsonNode unchangeable(JsonNode pod) {
        ObjectNode copy = pod.deepCopy();
        copy.remove("status");
        ObjectNode metadata = (ObjectNode) copy.path("metadata");
        metadata.remove("resourceVersion");
        metadata.remove("generation");
        metadata.remove("managedFields");
        ((ObjectNode) copy.path("spec")).remove("ephemeralContainers");
        return copy;
    }
}
