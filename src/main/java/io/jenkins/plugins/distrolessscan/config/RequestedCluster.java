package io.jenkins.plugins.distrolessscan.config;

import hudson.Util;
import java.util.Optional;

/**
 * Where a build wants to scan, as its author wrote it.
 *
 * @param cluster the name of a defined cluster; excludes {@code serverUrl} and {@code caCertificate}
 * @param serverUrl an inline server, where an administrator allows that
 * @param caCertificate PEM text for the inline server
 * @param credentialsId an ID, or {@code ${NAME}} for a credentials parameter
 * @param namespace the namespace; a kubeconfig's where empty
 * @param image the probe's image; the cluster's own where empty
 */
public record RequestedCluster(
        Optional<String> cluster,
        Optional<String> serverUrl,
        Optional<String> caCertificate,
        Optional<String> credentialsId,
        Optional<String> namespace,
        Optional<String> image) {
    /** From the fields of a form or a step, each of which may be null or blank. */
    public static RequestedCluster of(
            String cluster,
            String serverUrl,
            String caCertificate,
            String credentialsId,
            String namespace,
            String image) {
        return new RequestedCluster(
                given(cluster),
                given(serverUrl),
                given(caCertificate),
                given(credentialsId),
                given(namespace),
                given(image));
    }

    private static Optional<String> given(String field) {
        return Optional.ofNullable(Util.fixEmptyAndTrim(field));
    }
}
