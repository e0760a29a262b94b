package io.jenkins.plugins.distrolessscan.engine.inventory;

import java.util.List;

/** Reads the packages of one format. Broken records are left out, never an error: the text is the target's. */
interface Cataloger {
    /** Whether a file of that path is of this format. */
    boolean wants(String path);

    /** The packages that a file declares. */
    List<Declared> read(String path, String text);

    /**
     * One package as a file declares it.
     *
     * @param type purl type
     * @param source source package, empty if the same or unknown
     */
    record Declared(String type, String name, String version, String architecture, String source) {
        private static final int LONGEST = 512;

        /** A name, nothing but printable ASCII without blanks, and nothing longer than any real package has. */
        boolean plausible() {
            return !name.isEmpty() && plain(name) && plain(version) && plain(architecture) && plain(source);
        }

        private static boolean plain(String text) {
            return text.length() <= LONGEST && text.chars().allMatch(c -> c > ' ' && c <= '~');
        }
    }
}
