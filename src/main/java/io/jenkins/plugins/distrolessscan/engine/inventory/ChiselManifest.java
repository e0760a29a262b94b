package io.jenkins.plugins.distrolessscan.engine.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The manifest of a chiselled Ubuntu: a JSON object a line, of which those of the kind {@code package} are packages. */
final class ChiselManifest implements Cataloger {
    @Override
    public Set<String> formats() {
        return Set.of("chisel-manifest");
    }

    @Override
    public boolean ofSystem() {
        return true;
    }

    @Override
    public Reading read(String path, String text) {
        List<Declared> packages = new ArrayList<>();
        boolean understood = !text.isBlank();
        for (String line : new TextLines(text)) {
            if (line.isBlank()) {
                continue;
            }
            JsonNode record = JsonText.of(line);
            understood &= record.isObject();
            if (JsonText.text(record, "kind").equals("package")) {
                String name = JsonText.text(record, "name");
                String version = JsonText.text(record, "version");
                understood &= !name.isEmpty() && !version.isEmpty();
                packages.add(Declared.system("deb", name, version, JsonText.text(record, "arch"), "", ""));
            }
        }
        return new Reading(packages, understood);
    }
}
