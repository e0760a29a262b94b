package io.jenkins.plugins.distrolessscan.engine.probe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One evidence record. Only members that the protocol names are kept, so that a hostile line cannot become more objects
 * than it has bytes; of the others only the JSON is checked.
 */
final class JsonRecord {
    private static final int DEPTH = 8;
    private static final int DIGITS = 20;
    private static final int NAME = 64;
    private static final int LIST = 4096;
    private static final Set<String> MEMBERS = Set.of(
            ("t format version arch uid gid groups caps inh prm eff bnd amb noNewPrivs seccomp apparmor landlock landlockAbi"
                            + " rootWritable exposed pid proof rootDiffers rootReadable rootError name exe exeb sharedPidNamespace p pb fc"
                            + " fs ro pruned k m u g s mt l lb x d db cut v op what entries files goBinaries unlisted unreadable"
                            + " prunedMounts processes bytesRead errors elapsedMs peakRssKiB records"
                            + " argv container bootAt ticks start startedAt readAt at cgroup memoryLimit memoryUse inactiveFile oomKill"
                            + " throttled throttledMs probeCpuMs targetCpuMs targetWaitMs wallMs ours map fd n since deleted mount mountb"
                            + " kind samples why others below ct reduced f inflated id own by chk h late found read unread"
                            + " paths pathsb archives hashed cpuMs pausedMs memoryPeak left")
                    .split(" "));

    private final Map<String, Object> members;

    private JsonRecord(Map<String, Object> members) {
        this.members = members;
    }

    /**
     * A factory for the records of one target, whose strings have at most {@code string} characters. It keeps the names of
     * members, which a target may make up, and so is dropped with the target's evidence.
     */
    static JsonFactory factory(int string) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH)
                        .maxNumberLength(DIGITS)
                        .maxStringLength(string)
                        .maxNameLength(NAME)
                        .build())
                // That table outlives the factory.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    /** The record of the line that was read last. */
    static JsonRecord parse(JsonFactory json, RecordLines line) throws IOException {
        try (JsonParser parser = json.createParser(line.bytes(), line.start(), line.length())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("A record of the evidence is no JSON object.");
            }
            JsonRecord record = new JsonRecord(object(parser));
            if (parser.nextToken() != null) {
                throw new IOException("A line of the evidence holds more than one record.");
            }
            return record;
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            // The parser's own message quotes the line.
            throw new IOException("A record of the evidence is malformed, or one of its values is too long.");
        }
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> members = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (!MEMBERS.contains(name)) {
                parser.skipChildren();
            } else if (members.put(name, value(parser, token)) != null) {
                throw new IOException("A record of the evidence has a member twice.");
            }
        }
        return members;
    }

    private static Object value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case START_ARRAY -> list(parser);
            case START_OBJECT -> new JsonRecord(object(parser));
            default -> throw new IOException("A record of the evidence has a value of the wrong type.");
        };
    }

    /** A list of numbers, or of strings. */
    private static List<Object> list(JsonParser parser) throws IOException {
        List<Object> list = new ArrayList<>();
        JsonToken first = null;
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            first = first == null ? token : first;
            boolean number = token == JsonToken.VALUE_NUMBER_INT;
            if (token != first || !number && token != JsonToken.VALUE_STRING || list.size() == LIST) {
                throw new IOException(
                        "A list of the evidence holds something else than numbers or texts, or too many.");
            }
            list.add(number ? (Object) parser.getLongValue() : parser.getText());
        }
        return List.copyOf(list);
    }

    /** Whether the member is there. */
    boolean has(String name) {
        return members.containsKey(name);
    }

    /** A string of at most so many characters; empty text when it is missing. */
    String text(String name, int longest) throws IOException {
        String text = as(String.class, name).orElse("");
        if (text.length() > longest) {
            throw new IOException("The member " + name + " of an evidence record is longer than " + longest + ".");
        }
        return text;
    }

    /** A whole number within bounds; {@code missing} when it is missing. */
    long number(String name, long least, long most, long missing) throws IOException {
        long number = as(Long.class, name).orElse(missing);
        if (has(name) && (number < least || number > most)) {
            throw new IOException("The member " + name + " of an evidence record is out of range.");
        }
        return number;
    }

    /** True only when the member is there and true. */
    boolean flag(String name) throws IOException {
        return as(Boolean.class, name).orElse(false);
    }

    /** A list of numbers, empty when it is missing. */
    List<Long> numbers(String name) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (Object value : list(name)) {
            if (!(value instanceof Long number)) {
                throw wrongType(name);
            }
            numbers.add(number);
        }
        return numbers;
    }

    /** A list of strings of at most so many characters each, empty when it is missing. */
    List<String> texts(String name, int longest) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Object value : list(name)) {
            if (!(value instanceof String text) || text.length() > longest) {
                throw wrongType(name);
            }
            texts.add(text);
        }
        return texts;
    }

    private List<?> list(String name) throws IOException {
        return as(List.class, name).orElse(List.of());
    }

    private static IOException wrongType(String name) {
        return new IOException("The member " + name + " of an evidence record has the wrong type, or is too long.");
    }

    /** An object, empty when it is missing. */
    JsonRecord object(String name) throws IOException {
        return as(JsonRecord.class, name).orElseGet(() -> new JsonRecord(Map.of()));
    }

    private <T> Optional<T> as(Class<T> type, String name) throws IOException {
        Object value = members.get(name);
        if (value != null && !type.isInstance(value)) {
            throw new IOException("The member " + name + " of an evidence record has the wrong type.");
        }
        return Optional.ofNullable(type.cast(value));
    }
}
