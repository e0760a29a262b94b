package io.jenkins.plugins.distrolessscan.engine.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.Difference;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryCoverage;
import io.jenkins.plugins.distrolessscan.engine.model.LoadedPackages;
import io.jenkins.plugins.distrolessscan.engine.model.LookupInfo;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.PodEntry;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.LookedAt;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

/**
 * What members mean that an older report does not have. None of them is a number of things that were found: they say that
 * nobody looked, or, of texts, that nothing is known. A member that is not named here has to be there.
 */
final class AbsentMembers {
    private static final Map<String, Object> MEANING = Map.ofEntries(
            Map.entry("ScanReport.vulnerabilities", List.of()),
            Map.entry("ScanReport.lookup", LookupInfo.notConfigured()),
            Map.entry("ScanReport.lookedAt", LookedAt.NOTHING),
            Map.entry("ScanReport.difference", Difference.without(Difference.Reference.none())),
            Map.entry("ScanReport.waivers", List.of()),
            Map.entry("LookedAt.lists", List.of()),
            Map.entry("LookedAt.ecosystems", List.of()),
            Map.entry("Subject.inventory", InventoryCoverage.NONE),
            Map.entry("TargetReport.running", -1),
            Map.entry("TargetReport.loaded", LoadedPackages.NONE),
            Map.entry("DebugContainer.entry", PodEntry.ALONE),
            Map.entry("PodEntry.companions", List.of()),
            Map.entry("PodEntry.pressure", List.of()),
            Map.entry("PodEntry.ended", List.of()),
            Map.entry("PodEntry.restarted", List.of()),
            Map.entry("Fact.location", ""));

    private AbsentMembers() {}

    /** Gives a record's tree the members that it lacks. A target that is like another lacks them on purpose. */
    static void fill(JsonNode node, Type type) {
        if (type instanceof ParameterizedType generic) {
            Type item = generic.getActualTypeArguments()[0];
            (generic.getRawType() == List.class ? node : List.of(node)).forEach(each -> fill(each, item));
        } else if (type instanceof Class<?> c
                && c.isRecord()
                && node instanceof ObjectNode tree
                && !tree.has(ReportJson.LIKE)) {
            for (RecordComponent component : c.getRecordComponents()) {
                fill(tree, c.getSimpleName(), component);
            }
        }
    }

    private static void fill(ObjectNode tree, String record, RecordComponent component) {
        JsonNode member = tree.get(component.getName());
        Object meaning = MEANING.get(record + "." + component.getName());
        if (member != null) {
            fill(member, component.getGenericType());
        } else if (meaning != null) {
            tree.set(component.getName(), Json.tree(meaning));
        }
    }
}
