package io.jenkins.plugins.distrolessscan.engine.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The list of crates that cargo-auditable links into a program; what only built it is not in it. */
final class RustAudit implements Cataloger {
    @Override
    public Set<String> formats() {
        return Set.of("rust-audit");
    }

    @Override
    public Reading read(String path, String text) {
        JsonNode list = JsonText.of(text).path("packages");
        List<Declared> packages = new ArrayList<>();
        boolean understood = list.isArray();
        for (JsonNode crate : JsonText.list(list)) {
            String name = JsonText.text(crate, "name");
            String version = JsonText.text(crate, "version");
            understood &= !name.isEmpty() && !version.isEmpty();
            if (!JsonText.text(crate, "kind").equals("build")) {
                packages.add(Declared.of("cargo", name, version, Origin.BINARY));
            }
        }
        return new Reading(packages, understood);
    }
}
