package io.jenkins.plugins.distrolessscan.engine.inventory;

import java.util.List;

/**
 * Reads the packages of one format. Text that is no record is never an error: the text is the target's. What was not
 * understood is said, and a record that cannot be kept as it stands is handed on all the same, so that it is counted and
 * not lost in silence.
 */
interface Cataloger {
    /** Whether a file of that path is of this format. */
    boolean wants(String path);

    /** What a file declares. */
    Reading read(String path, String text);

    /**
     * What was read of a file.
     *
     * @param packages the packages that it declares
     * @param understood whether nothing in it was passed over: else packages may be missing
     */
    record Reading(List<Declared> packages, boolean understood) {
        public Reading {
            packages = List.copyOf(packages);
        }
    }
}
