package io.jenkins.plugins.distrolessscan.engine.model;

/**
 * One package of an inventory. Package databases are declared by the image, not proved: {@code declared} says so.
 *
 * @param type purl type: {@code deb}, {@code apk}, {@code golang}
 * @param name the package's name
 * @param version its version, empty when the evidence names none (then it cannot be judged)
 * @param architecture empty if none
 * @param source name of the source package, empty if the same or unknown
 * @param purl package URL, empty when it cannot be formed
 * @param location path of the evidence below the target's root
 * @param target {@link Target#key()}
 * @param declared read from a database of the image, as against read from the program itself
 */
public record PackageItem(
        String type,
        String name,
        String version,
        String architecture,
        String source,
        String purl,
        String location,
        String target,
        boolean declared) {}
