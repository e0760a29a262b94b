package io.jenkins.plugins.distrolessscan.engine.inventory;

import java.util.List;
import java.util.Set;

/**
 * Reads the packages of one kind of file. Text that is no record is never an error: the text is the target's. What was not
 * understood is said, and a record that cannot be kept as it stands is handed on all the same, so that it is counted and
 * not lost in silence.
 */
interface Cataloger {
    /** The ids of the formats that it reads, as the table of formats has them. */
    Set<String> formats();

    /** Whether a file is the database of the system's package manager: without it, an inventory is no inventory. */
    default boolean ofSystem() {
        return false;
    }

    /** What a file declares. */
    Reading read(String path, String text);

    /**
     * What was read of a file.
     *
     * @param packages the packages that it declares
     * @param understood whether nothing in it was passed over: else packages may be missing
     */
    record Reading(List<Declared> packages, boolean understood) {
        /** A file of which nothing was understood. */
        static final Reading NOTHING = new Reading(List.of(), false);

        public Reading {
            packages = List.copyOf(packages);
        }

        /** Of a file that declares one package. */
        static Reading of(Declared one) {
            return new Reading(List.of(one), true);
        }
    }
}
