package io.jenkins.plugins.distrolessscan.engine.inventory;

import java.util.List;

/**
 * Reads the packages of one format. Text that is no record is passed over, never an error: the text is the target's. A
 * record that cannot be kept as it stands is handed on all the same, so that it is counted and not lost in silence.
 */
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

        /** Architecture and source only add to a package: one that no package has is dropped, the package stays. */
        public Declared {
            architecture = plain(architecture) ? architecture : "";
            source = plain(source) ? source : "";
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
}
