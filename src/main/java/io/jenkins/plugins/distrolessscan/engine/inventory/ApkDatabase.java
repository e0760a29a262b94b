package io.jenkins.plugins.distrolessscan.engine.inventory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** apk's database of installed packages: records of one-letter fields, divided by blank lines. */
final class ApkDatabase implements Cataloger {
    /** Package, version, architecture, origin. */
    private static final String FIELDS = "PVAo";

    @Override
    public boolean wants(String path) {
        return path.equals("lib/apk/db/installed") || path.equals("usr/lib/apk/db/installed");
    }

    @Override
    public List<Declared> read(String path, String text) {
        List<Declared> packages = new ArrayList<>();
        Map<Character, String> fields = new HashMap<>();
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (line.isBlank()) {
                add(packages, fields);
                fields.clear();
            } else if (line.length() > 1 && line.charAt(1) == ':' && FIELDS.indexOf(line.charAt(0)) >= 0) {
                fields.putIfAbsent(line.charAt(0), line.substring(2).strip());
            }
        }
        add(packages, fields);
        return packages;
    }

    private static void add(List<Declared> packages, Map<Character, String> fields) {
        String name = fields.getOrDefault('P', "");
        String origin = fields.getOrDefault('o', "");
        packages.add(new Declared(
                "apk",
                name,
                fields.getOrDefault('V', ""),
                fields.getOrDefault('A', ""),
                origin.equals(name) ? "" : origin));
    }
}
