package io.jenkins.plugins.distrolessscan.engine.report;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Derives the schema of {@code report.json} from the records: types, enums and formats from the components, descriptions
 * from their javadoc, and a few rules that neither says.
 */
final class ReportSchema {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String SOURCES = "src/main/java/io/jenkins/plugins/distrolessscan/engine/model/";

    /** What types do not say: numbers of rows that the analysis has, and ranges. */
    private static final Map<String, Map<String, Object>> RULES = Map.ofEntries(
            Map.entry("ScanReport.schemaVersion", Map.of("pattern", "^2\\.[0-9]+$")),
            Map.entry("ScanInfo.id", Map.of("pattern", "^[0-9a-f]{8,64}$")),
            Map.entry("Verdict.compliance", Map.of("minimum", 0, "maximum", 100)),
            Map.entry("Coverage.percent", Map.of("minimum", 0, "maximum", 100)),
            Map.entry("ControlResult.impact", Map.of("minimum", 0, "maximum", 1)),
            Map.entry("Identity.uid", Map.of("minimum", 0, "maximum", 4_294_967_295L)),
            Map.entry("Identity.gid", Map.of("minimum", 0, "maximum", 4_294_967_295L)),
            Map.entry("RiskAssessment.characteristics", Map.of("minItems", 5, "maxItems", 5)),
            Map.entry("RiskAssessment.risks", Map.of("minItems", 9, "maxItems", 9)),
            Map.entry("RiskAssessment.scenarios", Map.of("minItems", 3, "maxItems", 3)),
            Map.entry("RiskAssessment.enterprise", Map.of("minItems", 5, "maxItems", 5)),
            Map.entry("RiskAssessment.limits", Map.of("minItems", 7)));

    private final Map<String, ObjectNode> definitions = new TreeMap<>();

    private ReportSchema() {}

    static byte[] bytes() throws IOException {
        ReportSchema schema = new ReportSchema();
        ObjectNode root = JSON.objectNode()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", "Distroless Scan: report.json");
        root.setAll(schema.record(ScanReport.class));
        ((ObjectNode) root.at("/properties/targets")).set("items", schema.targets());
        ((ObjectNode) schema.definitions.get("InventoryItem").at("/properties/subjects"))
                .put(
                        "description",
                        "places in subjects[], from 0, of those in which it was found; of one that is not there its ID")
                .set(
                        "items",
                        JSON.objectNode()
                                .put("minimum", 0)
                                .set("type", JSON.arrayNode().add("integer").add("string")));
        root.set("$defs", JSON.objectNode().setAll(schema.definitions));
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        return (JsonMapper.builder()
                                .build()
                                .writer(new DefaultPrettyPrinter()
                                        .withObjectIndenter(indenter)
                                        .withArrayIndenter(indenter)
                                        .withSeparators(Separators.createDefaultInstance()
                                                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)))
                                .writeValueAsString(root)
                        + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A target in full, or as what differs from one that is written before it. */
    private ObjectNode targets() {
        ObjectNode like = JSON.objectNode()
                .put(
                        "description",
                        "A target that is like another: members that are not here are those of targets[like], of objects too; of a"
                                + " list of as many objects those that differ are members, named by their place; a time is a"
                                + " number, milliseconds after its debugContainer.attached, but that one and podCreated, and all without it,"
                                + " after scan.started; containerId in before and after follows"
                                + " the target's own; events are the times of its audit events, whose other members are those of"
                                + " targets[like] with the target's own names")
                .put("type", "object");
        like.putArray("required").add("like");
        ObjectNode properties = like.putObject("properties");
        properties.putObject("like").put("type", "integer").put("minimum", 0);
        properties.putObject("events").put("type", "array").putObject("items").put("type", "integer");
        for (RecordComponent component : TargetReport.class.getRecordComponents()) {
            properties.putObject(component.getName());
        }
        like.put("additionalProperties", false);
        ObjectNode either = JSON.objectNode();
        either.putArray("anyOf")
                .add(JSON.objectNode().put("$ref", "#/$defs/TargetReport"))
                .add(like);
        return either;
    }

    private ObjectNode record(Class<?> type) throws IOException {
        ObjectNode node = JSON.objectNode();
        String source = source(type);
        description(source, type.getSimpleName()).ifPresent(text -> node.put("description", text));
        node.put("type", "object").put("additionalProperties", false);
        ArrayNode required = JSON.arrayNode();
        ObjectNode properties = JSON.objectNode();
        for (RecordComponent component : type.getRecordComponents()) {
            required.add(component.getName());
            ObjectNode property = property(component.getGenericType());
            javadoc(source, type.getSimpleName())
                    .flatMap(doc -> param(doc, component.getName()))
                    .ifPresent(text -> property.put("description", text));
            RULES.getOrDefault(type.getSimpleName() + "." + component.getName(), Map.of()).entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(rule -> property.putPOJO(rule.getKey(), rule.getValue()));
            properties.set(component.getName(), property);
        }
        node.set("required", required);
        node.set("properties", properties);
        return node;
    }

    private ObjectNode property(Type type) throws IOException {
        if (type instanceof ParameterizedType generic) {
            Type argument = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == List.class) {
                ObjectNode list = JSON.objectNode().put("type", "array");
                list.set("items", property(argument));
                return list;
            }
            if (generic.getRawType() == Optional.class) {
                return nullable(property(argument));
            }
            throw new AssertionError("no rule for " + type);
        }
        Class<?> c = (Class<?>) type;
        if (c == OptionalInt.class || c == OptionalLong.class) {
            return nullable(JSON.objectNode().put("type", "integer"));
        }
        if (c == OptionalDouble.class) {
            return nullable(JSON.objectNode().put("type", "number"));
        }
        if (c == String.class) {
            return JSON.objectNode().put("type", "string");
        }
        if (c == Instant.class) {
            return JSON.objectNode().put("type", "string").put("format", "date-time");
        }
        if (c == boolean.class || c == Boolean.class) {
            return JSON.objectNode().put("type", "boolean");
        }
        if (c == int.class || c == long.class || c == Integer.class || c == Long.class) {
            return JSON.objectNode().put("type", "integer");
        }
        if (c == double.class) {
            return JSON.objectNode().put("type", "number");
        }
        return JSON.objectNode().put("$ref", "#/$defs/" + define(c));
    }

    private String define(Class<?> c) throws IOException {
        if (!c.isEnum() && !c.isRecord()) {
            throw new AssertionError("no rule for " + c);
        }
        String name = c.getName().substring(c.getPackageName().length() + 1).replace('$', '.');
        if (!definitions.containsKey(name)) {
            definitions.put(name, JSON.objectNode());
            if (c.isRecord()) {
                definitions.put(name, record(c));
            } else {
                ObjectNode values = JSON.objectNode();
                description(source(c), c.getSimpleName()).ifPresent(text -> values.put("description", text));
                values.put("type", "string");
                ArrayNode words = values.putArray("enum");
                for (Object constant : c.getEnumConstants()) {
                    words.add(constant.toString());
                }
                definitions.put(name, values);
            }
        }
        return name;
    }

    private static ObjectNode nullable(ObjectNode node) {
        if (node.has("type")) {
            ArrayNode types = JSON.arrayNode().add(node.get("type")).add("null");
            return node.set("type", types);
        }
        ObjectNode either = JSON.objectNode();
        either.putArray("anyOf").add(node).add(JSON.objectNode().put("type", "null"));
        return either;
    }

    private static String source(Class<?> type) throws IOException {
        Class<?> top = type;
        while (top.getEnclosingClass() != null) {
            top = top.getEnclosingClass();
        }
        Path file = GoldenFile.inRepository(SOURCES + top.getSimpleName() + ".java");
        return Files.readString(file).replace("\r\n", "\n");
    }

    /** The comment right before the type's declaration, without stars. */
    private static Optional<String> javadoc(String source, String type) {
        Matcher declaration =
                Pattern.compile("\n *public (?:record|enum) " + type + "\\b").matcher(source);
        if (!declaration.find()) {
            return Optional.empty();
        }
        String before = source.substring(0, declaration.start()).stripTrailing();
        return before.endsWith("*/")
                ? Optional.of(before.substring(before.lastIndexOf("/**") + 3, before.length() - 2)
                        .replaceAll("\n *\\* ?", "\n"))
                : Optional.empty();
    }

    private static Optional<String> description(String source, String type) {
        return javadoc(source, type).map(doc -> plain(doc.split("\n@param|\n *<p>")[0]));
    }

    private static Optional<String> param(String doc, String component) {
        Matcher param = Pattern.compile("\n@param " + component + " (.*?)(?=\n@|$)", Pattern.DOTALL)
                .matcher(doc);
        return param.find() ? Optional.of(plain(param.group(1))) : Optional.empty();
    }

    private static String plain(String javadoc) {
        return javadoc.replaceAll("\\{@(?:code|link) #?([^}]*)}", "$1")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
