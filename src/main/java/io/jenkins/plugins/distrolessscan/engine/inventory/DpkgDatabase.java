package io.jenkins.plugins.distrolessscan.engine.inventory;

import java.util.List;
import java.util.Map;
import java.util.Set;

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

    @Override
    public boolean wants(String path) {
        return path.equals(STATUS)
                || path.startsWith(STATUS_D) && NO_STATUS.stream().noneMatch(path::endsWith);
    }

    @Override
    public List<Declared> read(String path, String text) {
        String missingStatus = path.equals(STATUS) ? "" : INSTALLED;
        return ControlParagraphs.of(text).stream()
                .filter(fields -> isThere(fields.getOrDefault("Status", missingStatus)))
                .map(DpkgDatabase::declared)
                .toList();
    }

    /** @param status what is wanted, a flag, and what is: three words */
    private static boolean isThere(String status) {
        String[] words = status.trim().split("\\s+");
        return words.length == 3 && !ABSENT.contains(words[2]);
    }

    private static Declared declared(Map<String, String> fields) {
        String source = fields.getOrDefault("Source", "");
        int version = source.indexOf('(');
        return new Declared(
                "deb",
                fields.getOrDefault("Package", ""),
                fields.getOrDefault("Version", ""),
                fields.getOrDefault("Architecture", ""),
                version < 0 ? source : source.substring(0, version).strip());
    }
}
