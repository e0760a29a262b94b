package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.List;

/**
 * How far the packages of a subject are all that are there.
 *
 * @param counted whether the probe counted what it found; an older one does not, and then nothing is known
 * @param system what the system says it is
 * @param formats package formats of which something was found
 * @param unexplained programs that no package, build info or document explains
 * @param programs their paths; the first by name
 * @param remarks what cannot be told of single packages, each a sentence that may hold the target's words
 */
public record InventoryCoverage(
        boolean counted,
        OperatingSystem system,
        List<FormatCoverage> formats,
        long unexplained,
        List<String> programs,
        List<String> remarks) {
    /** Of a subject of which nothing is known. */
    public static final InventoryCoverage NONE =
            new InventoryCoverage(false, OperatingSystem.UNKNOWN, List.of(), 0, List.of(), List.of());

    public InventoryCoverage {
        formats = List.copyOf(formats);
        programs = List.copyOf(programs);
        remarks = List.copyOf(remarks);
    }

    /** Everything that was found was read, and every program is explained. */
    public boolean complete() {
        return counted
                && unexplained == 0
                && remarks.isEmpty()
                && formats.stream().allMatch(format -> format.unread() == 0);
    }

    /**
     * What a system says it is.
     *
     * @param id such as {@code debian}; empty when nothing says it
     * @param version such as {@code 12}; empty if there is none
     * @param codename such as {@code bookworm}; empty if there is none
     * @param name in words; empty if there is none
     */
    public record OperatingSystem(String id, String version, String codename, String name) {
        public static final OperatingSystem UNKNOWN = new OperatingSystem("", "", "", "");
    }

    /**
     * One package format.
     *
     * @param id its id in the table of formats
     * @param ecosystem purl type of its packages; empty when they are of any
     * @param what in words
     * @param found how many files
     * @param read how many of them were read and understood
     * @param unread how many were not
     * @param paths the first of those
     */
    public record FormatCoverage(
            String id, String ecosystem, String what, long found, long read, long unread, List<String> paths) {
        public FormatCoverage {
            paths = List.copyOf(paths);
        }
    }
}
