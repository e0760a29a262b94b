package io.jenkins.plugins.distrolessscan.engine.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem.Origin;
import java.util.List;
import java.util.Set;

/** The note of systemd's specification in which a program names the package that it was built for. It only adds: a database knows better. */
final class ElfPackageNote implements Cataloger {
    private static final Set<String> TYPES = Set.of("deb", "rpm", "apk", "alpm");

    @Override
    public Set<String> formats() {
        return Set.of("elf-package-note");
    }

    @Override
    public Reading read(String path, String text) {
        JsonNode note = JsonText.of(text);
        String type = JsonText.text(note, "type");
        String name = JsonText.text(note, "name");
        String version = JsonText.text(note, "version");
        Declared found = new Declared(
                TYPES.contains(type) ? type : "generic",
                name,
                version,
                JsonText.text(note, "architecture"),
                "",
                "",
                "",
                Origin.DOCUMENT,
                "");
        return new Reading(List.of(found), !name.isEmpty() && !version.isEmpty());
    }
}
