package io.jenkins.plugins.distrolessscan.engine.cluster;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A value of the API's JSON, made with the parser alone: this runs on an agent, which would have to fetch a mapper from its
 * controller first. What is not there is a value too, so that a path may lead through it. Values never change.
 */
public final class ApiJson implements Iterable<ApiJson> {
    private static final Object NOWHERE = new Object();

    /** What is not there. */
    public static final ApiJson MISSING = new ApiJson(NOWHERE);

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(100)
                    .maxStringLength(ApiCalls.MAX_OBJECT_BYTES)
                    .build())
            // Names that a server makes up do not stay in a table of the JVM.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** A map, a list, a text, a number, a truth, null, or {@link #NOWHERE}. */
    private final Object value;

    private ApiJson(Object value) {
        this.value = value;
    }

    /**
     * Reads the first value.
     *
     * @throws IOException for what is no JSON, too deep or too long; its message may repeat what was read
     */
    public static ApiJson parse(byte[] text) throws IOException {
        try (JsonParser json = FACTORY.createParser(text)) {
            return first(json);
        }
    }

    /** The same of a text. */
    public static ApiJson parse(String text) throws IOException {
        try (JsonParser json = FACTORY.createParser(text)) {
            return first(json);
        }
    }

    private static ApiJson first(JsonParser json) throws IOException {
        JsonToken token = json.nextToken();
        return token == null ? MISSING : new ApiJson(value(json, token));
    }

    /** What is to be written: maps, lists, texts, numbers, truths and values that were read. */
    static ApiJson of(Object value) {
        return new ApiJson(value);
    }

    private static Object value(JsonParser json, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Object> members = new LinkedHashMap<>();
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    String name = json.currentName();
                    members.put(name, value(json, json.nextToken()));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                    items.add(value(json, next));
                }
                yield items;
            }
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getNumberValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }

    /** A member of an object; {@link #MISSING} of anything else, and for a member that it has not. */
    public ApiJson path(String name) {
        return value instanceof Map<?, ?> members && members.containsKey(name)
                ? new ApiJson(members.get(name))
                : MISSING;
    }

    /** A text, a number or a truth as text; the other text for everything else. */
    public String asText(String otherwise) {
        return value instanceof String || value instanceof Number || value instanceof Boolean
                ? value.toString()
                : otherwise;
    }

    /** The same, and empty for everything else. */
    public String asText() {
        return asText("");
    }

    /** Whether it is true, also as a text: no server means the contrary with it. */
    public boolean asBoolean() {
        return Boolean.TRUE.equals(value) || "true".equals(value);
    }

    /** A number; 0 for everything else. */
    public double asDouble() {
        return value instanceof Number number ? number.doubleValue() : 0;
    }

    /** A whole number; 0 for everything else. */
    public long asLong() {
        return isIntegralNumber() ? ((Number) value).longValue() : 0;
    }

    /** The same of 32 bits. */
    public int asInt() {
        return (int) asLong();
    }

    boolean isMissing() {
        return value == NOWHERE;
    }

    public boolean isObject() {
        return value instanceof Map;
    }

    boolean isArray() {
        return value instanceof List;
    }

    public boolean isTextual() {
        return value instanceof String;
    }

    boolean isBoolean() {
        return value instanceof Boolean;
    }

    /** A whole number of at most 64 bits. */
    public boolean isIntegralNumber() {
        return value instanceof Integer || value instanceof Long;
    }

    /** A whole number of at most 32 bits. */
    boolean isInt() {
        return value instanceof Integer;
    }

    boolean isEmpty() {
        return size() == 0;
    }

    /** Members or items; 0 for everything else. */
    int size() {
        if (value instanceof Map<?, ?> members) {
            return members.size();
        }
        return value instanceof List<?> items ? items.size() : 0;
    }

    boolean has(String name) {
        return !path(name).isMissing();
    }

    /** Has the member, with another value than null. */
    boolean hasNonNull(String name) {
        return has(name) && path(name).value != null;
    }

    /** The members of an object, in its order; none of everything else. */
    Map<String, ApiJson> members() {
        Map<String, ApiJson> all = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> members) {
            members.forEach((name, item) -> all.put((String) name, new ApiJson(item)));
        }
        return all;
    }

    /** The items of a list, or the values of an object. */
    @Override
    public Iterator<ApiJson> iterator() {
        if (value instanceof List<?> items) {
            return items.stream().map(ApiJson::new).iterator();
        }
        return members().values().iterator();
    }

    /** Equal JSON; the order of an object's members is none of it. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ApiJson json && Objects.equals(value, json.value);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(value);
    }

    /** As JSON, in one line; empty for what is not there. */
    @Override
    public String toString() {
        if (isMissing()) {
            return "";
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            write(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof ApiJson other) {
            write(json, other.value);
        } else if (value instanceof Map<?, ?> members) {
            json.writeStartObject();
            for (Map.Entry<?, ?> member : members.entrySet()) {
                json.writeFieldName((String) member.getKey());
                write(json, member.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> items) {
            json.writeStartArray();
            for (Object item : items) {
                write(json, item);
            }
            json.writeEndArray();
        } else if (value instanceof Number) {
            json.writeNumber(value.toString());
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value == null) {
            json.writeNull();
        } else {
            json.writeString((String) value);
        }
    }
}
