package io.jenkins.plugins.distrolessscan.engine.difference;

import io.jenkins.plugins.distrolessscan.engine.model.FindingKind;
import io.jenkins.plugins.distrolessscan.engine.model.Fingerprint;

/**
 * By what a finding is known again: its kind, the control or the canonical name of the vulnerability, the package without
 * its version or the file, and the workload, which is the owner without a generated suffix, and the container. Nothing else:
 * not pods, UIDs, restarts, replicas, images, versions, texts or severities.
 *
 * <p>A change of this rule is a new {@link #VERSION}. Indexes of two versions are not compared, so that a new rule never
 * makes every finding new.
 */
public final class FindingIdentity {
    /** Version of the rule. */
    public static final int VERSION = 1;

    private static final int BYTES = 16;

    private FindingIdentity() {}

    /**
     * @param rule control id, or the vulnerability's canonical name
     * @param subject package as {@code type/name}, path of a file, or empty
     * @param workload {@code Workload.key}
     * @return hexadecimal
     */
    public static String of(FindingKind kind, String rule, String subject, String workload) {
        return new Fingerprint().add(kind.name(), rule, subject, workload).hex(BYTES);
    }
}
