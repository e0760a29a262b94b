package io.jenkins.plugins.distrolessscan.engine.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** opkg's database, in the form of dpkg's. Its packages have no source package that is told. */
final class OpkgDatabase implements Cataloger {
    private static final Set<String> ABSENT = Set.of("not-installed", "config-files");

    @Override
    public Set<String> formats() {
        return Set.of("opkg-status");
    }

    @Override
    public boolean ofSystem() {
        return true;
    }

    @Override
    public Reading read(String path, String text) {
        ControlParagraphs control = ControlParagraphs.of(text);
        List<Declared> packages = new ArrayList<>();
        boolean understood = control.understood() && (text.isEmpty() || text.endsWith("\n"));
        for (Map<String, String> fields : control.paragraphs()) {
            String status = fields.getOrDefault("status", "").trim();
            if (ABSENT.contains(status.substring(status.lastIndexOf(' ') + 1))) {
                continue;
            }
            understood &= !status.isEmpty() && fields.containsKey("package") && fields.containsKey("version");
            packages.add(Declared.system(
                    "opkg",
                    fields.getOrDefault("package", ""),
                    fields.getOrDefault("version", ""),
                    fields.getOrDefault("architecture", ""),
                    "",
                    ""));
        }
        return new Reading(packages, understood);
    }
}
