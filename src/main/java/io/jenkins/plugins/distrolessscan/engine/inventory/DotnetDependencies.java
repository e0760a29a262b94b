package io.jenkins.plugins.distrolessscan.engine.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem.Origin;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code *.deps.json}, the libraries that a .NET program was published with. A project is the program itself and comes from
 * no registry.
 */
final class DotnetDependencies implements Cataloger {
    private static final String RUNTIME_PACK = "runtimepack.";

    @Override
    public Set<String> formats() {
        return Set.of("dotnet-deps");
    }

    @Override
    public Reading read(String path, String text) {
        JsonNode libraries = JsonText.of(text).path("libraries");
        List<Declared> packages = new ArrayList<>();
        boolean understood = libraries.isObject();
        for (Iterator<Map.Entry<String, JsonNode>> at = libraries.fields(); at.hasNext(); ) {
            Map.Entry<String, JsonNode> library = at.next();
            String key = library.getKey();
            int slash = key.indexOf('/');
            understood &= slash > 0;
            if (slash > 0) {
                String name = key.substring(key.startsWith(RUNTIME_PACK) ? RUNTIME_PACK.length() : 0, slash);
                boolean project = JsonText.text(library.getValue(), "type").equals("project");
                packages.add(
                        Declared.of(project ? "generic" : "nuget", name, key.substring(slash + 1), Origin.MANIFEST));
            }
        }
        return new Reading(packages, understood);
    }
}
