package io.jenkins.plugins.distrolessscan.engine.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** A format of others that is JSON: built as a tree, written as all JSON of this program is. */
abstract class JsonTree implements ReportFile {
    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    static ObjectNode object() {
        return NODES.objectNode();
    }

    static ObjectNode object(UnaryOperator<ObjectNode> members) {
        return members.apply(object());
    }

    static byte[] bytes(ObjectNode root) {
        try {
            return (Json.prettyWriter().writeValueAsString(root) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
