package io.jenkins.plugins.distrolessscan.engine.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code *.runtimeconfig.json}: the frameworks that lie beside a self-contained program. A framework that a program only
 * asks for may be there in another version, so that it is none.
 */
final class DotnetRuntime implements Cataloger {
    @Override
    public Set<String> formats() {
        return Set.of("dotnet-runtimeconfig");
    }

    @Override
    public Reading read(String path, String text) {
        JsonNode root = JsonText.of(text);
        List<Declared> packages = new ArrayList<>();
        for (JsonNode framework : JsonText.list(root.path("runtimeOptions").path("includedFrameworks"))) {
            packages.add(Declared.of(
                    "nuget", JsonText.text(framework, "name"), JsonText.text(framework, "version"), Origin.MANIFEST));
        }
        return new Reading(packages, root.isObject());
    }
}
