package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** What every report has to be honest about. */
final class Claims {
    private Claims() {}

    /** Nowhere does a state VERIFIED or ENFORCED rest on the probe's word alone, and S-44 says why. */
    static void assertTheProbeProvesNothing(JsonNode report) {
        walk(report);
        assertThat(Json.texts(report.at("/risk/limits"), "id")).contains("S-44");
    }

    private static void walk(JsonNode node) {
        String state = node.path("state").asText();
        JsonNode evidence = node.path("evidence");
        if ((state.equals("VERIFIED") || state.equals("ENFORCED")) && evidence.isArray() && !evidence.isEmpty()) {
            assertThat(Json.texts(evidence, "source"))
                    .as("sources of what is %s: %s", state, node)
                    .anyMatch(source -> !source.equalsIgnoreCase("probe"));
        }
        node.forEach(Claims::walk);
    }
}
