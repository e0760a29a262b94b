package io.jenkins.plugins.distrolessscan.engine.store;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/**
 * The one shape in which the engine's records are JSON. Members are the record's components and nothing else; an empty
 * {@code Optional} is {@code null}, an {@code Instant} is ISO 8601 text in UTC, an enum constant is its
 * {@code toString()}, bytes are base64, maps are sorted by key.
 *
 * <p>Reading treats the document as hostile: members that the record does not know are ignored, a missing or null member
 * of a record (other than an {@code Optional}), a number out of range, a time that is no text of the years 1 to 9999, trailing content and a repeated member are errors,
 * and so is nesting beyond {@value #MAX_NESTING}, a text beyond {@value #MAX_TEXT} characters or a number beyond 100
 * digits. The size of the whole document is the caller's to bound. Every error is an {@code IOException}.
 */
public final class Json {
    /** Deepest nesting that is read. */
    public static final int MAX_NESTING = 100;

    /** Longest text that is read, in characters: gzip evidence travels as base64. */
    public static final int MAX_TEXT = 20 * 1024 * 1024;

    /** For text that people read. */
    static final CharacterEscapes ESCAPES = new WithDelete();

    private static final JsonMapper MAPPER = mapper();

    private Json() {}

    /** Reads one type; for example {@code Json.reader(ScanReport.class).readValue(bytes)}. */
    public static ObjectReader reader(Class<? extends Record> type) {
        return MAPPER.readerFor(type);
    }

    /** Writes in one line, UTF-8: for storage and for the way from agent to controller. */
    public static ObjectWriter writer() {
        return MAPPER.writer();
    }

    /**
     * Writes for people: indented, line feeds on every system, and pure ASCII, so that no control or bidirectional
     * character of a target's name reaches a terminal or an editor.
     */
    public static ObjectWriter prettyWriter() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter()
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter)
                .withSeparators(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        return MAPPER.writer(printer)
                .with(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature())
                .with(ESCAPES);
    }

    /** A stored document as a tree. */
    static JsonNode tree(InputStream in) throws IOException {
        return MAPPER.readTree(in);
    }

    /** A value as a tree. */
    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** A record from its tree. */
    static <T extends Record> T value(JsonNode tree, Class<T> type) throws IOException {
        return MAPPER.treeToValue(tree, type);
    }

    private static JsonMapper mapper() {
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxNestingDepth(MAX_NESTING)
                .maxStringLength(MAX_TEXT)
                .maxNumberLength(100)
                .maxNameLength(4096)
                .build();
        JsonFactory factory =
                JsonFactory.builder().streamReadConstraints(constraints).build();
        return JsonMapper.builder(factory)
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule().addDeserializer(Instant.class, new InstantText()))
                .addModule(new SimpleModule()
                        .addSerializer(new ReportJson())
                        .addDeserializer(ScanReport.class, new ReportParser()))
                .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(
                        DeserializationFeature.READ_ENUMS_USING_TO_STRING,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.ACCEPT_FLOAT_AS_INT,
                        DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .enable(
                        SerializationFeature.WRITE_ENUMS_USING_TO_STRING,
                        SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .build();
    }

    /** Jackson's own escapes, and the one control character of ASCII that JSON does not ask to escape. */
    private static final class WithDelete extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] escapes = standardAsciiEscapesForJSON();
            escapes[0x7f] = ESCAPE_STANDARD;
            return escapes;
        }

        @Override
        public SerializableString getEscapeSequence(int character) {
            return null;
        }
    }
}
