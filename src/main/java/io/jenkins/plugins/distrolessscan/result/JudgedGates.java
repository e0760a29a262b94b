package io.jenkins.plugins.distrolessscan.result;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.FindingChange;
import io.jenkins.plugins.distrolessscan.engine.model.GateResult;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a build's record keeps of the judgement of a scan: bounded, and enough for the next build to compare itself. */
public final class JudgedGates {
    static final JudgedGates NONE = new JudgedGates();

    private static final int MOST = 100;

    private final String scope;
    private final ArrayList<JudgedGate> gates = new ArrayList<>();
    private final String worst;
    private final boolean thresholdMissed;
    private final Integer newFindings;
    private final Integer fixedFindings;
    private final String referenceBuild;
    private final boolean lookedUp;

    private JudgedGates() {
        scope = "";
        worst = "";
        thresholdMissed = false;
        newFindings = null;
        fixedFindings = null;
        referenceBuild = "";
        lookedUp = false;
    }

    JudgedGates(String scope, ScanReport report) {
        this.scope = scope;
        report.verdict().criteria().stream()
                .filter(Criterion::configured)
                .limit(MOST)
                .map(JudgedGate::new)
                .forEach(gates::add);
        worst = report.verdict().gateResult().map(Enum::name).orElse("");
        thresholdMissed = report.verdict().thresholdMissed();
        boolean compared = report.difference().reference().found();
        newFindings = compared ? report.difference().count(FindingChange.Kind.NEW) : null;
        fixedFindings = compared ? report.difference().count(FindingChange.Kind.FIXED) : null;
        referenceBuild = PlainText.line(report.difference().reference().name());
        lookedUp = report.lookup().lookedUp();
    }

    /** What two scans have to share to be compared; empty in a record without it. */
    @NonNull
    String getScope() {
        return scope;
    }

    @NonNull
    public List<JudgedGate> getGates() {
        return List.copyOf(gates);
    }

    /** Whether packages were compared with vulnerability data. */
    boolean isLookedUp() {
        return lookedUp;
    }

    /** The worst that missed quality gates make of the build; empty when none is missed. */
    @NonNull
    public Optional<GateResult> worst() {
        return worst.isEmpty() ? Optional.empty() : Optional.of(GateResult.valueOf(worst));
    }

    /** A threshold is missed for which the scan's parameters say what the build becomes. */
    public boolean isThresholdMissed() {
        return thresholdMissed;
    }

    @CheckForNull
    Integer getNewFindings() {
        return newFindings;
    }

    @CheckForNull
    Integer getFixedFindings() {
        return fixedFindings;
    }

    @NonNull
    String getReferenceBuild() {
        return referenceBuild;
    }
}
