package io.jenkins.plugins.distrolessscan.engine.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryItem;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Subject;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * {@code sbom.cdx.json}: the packages as CycloneDX 1.6. Each target is a container that depends on its packages. Nothing
 * is said to be complete: what could not be listed is not there.
 */
public final class CycloneDxReport extends JsonTree {
    @Override
    public String name() {
        return "sbom.cdx.json";
    }

    @Override
    ObjectNode tree(ScanReport report) {
        ObjectNode root = object().put("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json")
                .put("bomFormat", "CycloneDX")
                .put("specVersion", "1.6")
                .put("serialNumber", "urn:uuid:" + uuid(report.scan().id()))
                .put("version", 1);
        ObjectNode metadata = root.putObject("metadata")
                .put("timestamp", report.scan().finished().toString());
        metadata.putObject("tools")
                .putArray("components")
                .addObject()
                .put("type", "application")
                .put("name", "Distroless Scan")
                .put("version", PageText.name(report.scan().toolVersion()));
        metadata.putObject("component")
                .put("type", "application")
                .put("bom-ref", "scan")
                .put("name", PageText.sentence(report.scan().selection()));
        metadata.putArray("properties")
                .addObject()
                .put("name", "distroless-scan:demo")
                .put("value", String.valueOf(report.scan().demo()));

        ArrayNode components = root.putArray("components");
        Map<String, ArrayNode> dependencies = new LinkedHashMap<>();
        dependencies.put("scan", NODES.arrayNode());
        SubjectTargets targets = SubjectTargets.of(report);
        for (Subject subject : report.subjects()) {
            dependencies.get("scan").add(subject.id());
            dependencies.put(subject.id(), NODES.arrayNode());
            components.add(subject(subject, targets));
        }
        for (TargetReport target : report.targets()) {
            if (target.subject().isEmpty()) {
                String reference = "target-" + components.size();
                dependencies.get("scan").add(reference);
                dependencies.put(reference, NODES.arrayNode());
                components.add(target(target, reference));
            }
        }
        int number = 0;
        for (InventoryItem item : report.inventory()) {
            String reference = "package-" + number++;
            components.addPOJO(new Late(() -> item(item, reference, targets)));
            for (String subject : item.subjects()) {
                dependencies.getOrDefault(subject, dependencies.get("scan")).add(reference);
            }
        }
        ArrayNode graph = root.putArray("dependencies");
        dependencies.forEach(
                (reference, on) -> graph.addObject().put("ref", reference).set("dependsOn", on));
        ObjectNode composition = root.putArray("compositions")
                .addObject()
                .put("aggregate", somethingIsMissing(report) ? "incomplete" : "unknown");
        ArrayNode assemblies = composition.putArray("assemblies");
        dependencies.keySet().forEach(assemblies::add);
        return root;
    }

    private static boolean somethingIsMissing(ScanReport report) {
        return report.coverage().unlistedFolders() > 0
                || report.coverage().unreadable() > 0
                || report.targets().stream().anyMatch(target -> !target.complete());
    }

    /** One component for all containers in which exactly the same was found. */
    private static ObjectNode subject(Subject subject, SubjectTargets targets) {
        ObjectNode component = object().put("type", "container")
                .put("bom-ref", subject.id())
                .put("name", PageText.sentence(targets.words(subject.id())))
                .put("version", PageText.name(subject.image()));
        component
                .putArray("properties")
                .add(property("targets", String.valueOf(subject.targets())))
                .add(property("architecture", PageText.name(subject.architecture())));
        return component;
    }

    private static ObjectNode target(TargetReport target, String reference) {
        ObjectNode component = object().put("type", "container")
                .put("bom-ref", reference)
                .put("name", PageText.name(target.target().key()));
        String image = target.target().imageId().isEmpty()
                ? target.target().image()
                : target.target().imageId();
        component.put("version", PageText.name(image));
        component
                .putArray("properties")
                .add(property("outcome", target.outcome().name()));
        return component;
    }

    private static ObjectNode item(InventoryItem item, String reference, SubjectTargets targets) {
        ObjectNode component =
                object().put("type", "library").put("bom-ref", reference).put("name", PageText.name(item.name()));
        if (!item.version().isEmpty()) {
            component.put("version", PageText.name(item.version()));
        }
        if (!item.purl().isEmpty()) {
            component.put("purl", PageText.sentence(item.purl()));
        }
        component
                .putArray("properties")
                .add(property("origin", item.origin().name()))
                .add(property("location", PageText.names(item.locations())))
                .add(property("target", PageText.sentence(targets.words(item.subjects()))));
        return component;
    }

    private static ObjectNode property(String name, String value) {
        return object().put("name", "distroless-scan:" + name).put("value", value);
    }

    private static UUID uuid(String scan) {
        return UUID.nameUUIDFromBytes(("distroless-scan " + scan).getBytes(StandardCharsets.UTF_8));
    }
}
