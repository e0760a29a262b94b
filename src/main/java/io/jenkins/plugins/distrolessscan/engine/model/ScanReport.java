package io.jenkins.plugins.distrolessscan.engine.model;

import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.LookedAt;
import java.util.List;
import java.util.OptionalInt;

/**
 * A risk report: {@code report.json} is this, member by member; its schema is docs/report.schema.json.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}
 * @param lookedAt what was looked at: what is missing there is not zero
 * @param difference what is different from an earlier build
 * @param waivers the waivers of this scan, and what each did
 * @param vulnerabilities known vulnerabilities of the packages, the most urgent first
 * @param lookup what was looked up, and in which data; without it the list above says nothing
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
        List<VulnerabilityFinding> vulnerabilities,
        LookupInfo lookup,
        Coverage coverage,
        LookedAt lookedAt,
        Difference difference,
        List<WaiverUse> waivers,
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
        waivers = List.copyOf(waivers);
        vulnerabilities = List.copyOf(vulnerabilities);
        audit = List.copyOf(audit);
    }

    /** A report before vulnerabilities are looked up. */
    public ScanReport(
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
            LookedAt lookedAt,
            Difference difference,
            List<WaiverUse> waivers,
            List<AuditEvent> audit) {
        this(
                schemaVersion,
                scan,
                verdict,
                subjects,
                targets,
                passedOver,
                access,
                risk,
                controls,
                inventory,
                findings,
                List.of(),
                LookupInfo.notConfigured(),
                coverage,
                lookedAt,
                difference,
                waivers,
                audit);
    }

    /** The same with another verdict. */
    public ScanReport with(Verdict judged) {
        return copy(judged, controls, lookedAt, difference, waivers);
    }

    /** The same with what was looked at. */
    public ScanReport with(LookedAt seen) {
        return copy(verdict, controls, seen, difference, waivers);
    }

    /**
     * The same, judged.
     *
     * @param counted results of controls as they count, waived ones as not applicable
     */
    public ScanReport judged(Verdict judged, List<ControlResult> counted, Difference compared, List<WaiverUse> used) {
        return copy(judged, counted, lookedAt, compared, used);
    }

    private ScanReport copy(
            Verdict judged, List<ControlResult> counted, LookedAt seen, Difference compared, List<WaiverUse> used) {
        return new ScanReport(
                schemaVersion,
                scan,
                judged,
                subjects,
                targets,
                passedOver,
                access,
                risk,
                counted,
                inventory,
                findings,
                vulnerabilities,
                lookup,
                coverage,
                seen,
                compared,
                used,
                audit);
    }

    /**
     * Debug containers that can still be added to the pod that has the fewest places left; they come back only with a new
     * pod. Empty when nothing is known of any pod.
     */
    public OptionalInt slotsLeft() {
        boolean full = passedOver.stream()
                .anyMatch(passed -> passed.reason() == PassedOver.Reason.TOO_MANY_EPHEMERAL_CONTAINERS);
        return full
                ? OptionalInt.of(0)
                : targets.stream()
                        .flatMapToInt(target -> target.slotsLeft().stream())
                        .min();
    }

    /** The same with known vulnerabilities. */
    public ScanReport with(List<VulnerabilityFinding> found, LookupInfo info) {
        return new ScanReport(
                schemaVersion,
                scan,
                verdict,
                subjects,
                targets,
                passedOver,
                access,
                risk,
                controls,
                inventory,
                findings,
                found,
                info,
                coverage,
                lookedAt,
                difference,
                waivers,
                audit);
    }
}
