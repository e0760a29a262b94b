package io.jenkins.plugins.distrolessscan.engine.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem.Origin;
import java.util.List;
import java.util.Set;

/**
 * {@code package.json} of npm's packages and of applications. One without a name only sets options of its folder, and an
 * application need not have a version: neither is a package.
 */
final class NodePackage implements Cataloger {
    @Override
    public Set<String> formats() {
        return Set.of("node-package", "node-package-zipped");
    }

    @Override
    public Reading read(String path, String text) {
        JsonNode root = JsonText.of(text);
        String name = JsonText.text(root, "name");
        String version = JsonText.text(root, "version").strip();
        if (name.isEmpty() || version.isEmpty()) {
            return new Reading(List.of(), root.isObject());
        }
        return Reading.of(Declared.of("npm", name, version, Origin.MANIFEST));
    }
}
