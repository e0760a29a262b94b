package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.List;

/**
 * One package that was found in a container. It names no target: packages belong to a {@link Subject}.
 *
 * @param type purl type, such as {@code deb}, {@code apk}, {@code golang}
 * @param name the package's name
 * @param version its version, empty when the evidence names none (then it cannot be judged)
 * @param architecture empty if none
 * @param sourceName name of the source package, empty if unknown
 * @param sourceVersion version of the source package, empty if the same or unknown
 * @param purl package URL, empty when it cannot be formed
 * @param ecosystem OSV's ecosystem with its release, such as {@code Debian:12}, {@code Alpine:v3.19}, {@code npm};
 *     empty when it is not known
 * @param locations paths of the evidence below the target's root, sorted; {@code !/} stands between an archive and its
 *     member
 * @param owner name of the system package that owns the evidence's file, empty if none
 * @param origin what says that it is there
 */
public record PackageItem(
        String type,
        String name,
        String version,
        String architecture,
        String sourceName,
        String sourceVersion,
        String purl,
        String ecosystem,
        List<String> locations,
        String owner,
        Origin origin) {
    public PackageItem {
        locations = List.copyOf(locations);
    }

    /** The first of the {@link #locations()}; empty when none is known. */
    public String location() {
        return locations.isEmpty() ? "" : locations.get(0);
    }

    /** What a package's name and version are read from, and with it what they are worth. */
    public enum Origin {
        /** A package manager's database: declared by the image, not proved. */
        DATABASE,
        /** A manifest that an installer left beside the package's files. */
        MANIFEST,
        /** What a linker wrote into the program itself. */
        BINARY,
        /** A file's name alone: a guess. */
        FILE_NAME,
        /** An SBOM that the image carries: its author's word. */
        DOCUMENT,
        /** A text in a program that reads like a version of it. */
        VERSION_STRING
    }
}
