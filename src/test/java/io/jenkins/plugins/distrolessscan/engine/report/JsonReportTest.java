package io.jenkins.plugins.distrolessscan.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.store.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonReportTest {
    private static final Path SCHEMA = GoldenFile.inRepository("docs/report.schema.json");
    private final JsonReport json = new JsonReport();

    @Test
    void theSchemaSaysWhatTheRecordsSay() throws IOException {
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.write(SCHEMA, ReportSchema.bytes());
        }
        assertThat(structure(ReportSchema.bytes()))
                .as("docs/report.schema.json (rewrite it with -Dgolden.rewrite=true)")
                .isEqualTo(structure(Files.readAllBytes(SCHEMA)));
    }

    /** The schema without its descriptions: a word changed in a comment changes no contract. */
    private static String structure(byte[] schema) throws IOException {
        JsonNode root = new ObjectMapper().readTree(schema);
        root.findParents("description").stream()
                .filter(node -> node.get("description").isTextual())
                .forEach(node -> ((ObjectNode) node).remove("description"));
        return root.toPrettyString();
    }

    @Test
    void everySampleKeepsTheSchema() throws IOException {
        for (ScanReport report : List.of(
                Reports.sound(),
                Reports.demo(),
                Reports.unreadable(),
                Reports.tampered(),
                Reports.nothingChosen(),
                Reports.large())) {
            assertThat(violations(text(report))).isEmpty();
        }
    }

    @Test
    void hostileTextsBreakNothingButTheFormOfTheIdentifiers() throws IOException {
        assertThat(violations(text(Reports.hostile())))
                .extracting(m -> m.getInstanceLocation().toString())
                .containsExactlyInAnyOrder("/schemaVersion", "/scan/id");
    }

    @Test
    void theSchemaIsStrict() throws IOException {
        ObjectNode report = (ObjectNode) new ObjectMapper().readTree(json.render(Reports.sound()));
        assertThat(violations(changed(report, "extra", "\"x\""))).isNotEmpty();
        assertThat(violations(changed(report, "verdict", "null"))).isNotEmpty();
        assertThat(violations(changed(report, "schemaVersion", "\"3.0\""))).isNotEmpty();
        assertThat(violations(report.toString().replace("\"FAILED\"", "\"GREAT\"")))
                .isNotEmpty();
        assertThat(violations(report.toString().replaceFirst("\"2026-11-23T10:15:00Z\"", "\"yesterday\"")))
                .isNotEmpty();
        ((ObjectNode) report.get("risk")).putArray("risks");
        assertThat(violations(report.toString())).isNotEmpty();
    }

    @Test
    void theFileReadsBackAsTheReport() throws IOException {
        assertThat(Json.reader(ScanReport.class).<ScanReport>readValue(json.render(Reports.sound())))
                .isEqualTo(Reports.sound());
    }

    @Test
    void noControlOrBidirectionalCharacterReachesAnEditor() {
        assertThat(text(Reports.hostile())).matches("[\\x20-\\x7e\\n]+");
    }

    private String text(ScanReport report) {
        return new String(json.render(report), StandardCharsets.UTF_8);
    }

    private static String changed(JsonNode report, String member, String value) throws IOException {
        ObjectNode copy = report.deepCopy();
        copy.set(member, new ObjectMapper().readTree(value));
        return copy.toString();
    }

    private static List<Error> violations(String document) throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMA), InputFormat.JSON)
                .validate(
                        document,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }
}
