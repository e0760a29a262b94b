package io.jenkins.plugins.distrolessscan.engine.inventory;

import io.jenkins.plugins.distrolessscan.engine.model.PackageItem.Origin;
import java.util.List;
import java.util.Set;

/** The {@code release} file of a Java runtime. Other software has files of that name, which say nothing of Java. */
final class JavaRuntime implements Cataloger {
    @Override
    public Set<String> formats() {
        return Set.of("jvm-release");
    }

    @Override
    public Reading read(String path, String text) {
        NamedLines lines = NamedLines.of(text, '=');
        String full = lines.get("java_runtime_version");
        String version = full.isEmpty() ? lines.get("java_version") : full;
        return version.isEmpty()
                ? new Reading(List.of(), true)
                : Reading.of(Declared.of("generic", "openjdk", version, Origin.MANIFEST));
    }
}
