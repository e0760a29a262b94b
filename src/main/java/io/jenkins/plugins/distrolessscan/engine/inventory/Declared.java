package io.jenkins.plugins.distrolessscan.engine.inventory;

/**
 * One package as a file declares it.
 *
 * @param type purl type
 * @param version empty if the file names none
 * @param sourceName source package, empty if the same or unknown
 * @param sourceVersion the source package's version, empty if the same or unknown
 * @param maintainer who made it, in the file's words; empty if it does not say
 */
record Declared(
        String type,
        String name,
        String version,
        String architecture,
        String sourceName,
        String sourceVersion,
        String maintainer) {
    private static final int LONGEST = 512;

    /** All but name and version only add to a package: what no package has is dropped, the package stays. */
    Declared {
        architecture = plain(architecture) ? architecture : "";
        sourceName = plain(sourceName) ? sourceName : "";
        sourceVersion = plain(sourceVersion) ? sourceVersion : "";
        maintainer = maintainer.length() <= LONGEST ? maintainer : "";
    }

    /** A package of a language, which has neither architecture nor source package. */
    static Declared of(String type, String name, String version) {
        return new Declared(type, name, version, "", "", "", "");
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
