package io.jenkins.plugins.distrolessscan.engine.inventory;

import io.jenkins.plugins.distrolessscan.engine.model.PackageItem.Origin;
import java.util.List;
import java.util.Set;

/** The metadata that Python's installers leave: {@code METADATA} of a dist-info, {@code PKG-INFO} of an egg-info. */
final class PythonMetadata implements Cataloger {
    @Override
    public Set<String> formats() {
        return Set.of("python-metadata");
    }

    @Override
    public Reading read(String path, String text) {
        String name;
        String version;
        if (path.endsWith(".json")) {
            name = JsonText.text(JsonText.of(text), "name");
            version = JsonText.text(JsonText.of(text), "version");
        } else {
            NamedLines lines = NamedLines.of(text, ':');
            name = lines.get("name");
            version = lines.get("version");
        }
        return new Reading(
                List.of(Declared.of("pypi", name, version, Origin.MANIFEST)), !name.isEmpty() && !version.isEmpty());
    }
}
