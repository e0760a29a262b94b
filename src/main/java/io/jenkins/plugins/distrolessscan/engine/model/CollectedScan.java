package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.List;

/**
 * The facts of a scan before any judgement: what an agent hands to the controller, and what a later assessment with
 * newer rules starts from.
 *
 * @param format version of this shape, {@link #FORMAT}
 */
public record CollectedScan(
        int format,
        ScanInfo scan,
        AccessFacts access,
        List<Observation> observations,
        List<PassedOver> passedOver,
        List<AuditEvent> audit) {
    /** The shape that this version writes and reads. */
    public static final int FORMAT = 2;

    public CollectedScan {
        observations = List.copyOf(observations);
        passedOver = List.copyOf(passedOver);
        audit = List.copyOf(audit);
    }

    /** The same with other observations. */
    public CollectedScan with(List<Observation> others) {
        return new CollectedScan(format, scan, access, others, passedOver, audit);
    }
}
