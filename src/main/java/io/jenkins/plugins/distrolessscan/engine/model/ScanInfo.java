package io.jenkins.plugins.distrolessscan.engine.model;

import java.time.Instant;

/**
 * The head of a report (S-1).
 *
 * @param id unique, hexadecimal
 * @param title the name of the analysis
 * @param approach the approach in words
 * @param toolVersion version of this program
 * @param started by the scanning side's clock
 * @param finished by the scanning side's clock
 * @param server the API server's URL
 * @param namespace the namespace
 * @param selection what was asked for, in words
 * @param image the probe image as asked for
 * @param actor who started it: a build's URL or the command line
 * @param demo true when cluster, node and probe were played
 */
public record ScanInfo(
        String id,
        String title,
        String approach,
        String toolVersion,
        Instant started,
        Instant finished,
        String server,
        String namespace,
        String selection,
        String image,
        String actor,
        boolean demo) {}
