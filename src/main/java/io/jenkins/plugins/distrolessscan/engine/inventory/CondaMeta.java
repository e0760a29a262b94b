package io.jenkins.plugins.distrolessscan.engine.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem.Origin;
import java.util.List;
import java.util.Set;

/** {@code conda-meta}: one file for each package of a Conda environment. */
final class CondaMeta implements Cataloger {
    @Override
    public Set<String> formats() {
        return Set.of("conda-meta");
    }

    @Override
    public Reading read(String path, String text) {
        JsonNode root = JsonText.of(text);
        Declared found =
                Declared.of("conda", JsonText.text(root, "name"), JsonText.text(root, "version"), Origin.DATABASE);
        return new Reading(
                List.of(found), !found.name().isEmpty() && !found.version().isEmpty());
    }
}
