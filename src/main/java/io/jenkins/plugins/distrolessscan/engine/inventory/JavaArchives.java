package io.jenkins.plugins.distrolessscan.engine.inventory;

import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.ArchiveFile;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.Content;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The Java archives of a target, each with what came out of it. */
final class JavaArchives {
    private static final String MEMBER = "!/";
    private static final String COORDINATES = "/pom.properties";
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final Pattern NAME = Pattern.compile(".*\\.(?:jar|war|ear|hpi|jpi|aar|par|sar|nar|kar|lpkg)");

    private JavaArchives() {}

    /** By path. Archives that nothing came out of are there all the same: they have a name. */
    static Map<String, JavaArchive> of(Evidence evidence) {
        Map<String, JavaArchive> archives = new TreeMap<>();
        for (ArchiveFile archive : evidence.content().archives()) {
            if (NAME.matcher(archive.path().toLowerCase(Locale.ROOT)).matches()) {
                archives.put(archive.path(), new JavaArchive(archive.path()));
            }
        }
        for (Map.Entry<String, Content> file : new TreeMap<>(evidence.files()).entrySet()) {
            int member = file.getKey().lastIndexOf(MEMBER);
            boolean coordinates = file.getKey().endsWith(COORDINATES);
            if (member > 0 && (coordinates || file.getKey().endsWith(MANIFEST))) {
                JavaArchive archive = archives.computeIfAbsent(file.getKey().substring(0, member), JavaArchive::new);
                String text = file.getValue().text();
                if (coordinates) {
                    archive.coordinates(file.getKey().substring(member + MEMBER.length()), text);
                } else {
                    archive.manifest(text);
                }
            }
        }
        return archives;
    }
}
