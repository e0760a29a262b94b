package io.jenkins.plugins.distrolessscan.engine.report;

import static io.jenkins.plugins.distrolessscan.engine.report.JsonTree.object;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryCoverage.OperatingSystem;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryItem;
import java.util.List;
import java.util.Set;

/** Components of a CycloneDX document, in the form in which other tools take them. */
final class SbomComponents {
    /** Places of a package that are listed. */
    private static final int MOST_PLACES = 100;

    private static final Set<String> SYSTEM = Set.of("deb", "apk", "rpm");

    private SbomComponents() {}

    /** The system that packages are judged by; without it, readers leave system packages out. */
    static ObjectNode system(OperatingSystem system, String reference) {
        String release = system.version().isEmpty() ? system.codename() : system.version();
        ObjectNode component = object().put("type", "operating-system")
                .put("bom-ref", reference)
                .put("name", PageText.name(system.id()));
        if (!release.isEmpty()) {
            component.put("version", PageText.name(release));
        }
        if (!system.name().isEmpty()) {
            component.put("description", PageText.sentence(system.name()));
        }
        ArrayNode properties = component.putArray("properties");
        if (!system.codename().isEmpty()) {
            properties.add(property("codename", PageText.name(system.codename())));
        }
        return component;
    }

    static ObjectNode item(InventoryItem item, String reference) {
        ObjectNode component = object().put("type", "library").put("bom-ref", reference);
        named(component, item);
        if (!item.version().isEmpty()) {
            component.put("version", PageText.name(item.version()));
        }
        if (!item.purl().isEmpty()) {
            component.put("purl", PageText.sentence(item.purl()));
        }
        boolean sourced = !item.sourceName().isEmpty() || !item.sourceVersion().isEmpty();
        if (sourced) {
            component.putObject("pedigree").putArray("ancestors").add(source(item));
        }
        if (!item.locations().isEmpty()) {
            ArrayNode places = component.putObject("evidence").putArray("occurrences");
            item.locations().stream()
                    .limit(MOST_PLACES)
                    .forEach(place -> places.addObject().put("location", PageText.name(place)));
        }
        ArrayNode properties = component.putArray("properties");
        properties.add(property("origin", item.origin().name()));
        if (!item.ecosystem().isEmpty()) {
            properties.add(property("ecosystem", PageText.name(item.ecosystem())));
        }
        if (!item.owner().isEmpty()) {
            properties.add(property("owner", PageText.name(item.owner())));
        }
        if (SYSTEM.contains(item.type())) {
            sourceProperties(item, properties);
        }
        return component;
    }

    private static void named(ObjectNode component, InventoryItem item) {
        int divider =
                switch (item.type()) {
                    case "maven" -> item.name().indexOf(':');
                    case "npm" -> item.name().startsWith("@") ? item.name().indexOf('/') : -1;
                    default -> -1;
                };
        if (divider > 0) {
            component.put("group", PageText.name(item.name().substring(0, divider)));
        }
        component.put("name", PageText.name(item.name().substring(divider + 1)));
    }

    /** The source package, from which distributions' advisories speak. */
    private static ObjectNode source(InventoryItem item) {
        ObjectNode source = object().put("type", "library").put("name", PageText.name(sourceName(item)));
        return source.put("version", PageText.name(sourceVersion(item)));
    }

    /** What trivy reads instead, which knows no pedigree. */
    private static void sourceProperties(InventoryItem item, ArrayNode properties) {
        String version = sourceVersion(item);
        int colon = version.indexOf(':');
        int dash = version.lastIndexOf('-');
        boolean revision = dash > colon && !item.type().equals("apk");
        properties.add(trivy("SrcName", sourceName(item)));
        if (!version.isEmpty()) {
            properties.add(trivy("SrcVersion", version.substring(colon + 1, revision ? dash : version.length())));
        }
        if (revision) {
            properties.add(trivy("SrcRelease", version.substring(dash + 1)));
        }
        if (colon > 0) {
            properties.add(trivy("SrcEpoch", version.substring(0, colon)));
        }
    }

    private static String sourceName(InventoryItem item) {
        return item.sourceName().isEmpty() ? item.name() : item.sourceName();
    }

    private static String sourceVersion(InventoryItem item) {
        return item.sourceVersion().isEmpty() ? item.version() : item.sourceVersion();
    }

    private static ObjectNode trivy(String name, String value) {
        return object().put("name", "aquasecurity:trivy:" + name).put("value", PageText.name(value));
    }

    static ObjectNode property(String name, String value) {
        return object().put("name", "distroless-scan:" + name).put("value", value);
    }

    /** A property for each, up to a bound. */
    static void properties(ArrayNode properties, String name, List<String> values) {
        values.stream().limit(MOST_PLACES).forEach(value -> properties.add(property(name, PageText.sentence(value))));
    }
}
