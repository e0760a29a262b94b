package io.jenkins.plugins.distrolessscan.engine.difference;

import io.jenkins.plugins.distrolessscan.engine.model.Fingerprint;

/** What has to be the same for two scans to be of the same thing. */
public final class Scope {
    private static final int BYTES = 16;

    private Scope() {}

    /**
     * @param id name of the scan within its build
     * @param server the API server's URL
     * @param namespace the namespace
     * @param selection what was asked for, in words
     * @return hexadecimal
     */
    public static String of(String id, String server, String namespace, String selection) {
        return new Fingerprint().add(id, server, namespace, selection).hex(BYTES);
    }
}
