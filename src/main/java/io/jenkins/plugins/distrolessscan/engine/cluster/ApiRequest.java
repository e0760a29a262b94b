package io.jenkins.plugins.distrolessscan.engine.cluster;

import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Right;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import java.util.List;
import java.util.Optional;

/**
 * One request, and what a person should know about it when it fails.
 *
 * @param method HTTP method
 * @param path path and query below the API server's URL
 * @param contentType of the body, empty without one
 * @param body JSON text
 * @param repeatable storing nothing, so that asking again is harmless
 * @param doing what is being done, as in "cannot ...": {@code read pod "x" in namespace "y"}
 * @param namespace the namespace, empty if none is concerned
 * @param right the right it needs; empty if every authenticated user has it
 * @param earlier names of the debug containers that the pod has already
 */
record ApiRequest(
        String method,
        String path,
        String contentType,
        Optional<String> body,
        boolean repeatable,
        String doing,
        String namespace,
        Optional<Right> right,
        List<String> earlier) {
    private static final String PATCH = "application/strategic-merge-patch+json";
    private static final String FIELDS = "?fieldManager=distroless-scan&fieldValidation=Strict";

    static ApiRequest get(String path, String doing) {
        return new ApiRequest("GET", path, "", Optional.empty(), true, doing, "", Optional.empty(), List.of());
    }

    static ApiRequest get(String path, String doing, String namespace, Right right) {
        return new ApiRequest("GET", path, "", Optional.empty(), true, doing, namespace, Optional.of(right), List.of());
    }

    /** A review: a POST that asks and stores nothing. */
    static ApiRequest review(String path, String body, String doing) {
        return new ApiRequest(
                "POST", path, "application/json", Optional.of(body), true, doing, "", Optional.empty(), List.of());
    }

    /** A PATCH that asks and stores nothing, whatever its body is. */
    static ApiRequest dryRun(String path, String body, PodFacts pod) {
        return patch(path + FIELDS + "&dryRun=All", body, true, "try to add", pod);
    }

    /** The PATCH that adds a debug container: only the scan's own has such a body. */
    static ApiRequest attach(String path, DebugContainerPatch.Body body, PodFacts pod) {
        return patch(path + FIELDS, body.text(), false, "add", pod);
    }

    private static ApiRequest patch(String path, String body, boolean repeatable, String verb, PodFacts pod) {
        return new ApiRequest(
                "PATCH",
                path,
                PATCH,
                Optional.of(body),
                repeatable,
                verb + " a debug container to pod \"" + pod.name() + "\" in namespace \"" + pod.namespace() + "\"",
                pod.namespace(),
                Optional.of(new Right("patch", "", "pods/ephemeralcontainers", pod.name())),
                pod.ephemeralContainers().stream()
                        .map(PodFacts.EphemeralFacts::name)
                        .toList());
    }
}
