package io.jenkins.plugins.distrolessscan.engine.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.Assumption;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryItem;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Subject;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.util.List;

/**
 * {@code sbom/SUBJECT.cdx.json}: the packages of one subject as CycloneDX 1.6, with the system that they belong to, their
 * source packages, owners and places. Readers of such documents take the packages of one container and one system.
 */
final class SubjectSbom extends JsonTree {
    private static final String SYSTEM = "operating-system";

    private final Subject subject;
    private final String name;

    /** @param name of the file */
    SubjectSbom(Subject subject, String name) {
        this.subject = subject;
        this.name = name;
    }

    /** The path of a subject's own document below the folder of a report. */
    static String path(Subject subject) {
        String id = subject.id().replaceAll("[^0-9A-Za-z]", "_");
        return "sbom/" + id.substring(0, Math.min(id.length(), 64)) + ".cdx.json";
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    ObjectNode tree(ScanReport report) {
        ObjectNode root = CycloneDxReport.document(report, report.scan().id() + " " + subject.id());
        ObjectNode container = ((ObjectNode) root.get("metadata")).putObject("component");
        container
                .put("type", "container")
                .put("bom-ref", subject.id())
                .put("name", PageText.name(subject.image()))
                .put("version", PageText.name(digest()));
        ArrayNode properties = container.putArray("properties");
        properties.add(SbomComponents.property("architecture", PageText.name(subject.architecture())));
        properties.add(SbomComponents.property("targets", String.valueOf(subject.targets())));
        SbomComponents.properties(
                properties, "target", SubjectTargets.of(report).all(subject.id()));

        ArrayNode components = root.putArray("components");
        ArrayNode needed = NODES.arrayNode();
        if (!subject.inventory().system().id().isEmpty()) {
            components.add(SbomComponents.system(subject.inventory().system(), SYSTEM));
            needed.add(SYSTEM);
        }
        CycloneDxVulnerabilities vulnerabilities = new CycloneDxVulnerabilities(report, subject.id());
        int number = 0;
        for (InventoryItem item : report.inventory()) {
            if (item.subjects().contains(subject.id())) {
                String reference = "package-" + number++;
                components.addPOJO(new Late(() -> SbomComponents.item(item, reference)));
                vulnerabilities.component(item, reference);
                needed.add(reference);
            }
        }
        root.putArray("dependencies").addObject().put("ref", subject.id()).set("dependsOn", needed);
        root.putArray("compositions")
                .addObject()
                .put("aggregate", aggregate(report))
                .putArray("assemblies")
                .add(subject.id());
        vulnerabilities.to(root);
        return root;
    }

    private String digest() {
        return subject.image().substring(subject.image().lastIndexOf('@') + 1);
    }

    /** "complete" only when everything that was found was read, in targets of which nothing is missing. */
    private String aggregate(ScanReport report) {
        List<TargetReport> targets = report.targets().stream()
                .filter(target -> target.subject().equals(subject.id()))
                // A sample stands for the others.
                .filter(target -> target.assumed()
                        .filter(from -> from.kind() == Assumption.Kind.SAMPLE)
                        .isEmpty())
                .toList();
        boolean whole = !targets.isEmpty() && targets.stream().allMatch(SubjectSbom::whole);
        if (whole && subject.inventory().complete()) {
            return "complete";
        }
        return whole && !subject.inventory().counted() ? "unknown" : "incomplete";
    }

    private static boolean whole(TargetReport target) {
        long unlisted = target.end().map(Evidence.End::unlisted).orElse(1L);
        return (target.complete() || target.basis() == TargetReport.Basis.ASSUMED)
                && unlisted == 0
                && target.unread() == 0;
    }
}
