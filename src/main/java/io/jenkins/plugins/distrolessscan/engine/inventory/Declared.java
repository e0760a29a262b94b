package io.jenkins.plugins.distrolessscan.engine.inventory;

import io.jenkins.plugins.distrolessscan.engine.model.PackageItem.Origin;

/**
 * One package as a file declares it.
 *
 * @param type purl type
 * @param name as the package's ecosystem writes it: {@code group:artifact}, {@code @scope/name}, {@code vendor/name}
 * @param version empty if the file names none
 * @param sourceName source package, empty if the same or unknown
 * @param sourceVersion the source package's version, empty if the same or unknown
 * @param maintainer who made it, in the file's words; empty if it does not say
 * @param origin what says so
 * @param purl the package URL that a document gives; empty: it is made from the other parts
 */
record Declared(
        String type,
        String name,
        String version,
        String architecture,
        String sourceName,
        String sourceVersion,
        String maintainer,
        Origin origin,
        String purl) {
    private static final int LONGEST = 512;

    /** All but name and version only add to a package: what no package has is dropped, the package stays. */
    Declared {
        architecture = plain(architecture) ? architecture : "";
        sourceName = plain(sourceName) ? sourceName : "";
        sourceVersion = plain(sourceVersion) ? sourceVersion : "";
        maintainer = maintainer.length() <= LONGEST ? maintainer : "";
        purl = plain(purl) ? purl : "";
    }

    /** A package of a language, which has neither architecture nor source package. */
    static Declared of(String type, String name, String version, Origin origin) {
        return new Declared(type, name, version, "", "", "", "", origin, "");
    }

    /** A package of a system's package manager. */
    static Declared system(
            String type, String name, String version, String architecture, String sourceName, String sourceVersion) {
        return new Declared(type, name, version, architecture, sourceName, sourceVersion, "", Origin.DATABASE, "");
    }

    Declared withMaintainer(String who) {
        return new Declared(type, name, version, architecture, sourceName, sourceVersion, who, origin, purl);
    }

    /** Name and version: printable ASCII without blanks, and nothing longer than any real package has. */
    boolean plausible() {
        return !name.isEmpty() && plain(name) && plain(version);
    }

    /** Whether there is anything of a package in it, whatever it is worth. */
    boolean empty() {
        return name.isEmpty() && version.isEmpty();
    }

    private static boolean plain(String text) {
        return text.length() <= LONGEST && text.chars().allMatch(c -> c > ' ' && c <= '~');
    }
}
