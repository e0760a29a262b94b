package io.jenkins.plugins.distrolessscan.engine.model;

/**
 * What was looked at, in numbers, so that "clean" and "not looked at" differ.
 *
 * @param chosen containers that the request names
 * @param scanned containers with complete evidence
 * @param notScanned containers attached to, or tried, without complete evidence
 * @param passedOver containers that nothing was attached to
 * @param percent scanned of chosen, rounded down; 100 only when all were scanned
 * @param entries file tree entries seen
 * @param unlistedFolders folders whose content the probe's identity could not list
 * @param unreadable other entries that could not be examined, and files that could not be read
 * @param packages packages found
 * @param packagesWithoutVersion packages that cannot be judged
 * @param controlsEvaluated control results with PASSED or FAILED
 * @param controlsNotEvaluated control results NOT_REVIEWED or ERROR
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
        int controlsNotEvaluated) {}
