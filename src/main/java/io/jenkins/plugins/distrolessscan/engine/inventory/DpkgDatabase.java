package io.jenkins.plugins.distrolessscan.engine.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * dpkg's database: the single file {@code var/lib/dpkg/status}, of which only installed packages count, and distroless
 * images' {@code var/lib/dpkg/status.d}, one file for each package, usually without a status line.
 */
final class DpkgDatabase implements Cataloger {
    private static final String STATUS = "var/lib/dpkg/status";
    private static final String STATUS_D = STATUS + ".d/";
    /** Files beside the entries of status.d. */
    private static final List<String> NO_STATUS = List.of(".md5sums", ".preinst", ".postinst", ".prerm", ".postrm");

    private static final String INSTALLED = "install ok installed";

    /** Last words of the status of packages none of whose files are there. All others count: on hold, half configured. */
    private static final Set<String> ABSENT = Set.of("not-installed", "config-files");

    /** {@code samba (2:4.17.12)}: the version stands there when it is not the package's own. */
    private static final Pattern SOURCE = Pattern.compile("(\\S*)(?:\\s*\\(\\s*([^)]*?)\\s*\\)?)?\\s*");

    /** A rebuild of the same source has a version of its own. */
    private static final Pattern REBUILD = Pattern.compile("(.*)\\+b[0-9]+");

    @Override
    public Set<String> formats() {
        return Set.of("dpkg-status", "dpkg-status-d");
    }

    @Override
    public boolean ofSystem() {
        return true;
    }

    @Override
    public Reading read(String path, String text) {
        boolean single = path.equals(STATUS);
        ControlParagraphs control = ControlParagraphs.of(text);
        List<Declared> packages = new ArrayList<>();
        boolean understood = control.understood()
                // dpkg ends each line of its file, so that one without an end was torn off.
                && (single
                        ? text.isEmpty() || text.endsWith("\n")
                        : !control.paragraphs().isEmpty());
        for (Map<String, String> fields : control.paragraphs()) {
            String[] status = fields.getOrDefault("status", single ? "" : INSTALLED)
                    .trim()
                    .split("\\s+");
            boolean known = fields.containsKey("package") && status.length == 3;
            boolean there = status.length == 3 && !ABSENT.contains(status[2]);
            understood &= known && (!there || fields.containsKey("version"));
            if (there) {
                packages.add(declared(fields));
            }
        }
        return new Reading(packages, understood);
    }

    private static Declared declared(Map<String, String> fields) {
        String version = fields.getOrDefault("version", "");
        Matcher source = SOURCE.matcher(fields.getOrDefault("source", ""));
        boolean named = source.matches() && !source.group(1).isEmpty();
        return Declared.system(
                        "deb",
                        fields.getOrDefault("package", ""),
                        version,
                        fields.getOrDefault("architecture", ""),
                        named ? source.group(1) : "",
                        named && source.group(2) != null ? source.group(2) : ofSource(version))
                .withMaintainer(fields.getOrDefault("maintainer", ""));
    }

    private static String ofSource(String version) {
        Matcher rebuild = REBUILD.matcher(version);
        return rebuild.matches() ? rebuild.group(1) : "";
    }
}
