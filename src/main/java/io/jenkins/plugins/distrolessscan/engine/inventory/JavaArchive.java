package io.jenkins.plugins.distrolessscan.engine.inventory;

import io.jenkins.plugins.distrolessscan.engine.model.PackageItem.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Java archive says that it is: the coordinates that Maven leaves in it, one for each artifact of a shaded archive;
 * where there are none of its own, the main attributes of its manifest and, as a guess, its file name.
 */
final class JavaArchive {
    private static final String QUALIFIER =
            "(?i:snapshot|release|final|ga|jre[0-9]*|android|incubating|alpha|beta|rc|cr|m|sp|b|pre|redhat|jbossorg|v"
                    + "|build|patch|p|r|java|jdk)[0-9A-Za-z._]*";

    private static final Pattern FILE =
            Pattern.compile("(.+?)-(v?[0-9][0-9A-Za-z.+_]*(?:-(?:" + QUALIFIER + "|[0-9][0-9A-Za-z.]*))*)");

    private static final Pattern VERSION = Pattern.compile("v?[0-9][0-9A-Za-z.+_-]*");

    private final String path;
    private final List<Declared> coordinates = new ArrayList<>();
    private NamedLines manifest = NamedLines.of("", ':');

    /** @param path of the archive, that of one within another with {@code !/} */
    JavaArchive(String path) {
        this.path = path;
    }

    /** Takes a {@code pom.properties}; what it does not say is in its path. */
    void coordinates(String member, String text) {
        NamedLines lines = NamedLines.of(text, '=');
        String[] folders = member.split("/");
        String group = orElse(lines.get("groupid"), folders.length > 3 ? folders[folders.length - 3] : "");
        String artifact = orElse(lines.get("artifactid"), folders.length > 2 ? folders[folders.length - 2] : "");
        if (!group.isEmpty() && !artifact.isEmpty()) {
            coordinates.add(
                    Declared.of("maven", group + ":" + artifact, orEmpty(lines.get("version")), Origin.MANIFEST));
        }
    }

    void manifest(String text) {
        manifest = NamedLines.of(text, ':');
    }

    /** The artifacts; none when nothing says what the archive is. */
    List<Declared> packages() {
        List<Declared> packages = new ArrayList<>(coordinates);
        if (coordinates.stream().noneMatch(this::isOwn)) {
            Declared own = own();
            if (!own.version().isEmpty() && !own.name().isEmpty()) {
                packages.add(own);
            }
        }
        return packages;
    }

    /** Whether the coordinates are those of the archive itself, not of one that was shaded into it. */
    private boolean isOwn(Declared found) {
        String stem = stem();
        String artifact = found.name().substring(found.name().indexOf(':') + 1);
        return coordinates.size() == 1 && version(stem).isEmpty()
                || stem.equals(artifact)
                || stem.startsWith(artifact + "-")
                || name(stem).equals(artifact);
    }

    private Declared own() {
        String stem = stem();
        String symbolic =
                manifest.get("bundle-symbolicname").replaceFirst(";.*", "").strip();
        String artifact = plain(orElse(manifest.get("short-name"), orElse(name(stem), orElse(symbolic, stem))));
        String said = first("plugin-version", "implementation-version", "bundle-version", "specification-version");
        String ofName = version(stem);
        String version = orElse(ofName, said);
        String group = group(symbolic, artifact);
        boolean guess = said.isEmpty() || !said.equals(version) && !said.startsWith(version);
        return Declared.of("maven", group + ":" + artifact, version, guess ? Origin.FILE_NAME : Origin.MANIFEST);
    }

    /** Bundles are named by group and artifact; where nothing tells the group, the oldest habit is that both are alike. */
    private String group(String symbolic, String artifact) {
        if (symbolic.endsWith("." + artifact)) {
            return symbolic.substring(0, symbolic.length() - artifact.length() - 1);
        }
        String vendor = plain(manifest.get("implementation-vendor-id"));
        return vendor.indexOf('.') > 0 ? vendor : artifact;
    }

    private String first(String... names) {
        for (String name : names) {
            String value = manifest.get(name);
            if (VERSION.matcher(value).matches()) {
                return value;
            }
        }
        return "";
    }

    private String stem() {
        String file = path.substring(path.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }

    private static String name(String stem) {
        Matcher file = FILE.matcher(stem);
        return file.matches() ? file.group(1) : stem;
    }

    private static String version(String stem) {
        Matcher file = FILE.matcher(stem);
        return file.matches() ? file.group(2) : "";
    }

    private static String plain(String text) {
        return text.chars().allMatch(c -> c > ' ' && c <= '~' && c != ':' && c != '/') ? text : "";
    }

    /** A build that left its place holders in leaves no version. */
    private static String orEmpty(String version) {
        return version.startsWith("${") ? "" : version;
    }

    private static String orElse(String text, String other) {
        return text.isEmpty() ? other : text;
    }
}
