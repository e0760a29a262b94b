package io.jenkins.plugins.distrolessscan.engine.inventory;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence.Content;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All cataloguers, by the formats that they read. */
final class Catalogers {
    private static final List<Cataloger> ALL = List.of(
            new DpkgDatabase(),
            new ApkDatabase(),
            new RpmPackages(),
            new OpkgDatabase(),
            new ChiselManifest(),
            new BottlerocketInventory(),
            new CondaMeta(),
            new PythonMetadata(),
            new NodePackage(),
            new RustAudit(),
            new ElfPackageNote(),
            new DotnetDependencies(),
            new DotnetRuntime(),
            new RubyGem(),
            new PhpInstalled(),
            new RDescription(),
            new JavaRuntime(),
            new DocumentPackages());

    private static final Map<String, Cataloger> BY_FORMAT = byFormat();

    /** Files beside the entries of status.d. */
    private static final List<String> NO_STATUS = List.of(".md5sums", ".preinst", ".postinst", ".prerm", ".postrm");

    private Catalogers() {}

    /** The one that reads a file, if there is one. */
    static Optional<Cataloger> of(String path, Content file) {
        String format = file.format().isEmpty() ? ofVersion1(path) : file.format();
        return Optional.ofNullable(BY_FORMAT.get(format));
    }

    static List<Cataloger> all() {
        return ALL;
    }

    /** Evidence of version 1 had the databases of two package managers and did not name their formats. */
    private static String ofVersion1(String path) {
        if (path.equals("lib/apk/db/installed") || path.equals("usr/lib/apk/db/installed")) {
            return "apk-installed";
        }
        if (path.equals("var/lib/dpkg/status")) {
            return "dpkg-status";
        }
        boolean entry = path.startsWith("var/lib/dpkg/status.d/")
                && path.charAt(path.lastIndexOf('/') + 1) != '.'
                && NO_STATUS.stream().noneMatch(path::endsWith);
        return entry ? "dpkg-status-d" : "";
    }

    private static Map<String, Cataloger> byFormat() {
        Map<String, Cataloger> byFormat = new HashMap<>();
        ALL.forEach(cataloger -> cataloger.formats().forEach(format -> byFormat.put(format, cataloger)));
        return Map.copyOf(byFormat);
    }
}
