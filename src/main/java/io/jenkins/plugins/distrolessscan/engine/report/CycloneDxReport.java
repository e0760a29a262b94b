package io.jenkins.plugins.distrolessscan.engine.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Subject;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * {@code sbom.cdx.json}, CycloneDX 1.6: the document of the one subject of a scan; where there are several, or none, a list of
 * the containers with a reference to the document of each. Readers take one container and one system from a document, so
 * that packages of several are never in one.
 */
public final class CycloneDxReport extends JsonTree {
    private static final String NAME = "sbom.cdx.json";
    private static final String SCAN = "scan";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    ObjectNode tree(ScanReport report) {
        return report.subjects().size() == 1
                ? new SubjectSbom(report.subjects().get(0), NAME).tree(report)
                : list(report);
    }

    private static ObjectNode list(ScanReport report) {
        ObjectNode root = document(report, report.scan().id());
        ((ObjectNode) root.get("metadata"))
                .putObject("component")
                .put("type", "application")
                .put("bom-ref", SCAN)
                .put("name", PageText.sentence(report.scan().selection()));
        ArrayNode components = root.putArray("components");
        ArrayNode needed = NODES.arrayNode();
        SubjectTargets targets = SubjectTargets.of(report);
        for (Subject subject : report.subjects()) {
            components.add(subject(subject, targets));
            needed.add(subject.id());
        }
        for (TargetReport target : report.targets()) {
            if (target.subject().isEmpty()) {
                String reference = "target-" + components.size();
                components.add(target(target, reference));
                needed.add(reference);
            }
        }
        root.putArray("dependencies").addObject().put("ref", SCAN).set("dependsOn", needed);
        root.putArray("compositions")
                .addObject()
                .put("aggregate", report.targets().stream().allMatch(TargetReport::complete) ? "unknown" : "incomplete")
                .putArray("assemblies")
                .add(SCAN);
        return root;
    }

    /** What every document begins with. */
    static ObjectNode document(ScanReport report, String identity) {
        ObjectNode root = object().put("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json")
                .put("bomFormat", "CycloneDX")
                .put("specVersion", "1.6")
                .put("serialNumber", "urn:uuid:" + uuid(identity))
                .put("version", 1);
        ObjectNode metadata = root.putObject("metadata")
                .put("timestamp", report.scan().finished().toString());
        metadata.putObject("tools")
                .putArray("components")
                .addObject()
                .put("type", "application")
                .put("name", "Distroless Scan")
                .put("version", PageText.name(report.scan().toolVersion()));
        metadata.putArray("properties")
                .add(SbomComponents.property(
                        "demo", String.valueOf(report.scan().demo())));
        return root;
    }

    /** One component for all containers in which exactly the same was found. */
    private static ObjectNode subject(Subject subject, SubjectTargets targets) {
        ObjectNode component = object().put("type", "container")
                .put("bom-ref", subject.id())
                .put("name", PageText.sentence(targets.words(subject.id())))
                .put("version", PageText.name(subject.image()));
        component.putArray("externalReferences").addObject().put("type", "bom").put("url", SubjectSbom.path(subject));
        component
                .putArray("properties")
                .add(SbomComponents.property("targets", String.valueOf(subject.targets())))
                .add(SbomComponents.property("architecture", PageText.name(subject.architecture())));
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
                .add(SbomComponents.property("outcome", target.outcome().name()));
        return component;
    }

    private static UUID uuid(String identity) {
        return UUID.nameUUIDFromBytes(("distroless-scan " + identity).getBytes(StandardCharsets.UTF_8));
    }
}
