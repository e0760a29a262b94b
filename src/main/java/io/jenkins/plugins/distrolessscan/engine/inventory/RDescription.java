package io.jenkins.plugins.distrolessscan.engine.inventory;

import io.jenkins.plugins.distrolessscan.engine.model.PackageItem.Origin;
import java.util.List;
import java.util.Set;

/** {@code DESCRIPTION} of an installed R package. */
final class RDescription implements Cataloger {
    @Override
    public Set<String> formats() {
        return Set.of("r-description");
    }

    @Override
    public Reading read(String path, String text) {
        NamedLines lines = NamedLines.of(text, ':');
        Declared found = Declared.of("cran", lines.get("package"), lines.get("version"), Origin.MANIFEST);
        return new Reading(
                List.of(found), !found.name().isEmpty() && !found.version().isEmpty());
    }
}
