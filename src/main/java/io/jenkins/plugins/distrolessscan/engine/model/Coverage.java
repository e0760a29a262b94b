package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.OptionalInt;

/**
 * What was looked at, in numbers, so that "clean" and "not looked at" differ.
 *
 * @param chosen containers that the request names
 * @param scanned containers with complete evidence
 * @param notScanned containers attached to, or tried, without complete evidence; those that are assumed are not among them
 * @param passedOver containers that nothing was attached to
 * @param percent scanned of chosen, rounded down; 100 only when all were scanned
 * @param entries file tree entries seen
 * @param unlistedFolders folders whose content the probe's identity could not list
 * @param unreadable other entries that could not be examined, and files that could not be read
 * @param packages packages found
 * @param packagesWithoutVersion packages that cannot be judged
 * @param controlsEvaluated control results with PASSED or FAILED
 * @param controlsNotEvaluated control results NOT_REVIEWED or ERROR
 * @param assumed containers that nothing was attached to because what is in them is assumed; empty in reports of
 *     versions that assumed nothing
 */
public record Coverage(
        int chosen,
        int scanned,
        int notScanned,
        int passedOver,
        int percent,
        long entries,
        long unlistedFolders,
        long unreadable,
        int packages,
        int packagesWithoutVersion,
        int controlsEvaluated,
        int controlsNotEvaluated,
        OptionalInt assumed) {
    /** A scan that assumed nothing. */
    public Coverage(
            int chosen,
            int scanned,
            int notScanned,
            int passedOver,
            int percent,
            long entries,
            long unlistedFolders,
            long unreadable,
            int packages,
            int packagesWithoutVersion,
            int controlsEvaluated,
            int controlsNotEvaluated) {
        this(
                chosen,
                scanned,
                notScanned,
                passedOver,
                percent,
                entries,
                unlistedFolders,
                unreadable,
                packages,
                packagesWithoutVersion,
                controlsEvaluated,
                controlsNotEvaluated,
                OptionalInt.of(0));
    }
}
