package io.jenkins.plugins.distrolessscan.engine.model;

import io.jenkins.plugins.distrolessscan.engine.model.PackageItem.Origin;
import java.util.List;

/**
 * A package as a report lists it: once, with all subjects that have it. The members but the first are those of
 * {@link PackageItem}.
 *
 * @param subjects IDs of the subjects in which it was found
 */
public record InventoryItem(
        List<String> subjects,
        String type,
        String name,
        String version,
        String architecture,
        String sourceName,
        String sourceVersion,
        String purl,
        String ecosystem,
        List<String> locations,
        String owner,
        Origin origin) {
    public InventoryItem {
        subjects = List.copyOf(subjects);
        locations = List.copyOf(locations);
    }

    public static InventoryItem of(PackageItem item, List<String> subjects) {
        return new InventoryItem(
                subjects,
                item.type(),
                item.name(),
                item.version(),
                item.architecture(),
                item.sourceName(),
                item.sourceVersion(),
                item.purl(),
                item.ecosystem(),
                item.locations(),
                item.owner(),
                item.origin());
    }

    /** The package itself. */
    public PackageItem item() {
        return new PackageItem(
                type,
                name,
                version,
                architecture,
                sourceName,
                sourceVersion,
                purl,
                ecosystem,
                locations,
                owner,
                origin);
    }
}
