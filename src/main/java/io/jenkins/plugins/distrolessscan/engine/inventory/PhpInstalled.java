package io.jenkins.plugins.distrolessscan.engine.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Composer's {@code installed.json}: an object with the packages, or before version 2 the list itself. */
final class PhpInstalled implements Cataloger {
    @Override
    public Set<String> formats() {
        return Set.of("php-installed");
    }

    @Override
    public Reading read(String path, String text) {
        JsonNode root = JsonText.of(text);
        JsonNode list = root.isArray() ? root : root.path("packages");
        List<Declared> packages = new ArrayList<>();
        boolean understood = list.isArray();
        for (JsonNode item : JsonText.list(list)) {
            String name = JsonText.text(item, "name");
            understood &= !name.isEmpty();
            packages.add(Declared.of("composer", name, JsonText.text(item, "version"), Origin.MANIFEST));
        }
        return new Reading(packages, understood);
    }
}
