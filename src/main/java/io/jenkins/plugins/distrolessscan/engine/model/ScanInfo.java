package io.jenkins.plugins.distrolessscan.engine.model;

import java.time.Instant;
import java.util.List;

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
 * @param demo true when cluster, node and probe were played, by the server's own word ({@link #isDemo})
 * @param bounds what the scan may cost its targets
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
        boolean demo,
        Bounds bounds) {
    /** What a demo cluster's version has as build metadata (after the {@code +}). */
    public static final String DEMO_BUILD = "distroless-scan-demo";

    /**
     * Whether a server says that it is a demo cluster. It is taken at its word: a real cluster that said so would only
     * make its own report worth less, since facts of a demo are marked as played and prove nothing.
     *
     * @param serverVersion the {@code gitVersion} that it tells
     */
    public static boolean isDemo(String serverVersion) {
        int build = serverVersion.indexOf('+');
        return build >= 0
                && List.of(serverVersion.substring(build + 1).split("\\.")).contains(DEMO_BUILD);
    }

    /**
     * The caps that stand in for the resource limits which Kubernetes refuses on an ephemeral container (S-14, S-39).
     *
     * @param deadlineSeconds seconds of work after which the probe stops reading
     * @param lifetimeSeconds seconds after which the debug container's process ends, whatever it does
     * @param outputBytes bytes that one debug container may print
     * @param targets containers that one scan may attach to
     */
    public record Bounds(int deadlineSeconds, int lifetimeSeconds, int outputBytes, int targets) {}
}
