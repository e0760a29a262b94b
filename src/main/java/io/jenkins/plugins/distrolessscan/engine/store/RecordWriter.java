package io.jenkins.plugins.distrolessscan.engine.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Writes records in the shape of {@link Json}, with the generator alone: it runs on an agent, which would have to fetch the
 * mapper from its controller first.
 */
final class RecordWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private RecordWriter() {}

    /** Writes one record in one line, UTF-8. The stream is closed. */
    static void write(OutputStream out, Record document) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            value(json, document);
        }
    }

    private static void value(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Optional<?> optional) {
            value(json, optional.orElse(null));
        } else if (value instanceof OptionalLong optional) {
            value(json, optional.isPresent() ? optional.getAsLong() : null);
        } else if (value == null) {
            json.writeNull();
        } else if (value instanceof Record members) {
            object(json, members);
        } else if (value instanceof Collection<?> list) {
            json.writeStartArray();
            for (Object item : list) {
                value(json, item);
            }
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            map(json, map);
        } else if (value instanceof byte[] bytes) {
            json.writeBinary(bytes);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Integer || value instanceof Long) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof String || value instanceof Enum || value instanceof Instant) {
            json.writeString(value.toString());
        } else {
            throw new IllegalStateException("no JSON is known for " + value.getClass());
        }
    }

    private static void object(JsonGenerator json, Record members) throws IOException {
        json.writeStartObject();
        for (RecordComponent member : members.getClass().getRecordComponents()) {
            json.writeFieldName(member.getName());
            try {
                value(json, member.getAccessor().invoke(members));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("a member of " + members.getClass() + " cannot be read", e);
            }
        }
        json.writeEndObject();
    }

    private static void map(JsonGenerator json, Map<?, ?> map) throws IOException {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, item) -> sorted.put(key.toString(), item));
        json.writeStartObject();
        for (Map.Entry<String, Object> entry : sorted.entrySet()) {
            json.writeFieldName(entry.getKey());
            value(json, entry.getValue());
        }
        json.writeEndObject();
    }
}
