package io.jenkins.plugins.distrolessscan.result;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Functions;
import hudson.model.Run;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.report.HtmlReport;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.RunAction2;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * One scan of a build: counts only, so that the build's record stays small. The report itself lies in a file beside it
 * and is read when a page wants it.
 */
@ExportedBean
public final class ScanAction implements RunAction2 {
    static final String URL = "distroless-scan";

    private final String scanId;
    private final String verdict;
    private final int compliance;
    private final int coverage;
    private final int chosen;
    private final int scanned;
    private final int packages;
    private final int findings;
    private final int controlsFailed;
    private final long exposureSeconds;
    private final String overallRisk;
    private final boolean reportStored;
    private volatile ArrayList<String> reasons;
    private volatile ArrayList<String> leftovers;

    private transient Run<?, ?> run;
    private transient volatile WeakReference<ScanReport> report;

    ScanAction(ScanSummary summary) {
        scanId = summary.scanId();
        verdict = summary.verdict();
        compliance = summary.compliance();
        coverage = summary.coverage();
        chosen = summary.chosen();
        scanned = summary.scanned();
        packages = summary.packages();
        findings = summary.findings();
        controlsFailed = summary.controlsFailed();
        exposureSeconds = summary.exposureSeconds();
        overallRisk = summary.overallRisk();
        reportStored = summary.reportStored();
        reasons = new ArrayList<>(summary.reasons());
        leftovers = new ArrayList<>(summary.leftovers());
    }

    /** Takes what the verification of an aborted scan's debug containers brought, in place of what was known before. */
    void settle(ScanSummary verified) {
        reasons = new ArrayList<>(verified.reasons());
        leftovers = new ArrayList<>(verified.leftovers());
    }

    @Override
    public void onAttached(Run<?, ?> run) {
        this.run = run;
    }

    @Override
    public void onLoad(Run<?, ?> run) {
        this.run = run;
    }

    @NonNull
    public Run<?, ?> getRun() {
        return run;
    }

    @Override
    public String getIconFileName() {
        return "symbol-shield-checkmark-outline plugin-ionicons-api";
    }

    @Override
    public String getDisplayName() {
        return isDefaultId() ? Messages.ScanAction_displayName() : Messages.ScanAction_displayNameOf(scanId);
    }

    @Override
    public String getUrlName() {
        return isDefaultId() ? URL : URL + "-" + scanId;
    }

    private boolean isDefaultId() {
        return URL.equals(scanId);
    }

    @Exported
    public String getScanId() {
        return scanId;
    }

    /** PASSED, FAILED, INCOMPLETE or ABORTED. */
    @Exported
    public String getVerdict() {
        return verdict;
    }

    /** Percent, or -1 when nothing was evaluated. */
    @Exported
    public int getCompliance() {
        return compliance;
    }

    /** Percent of the chosen containers that were scanned. */
    @Exported
    public int getCoverage() {
        return coverage;
    }

    @Exported
    public int getChosen() {
        return chosen;
    }

    @Exported
    public int getScanned() {
        return scanned;
    }

    @Exported
    public int getPackages() {
        return packages;
    }

    @Exported
    public int getFindings() {
        return findings;
    }

    @Exported
    public int getControlsFailed() {
        return controlsFailed;
    }

    /** Seconds that debug containers ran, all targets together. */
    @Exported
    public long getExposureSeconds() {
        return exposureSeconds;
    }

    /** Level of the scan's own overall risk, in words. */
    @Exported
    public String getOverallRisk() {
        return overallRisk;
    }

    @Exported
    public List<String> getReasons() {
        return List.copyOf(reasons);
    }

    /** Debug containers that were not seen to end; of an aborted scan, those whose end is not verified yet too. */
    @Exported
    public List<String> getLeftovers() {
        return List.copyOf(leftovers);
    }

    /** Whether the scan was incomplete or stopped, so that it may be repeated in the same build. */
    boolean isUnfinished() {
        return getVerdict().equals("INCOMPLETE") || getVerdict().equals("ABORTED");
    }

    /** Whether there is a report to show. */
    public boolean isReportStored() {
        return reportStored;
    }

    /** Whether the page may lead to the archived files. */
    public boolean isFilesVisible() {
        return reportStored && (!Functions.isArtifactsPermissionEnabled() || run.hasPermission(Run.ARTIFACTS));
    }

    /** The report, for the pages; null when the file is missing or damaged, which the page then says. */
    @CheckForNull
    @Restricted(NoExternalUse.class)
    public ScanReport getReport() {
        WeakReference<ScanReport> held = report;
        ScanReport known = held == null ? null : held.get();
        if (known == null && reportStored) {
            Optional<ScanReport> read = ReportStore.of(run).read(scanId);
            known = read.orElse(null);
            report = new WeakReference<>(known);
        }
        return known;
    }

    /** The report as a part of the page; every text of it is escaped. Null when there is none to show. */
    @CheckForNull
    @Restricted(NoExternalUse.class)
    public String getReportHtml() {
        ScanReport shown = getReport();
        return shown == null ? null : HtmlReport.fragment(shown);
    }
}
