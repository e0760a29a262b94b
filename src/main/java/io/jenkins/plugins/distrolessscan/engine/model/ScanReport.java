package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.List;

/**
 * A risk report: {@code report.json} is this, member by member; its schema is docs/report.schema.json.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}
 */
public record ScanReport(
        String schemaVersion,
        ScanInfo scan,
        Verdict verdict,
        List<Subject> subjects,
        List<TargetReport> targets,
        List<PassedOver> passedOver,
        AccessFacts access,
        RiskAssessment risk,
        List<ControlResult> controls,
        List<InventoryItem> inventory,
        List<Finding> findings,
        Coverage coverage,
        List<AuditEvent> audit) {
    /** Major version changes when a reader has to change. */
    public static final String SCHEMA_VERSION = "2.0";

    public ScanReport {
        subjects = List.copyOf(subjects);
        targets = List.copyOf(targets);
        passedOver = List.copyOf(passedOver);
        controls = List.copyOf(controls);
        inventory = List.copyOf(inventory);
        findings = List.copyOf(findings);
        audit = List.copyOf(audit);
    }

    /** The same with another verdict. */
    public ScanReport with(Verdict judged) {
        return new ScanReport(
                schemaVersion,
                scan,
                judged,
                subjects,
                targets,
                passedOver,
                access,
                risk,
                controls,
                inventory,
                findings,
                coverage,
                audit);
    }
}
