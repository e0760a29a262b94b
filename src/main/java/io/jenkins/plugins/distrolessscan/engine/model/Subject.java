package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.List;
import java.util.Optional;

/**
 * What was found in a container, held once for all targets in which exactly the same was found: twenty replicas are one
 * subject. Its packages are the items of {@link ScanReport#inventory} that name it, its controls the results that do. A
 * replica that differs is a second subject of the same image, which is a finding.
 *
 * @param id digest over image digest and architecture, packages with their locations, classification, what is missing,
 *     status of controls, and mode, owner, size and hash of code files; never over process IDs, times, names, mounts,
 *     loaded states, data or temporary files
 * @param image the image as the kubelet resolved it, or as the pod names it when that is not known
 * @param architecture of the program that looked, such as {@code amd64}
 * @param classification distroless or not
 * @param targets in how many targets it was found
 * @param packages how many packages it has
 * @param inventory how far those are all that are there
 * @param difference how it differs from the subject that most targets of the same image are; empty when it is that one
 */
public record Subject(
        String id,
        String image,
        String architecture,
        TargetReport.Classification classification,
        int targets,
        int packages,
        InventoryCoverage inventory,
        Optional<Deviation> difference) {
    /** Of which nothing is known but its packages. */
    public Subject(
            String id,
            String image,
            String architecture,
            TargetReport.Classification classification,
            int targets,
            int packages,
            Optional<Deviation> difference) {
        this(id, image, architecture, classification, targets, packages, InventoryCoverage.NONE, difference);
    }

    /**
     * How two subjects of one image differ.
     *
     * @param from id of the subject that was compared with
     * @param paths code files that only one of them has, or that have another mode, owner, size or hash; the first by name
     * @param more how many more there are
     */
    public record Deviation(String from, List<String> paths, int more) {
        public Deviation {
            paths = List.copyOf(paths);
        }
    }
}
