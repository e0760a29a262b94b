package io.jenkins.plugins.distrolessscan.engine.inventory;

import io.jenkins.plugins.distrolessscan.engine.model.PackageItem.Origin;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Specifications of installed Ruby gems: Ruby source, of which two assignments are read. */
final class RubyGem implements Cataloger {
    private static final Pattern VALUE = Pattern.compile("(?:Gem::Version\\.new[( ]\\s*)?[\"']([^\"']*)[\"'].*");
    private static final Pattern FILE = Pattern.compile("(.+?)-([0-9][0-9A-Za-z.]*?)(?:-[a-z].*)?\\.gemspec");

    @Override
    public Set<String> formats() {
        return Set.of("ruby-gemspec");
    }

    @Override
    public Reading read(String path, String text) {
        NamedLines lines = NamedLines.of(text, '=');
        String name = value(lines, "name");
        String version = value(lines, "version");
        Matcher file = FILE.matcher(path.substring(path.lastIndexOf('/') + 1));
        if (file.matches() && (name.isEmpty() || version.isEmpty())) {
            return Reading.of(Declared.of("gem", file.group(1), file.group(2), Origin.FILE_NAME));
        }
        return name.isEmpty() ? Reading.NOTHING : Reading.of(Declared.of("gem", name, version, Origin.MANIFEST));
    }

    private static String value(NamedLines lines, String member) {
        String line = lines.values().getOrDefault("s." + member, "");
        Matcher value = VALUE.matcher(line.replace(".freeze", ""));
        return value.matches() ? value.group(1) : "";
    }
}
