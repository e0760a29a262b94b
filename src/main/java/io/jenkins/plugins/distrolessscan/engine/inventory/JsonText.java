package io.jenkins.plugins.distrolessscan.engine.inventory;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.StreamSupport;

/** JSON of a target: nested and named within bounds, and nothing of it is trusted to be of the right kind. */
final class JsonText {
    private static final int DEEPEST = 64;
    private static final int LONGEST_NAME = 4096;
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNameLength(LONGEST_NAME)
                    .maxNumberLength(100)
                    .build())
            .build());

    private JsonText() {}

    /** The root; a missing node when the text is no JSON. */
    static JsonNode of(String text) {
        try {
            JsonNode root = MAPPER.readTree(text);
            return root == null ? MissingNode.getInstance() : root;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** A member that is a text; empty for everything else. */
    static String text(JsonNode node, String member) {
        JsonNode value = node.path(member);
        return value.isTextual() ? value.textValue() : "";
    }

    /** The elements of a list; none for everything else. */
    static List<JsonNode> list(JsonNode node) {
        return node.isArray() ? StreamSupport.stream(node.spliterator(), false).toList() : List.of();
    }
}
