package io.jenkins.plugins.distrolessscan.engine.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A workload's selector, an object, as the text that a list of pods takes. */
final class WorkloadLabels {
    private WorkloadLabels() {}

    /** @return empty for a selector that means nothing or everything, or that has an operator unknown to us */
    static Optional<String> of(ApiJson selector) {
        List<String> parts = new ArrayList<>();
        selector.path("matchLabels").members().forEach((name, value) -> parts.add(name + "=" + value.asText()));
        for (ApiJson expression : selector.path("matchExpressions")) {
            String key = expression.path("key").asText();
            List<String> values = new ArrayList<>();
            expression.path("values").forEach(value -> values.add(value.asText()));
            String list = " (" + String.join(",", values) + ")";
            switch (expression.path("operator").asText()) {
                case "In" -> parts.add(key + " in" + list);
                case "NotIn" -> parts.add(key + " notin" + list);
                case "Exists" -> parts.add(key);
                case "DoesNotExist" -> parts.add("!" + key);
                default -> {
                    return Optional.empty();
                }
            }
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(",", parts));
    }
}
