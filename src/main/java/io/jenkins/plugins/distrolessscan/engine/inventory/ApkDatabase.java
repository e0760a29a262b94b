package io.jenkins.plugins.distrolessscan.engine.inventory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** apk's database of installed packages: records of one-letter fields, divided by blank lines. */
final class ApkDatabase implements Cataloger {
    /** Package, version, architecture, origin. */
    private static final String FIELDS = "PVAo";

    @Override
    public Set<String> formats() {
        return Set.of("apk-installed");
    }

    @Override
    public boolean ofSystem() {
        return true;
    }

    @Override
    public Reading read(String path, String text) {
        List<Declared> packages = new ArrayList<>();
        Map<Character, String> fields = new HashMap<>();
        boolean understood = text.isEmpty() || text.endsWith("\n");
        boolean record = false;
        for (String line : new TextLines(text)) {
            if (line.isBlank()) {
                understood &= !record || add(packages, fields);
                fields.clear();
                record = false;
                continue;
            }
            record = true;
            boolean field = line.length() > 1 && line.charAt(1) == ':' && isLetter(line.charAt(0));
            understood &= field;
            if (field && FIELDS.indexOf(line.charAt(0)) >= 0) {
                fields.putIfAbsent(line.charAt(0), line.substring(2).strip());
            }
        }
        understood &= !record || add(packages, fields);
        return new Reading(packages, understood);
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** Whether the record names a package and its version. */
    private static boolean add(List<Declared> packages, Map<Character, String> fields) {
        String name = fields.getOrDefault('P', "");
        String version = fields.getOrDefault('V', "");
        String origin = fields.getOrDefault('o', "");
        packages.add(Declared.system(
                "apk", name, version, fields.getOrDefault('A', ""), origin.equals(name) ? "" : origin, ""));
        return !name.isEmpty() && !version.isEmpty();
    }
}
