package io.jenkins.plugins.distrolessscan.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads JSON in tests. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    /** The elements of an array. */
    static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** A node and all below it. */
    static Stream<JsonNode> all(JsonNode node) {
        return Stream.concat(Stream.of(node), each(node).flatMap(Json::all));
    }

    /** One text member of every element. */
    static List<String> texts(JsonNode array, String member) {
        return each(array).map(e -> e.path(member).asText()).toList();
    }
}
