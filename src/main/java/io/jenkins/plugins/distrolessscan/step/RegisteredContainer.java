package io.jenkins.plugins.distrolessscan.step;

import hudson.Util;
import java.time.Instant;

/**
 * A debug container that a build has added, or was about to add, and whose end nobody has seen yet: as it is stored in the
 * Jenkins home. It holds the id of a credential, never the credential. Times in Unix seconds.
 */
final class RegisteredContainer {
    private String job;
    private final int build;
    private final String scanId;
    private final String cluster;
    private final String serverUrl;
    private final String caCertificate;
    private final String credentialsId;
    private final String node;
    private final String image;
    private final String namespace;
    private final String pod;
    private final String podUid;
    private final String container;
    private final long notAfter;
    private final long endsBy;

    RegisteredContainer(ScanOrigin origin, ScanState.Added added) {
        job = origin.job();
        build = origin.build();
        scanId = origin.scanId();
        cluster = origin.cluster();
        serverUrl = origin.serverUrl();
        caCertificate = origin.caCertificate();
        credentialsId = origin.credentialsId();
        node = origin.node();
        image = origin.image();
        namespace = added.namespace();
        pod = added.pod();
        podUid = added.podUid();
        container = added.container();
        notAfter = added.notAfter();
        endsBy = added.endsBy().getEpochSecond();
    }

    /** Where a debug container comes from. Empty texts where nothing is known. */
    record ScanOrigin(
            String job,
            int build,
            String scanId,
            String cluster,
            String serverUrl,
            String caCertificate,
            String credentialsId,
            String node,
            String image) {
        /** The build in words. */
        String buildName() {
            return job + "#" + build;
        }
    }

    /** Full name of the job; follows renames and moves. */
    String job() {
        return Util.fixNull(job);
    }

    void moveTo(String name) {
        job = name;
    }

    int build() {
        return build;
    }

    /** The build in words. */
    String buildName() {
        return job() + "#" + build;
    }

    String scanId() {
        return Util.fixNull(scanId);
    }

    /** Name of a defined cluster; empty for a server that the build named itself. */
    String cluster() {
        return Util.fixNull(cluster);
    }

    String serverUrl() {
        return Util.fixNull(serverUrl);
    }

    String caCertificate() {
        return Util.fixNull(caCertificate);
    }

    String credentialsId() {
        return Util.fixNull(credentialsId);
    }

    String node() {
        return Util.fixNull(node);
    }

    String image() {
        return Util.fixNull(image);
    }

    String podUid() {
        return Util.fixNull(podUid);
    }

    String container() {
        return Util.fixNull(container);
    }

    Instant endsBy() {
        return Instant.ofEpochSecond(endsBy);
    }

    /** As a scan's state holds it. */
    ScanState.Added added() {
        return new ScanState.Added(
                Util.fixNull(namespace), Util.fixNull(pod), podUid(), container(), "", notAfter, endsBy);
    }
}
