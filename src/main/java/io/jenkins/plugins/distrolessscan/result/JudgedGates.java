package io.jenkins.plugins.distrolessscan.result;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.distrolessscan.engine.model.Consequence;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.FindingChange;
import io.jenkins.plugins.distrolessscan.engine.model.GateResult;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import java.util.ArrayList;
import java.util.List;

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
        Consequence consequence = Consequence.of(report.verdict());
        worst = consequence.gates().name();
        thresholdMissed = consequence.threshold();
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

    /**
     * What the scan makes of the build.
     *
     * @param incomplete its verdict is neither PASSED nor FAILED
     */
    @NonNull
    public Consequence consequence(boolean incomplete) {
        return new Consequence(
                worst.isEmpty() ? GateResult.NOTE : GateResult.valueOf(worst), thresholdMissed, incomplete);
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
