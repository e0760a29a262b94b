package io.jenkins.plugins.distrolessscan.engine.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/**
 * {@code sbom.cdx.json} where nothing can lie beside it, as on standard output: the list of the containers, each with its
 * packages inside it. The references of each container's document begin with the container's own.
 */
final class WholeSbom extends JsonTree {
    private static final CycloneDxReport LIST = new CycloneDxReport();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> REFERENCE = Set.of("bom-ref", "ref");
    private static final Set<String> REFERENCES = Set.of("dependsOn", "assemblies");

    @Override
    public String name() {
        return LIST.name();
    }

    @Override
    ObjectNode tree(ScanReport report) {
        ObjectNode root = LIST.tree(report);
        if (report.subjects().size() < 2) {
            return root;
        }
        for (int n = 0; n < report.subjects().size(); n++) {
            Subject subject = report.subjects().get(n);
            ObjectNode container = (ObjectNode) root.path("components").path(n);
            container.remove("externalReferences");
            JsonNode document = document(report, subject);
            container.set("components", document.path("components"));
            for (String list : new String[] {"dependencies", "compositions", "vulnerabilities"}) {
                ArrayNode all = root.withArrayProperty(list);
                document.path(list).forEach(all::add);
                if (all.isEmpty()) {
                    root.remove(list);
                }
            }
        }
        return root;
    }

    private static JsonNode document(ScanReport report, Subject subject) {
        try {
            JsonNode document = JSON.readTree(new SubjectSbom(subject, LIST.name()).render(report));
            rename(document, subject.id());
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void rename(JsonNode node, String subject) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> {
                if (REFERENCE.contains(member.getKey()) && member.getValue().isTextual()) {
                    member.setValue(renamed(member.getValue(), subject));
                } else if (REFERENCES.contains(member.getKey()) && member.getValue() instanceof ArrayNode list) {
                    for (int n = 0; n < list.size(); n++) {
                        list.set(n, renamed(list.get(n), subject));
                    }
                } else {
                    rename(member.getValue(), subject);
                }
            });
        } else {
            node.forEach(one -> rename(one, subject));
        }
    }

    private static TextNode renamed(JsonNode reference, String subject) {
        String text = reference.asText();
        return TextNode.valueOf(text.equals(subject) ? text : subject + "/" + text);
    }
}
