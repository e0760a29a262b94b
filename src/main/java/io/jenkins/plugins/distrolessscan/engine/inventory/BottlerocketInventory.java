package io.jenkins.plugins.distrolessscan.engine.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The list of packages that Bottlerocket keeps in the place of an rpm database. */
final class BottlerocketInventory implements Cataloger {
    @Override
    public Set<String> formats() {
        return Set.of("bottlerocket-inventory");
    }

    @Override
    public boolean ofSystem() {
        return true;
    }

    @Override
    public Reading read(String path, String text) {
        JsonNode content = JsonText.of(text).path("Content");
        List<Declared> packages = new ArrayList<>();
        boolean understood = content.isArray();
        for (JsonNode item : JsonText.list(content)) {
            String name = JsonText.text(item, "Name");
            String version = JsonText.text(item, "Version");
            String release = JsonText.text(item, "Release");
            String epoch = JsonText.text(item, "Epoch");
            understood &= !name.isEmpty() && !version.isEmpty();
            packages.add(Declared.system(
                    "rpm",
                    name,
                    (epoch.isEmpty() || epoch.equals("0") ? "" : epoch + ":")
                            + version
                            + (release.isEmpty() ? "" : "-" + release),
                    JsonText.text(item, "Architecture"),
                    "",
                    ""));
        }
        return new Reading(packages, understood);
    }
}
