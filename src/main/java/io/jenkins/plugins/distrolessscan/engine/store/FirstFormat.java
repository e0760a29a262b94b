package io.jenkins.plugins.distrolessscan.engine.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.Fingerprint;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Target;
import io.jenkins.plugins.distrolessscan.engine.model.Workload;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Brings a report of format 1 into the members of today. There what was found stood once for each target, so that each
 * target becomes a subject of its own: whether two of them held the same, nobody compared. Criteria were sentences; their
 * words are kept, and only the numbers that the report has elsewhere are numbers.
 */
final class FirstFormat {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int SUBJECT_BYTES = 16;

    private final ObjectNode report;
    /** Subjects by the key of their target. */
    private final Map<String, ObjectNode> subjects = new LinkedHashMap<>();

    private final Map<String, String> workloads = new HashMap<>();

    private FirstFormat(ObjectNode report) {
        this.report = report;
    }

    /** The report in the members of today; those that format 1 did not have are still missing. The tree is changed. */
    static ObjectNode upgraded(ObjectNode report) throws IOException {
        FirstFormat first = new FirstFormat(report);
        for (JsonNode target : report.path("targets")) {
            first.target((ObjectNode) target);
        }
        report.path("controls").forEach(control -> first.move((ObjectNode) control));
        report.path("findings").forEach(finding -> first.finding((ObjectNode) finding));
        report.path("inventory").forEach(item -> first.item((ObjectNode) item));
        first.verdict();
        report.put("schemaVersion", ScanReport.SCHEMA_VERSION);
        // Packages refer to subjects that were read before them.
        ObjectNode upgraded = JSON.objectNode();
        upgraded.putArray("subjects").addAll(first.subjects.values());
        upgraded.setAll(report);
        return upgraded;
    }

    private void target(ObjectNode target) throws IOException {
        Target who = Json.value(target.path("target"), Target.class);
        workloads.put(who.key(), Workload.of(who).key());
        boolean collected = target.path("outcome").asText().equals("COLLECTED");
        String id = collected ? new Fingerprint().add("format 1", who.key()).hex(SUBJECT_BYTES) : "";
        if (collected) {
            ObjectNode subject = JSON.objectNode().put("id", id);
            subject.put("image", who.imageId().isEmpty() ? who.image() : who.imageId())
                    .put("architecture", target.at("/probe/arch").asText())
                    .set("classification", target.get("classification"));
            subjects.put(who.key(), subject.put("targets", 1).put("packages", 0));
        }
        target.put("subject", id).put("basis", collected ? "SCANNED" : "NOTHING");
        if (target.path("debugContainer") instanceof ObjectNode container) {
            entry(container, target.at("/pod/ephemeralContainersBefore").asInt() + 1);
        }
    }

    /** How the stored pod differed was told in sentences. */
    private static void entry(ObjectNode container, int entries) {
        ObjectNode entry = container.putObject("entry").put("nonce", "").put("entries", entries);
        entry.putArray("asked");
        ArrayNode changes = entry.putArray("changes");
        container
                .path("differences")
                .forEach(text -> changes.addObject()
                        .put("place", "ENTRY")
                        .put("kind", "CHANGED")
                        .put("member", text.asText()));
        container.remove("differences");
    }

    /** From the target's key to its subject. */
    private ObjectNode move(ObjectNode node) {
        String key = node.path("target").asText();
        node.remove("target");
        ObjectNode subject = subjects.get(key);
        return node.put("subject", subject == null ? "" : subject.path("id").asText());
    }

    private void finding(ObjectNode finding) {
        String key = finding.path("target").asText();
        move(finding).put("workload", workloads.getOrDefault(key, key));
    }

    private void item(ObjectNode item) {
        ObjectNode subject = subjects.get(item.path("target").asText());
        ArrayNode ids = item.putArray("subjects");
        if (subject != null) {
            ids.add(subject.path("id").asText());
            subject.put("packages", subject.path("packages").asInt() + 1);
        }
        String location = item.path("location").asText();
        ArrayNode locations = item.putArray("locations");
        if (!location.isEmpty()) {
            locations.add(location);
        }
        item.put("sourceName", item.path("source").asText())
                .put("sourceVersion", "")
                .put("ecosystem", "")
                .put("owner", "")
                .put("origin", item.path("declared").asBoolean() ? "DATABASE" : "BINARY");
    }

    private void verdict() {
        if (report.path("verdict") instanceof ObjectNode verdict) {
            verdict.put("judged", verdict.path("criteria").size() > 1 ? "GATES" : "ONLY_COMPLETENESS");
            verdict.path("criteria").forEach(criterion -> criterion((ObjectNode) criterion));
        }
    }

    private void criterion(ObjectNode criterion) {
        boolean complete = criterion.path("name").asText().equals("complete");
        criterion
                .put("kind", complete ? "COMPLETENESS" : "THRESHOLD")
                .put("of", complete ? "containers" : criterion.path("name").asText())
                .put(
                        "qualifiers",
                        complete
                                ? ""
                                : criterion.path("limit").asText() + "; was "
                                        + criterion.path("actual").asText())
                .put("bound", complete ? "MIN" : "NONE")
                .put("unit", complete ? "CONTAINERS" : "COUNT")
                .put("state", criterion.path("met").asBoolean() ? "MET" : "MISSED")
                .put("leftOut", 0);
        criterion.set("limit", complete ? report.at("/coverage/chosen") : JSON.nullNode());
        criterion.set("value", complete ? report.at("/coverage/scanned") : JSON.nullNode());
        criterion.putArray("ids");
    }
}
