package io.jenkins.plugins.distrolessscan.result;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Api;
import hudson.model.Run;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.report.HtmlReport;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFile;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.RunAction2;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
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
    /** Null in records of earlier versions. */
    private final Integer slotsLeft;

    /** Null for a scan without a report, and in records of earlier versions. */
    private final JudgedGates judged;

    private volatile ArrayList<String> reasons;
    private volatile ArrayList<String> leftovers;

    /** The scan has begun and not ended: what a build keeps when it vanishes with Jenkins. */
    private boolean begun;

    private transient Run<?, ?> run;
    private transient volatile WeakReference<ScanReport> report;

    ScanAction(ScanSummary summary) {
        this(summary, null);
    }

    ScanAction(ScanSummary summary, @CheckForNull JudgedGates judged) {
        this.judged = judged;
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
        slotsLeft = summary.slotsLeft() < 0 ? null : summary.slotsLeft();
        reasons = new ArrayList<>(summary.reasons());
        leftovers = new ArrayList<>(summary.leftovers());
    }

    /** Takes what the verification of an aborted scan's debug containers brought, in place of what was known before. */
    void settle(ScanSummary verified) {
        reasons = new ArrayList<>(verified.reasons());
        leftovers = new ArrayList<>(verified.leftovers());
        begun = false;
    }

    void begin() {
        begun = true;
    }

    boolean isBegun() {
        return begun;
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

    /** The icon says the verdict, also to those who do not see colours. */
    @Override
    public String getIconFileName() {
        return switch (verdict) {
            case "PASSED" -> "symbol-shield-checkmark-outline plugin-ionicons-api";
            case "FAILED" -> "symbol-close-circle-outline plugin-ionicons-api";
            default -> "symbol-alert-circle-outline plugin-ionicons-api";
        };
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

    /** Thresholds and gates as they were judged, and what the scan was compared with. */
    @NonNull
    public JudgedGates getJudgedGates() {
        return judged == null ? JudgedGates.NONE : judged;
    }

    /** Whether packages were compared with vulnerability data; without that a pass says nothing about them. */
    @Exported
    public boolean isVulnerabilitiesLookedUp() {
        return getJudgedGates().isLookedUp();
    }

    @Exported
    public List<JudgedGate> getGates() {
        return getJudgedGates().getGates();
    }

    /** Findings that the reference did not have; null without a reference. */
    @CheckForNull
    @Exported
    public Integer getNewFindings() {
        return getJudgedGates().getNewFindings();
    }

    /** Findings of the reference that are gone; null without a reference. */
    @CheckForNull
    @Exported
    public Integer getFixedFindings() {
        return getJudgedGates().getFixedFindings();
    }

    /** The build that this scan was compared with; empty without one. */
    @NonNull
    @Exported
    public String getReferenceBuild() {
        return getJudgedGates().getReferenceBuild();
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

    /** How many debug containers the pod with the fewest places can still take; null when nobody knows. */
    @CheckForNull
    @Exported
    public Integer getSlotsLeft() {
        return slotsLeft;
    }

    /** What the report says; they name pods. */
    @Restricted(NoExternalUse.class)
    public List<String> getReasons() {
        return List.copyOf(reasons);
    }

    /** The reasons, for those who may see the report; null for others. */
    @CheckForNull
    @Exported(name = "reasons")
    @Restricted(NoExternalUse.class)
    public List<String> getVisibleReasons() {
        return isReportVisible() ? getReasons() : null;
    }

    /** Debug containers that were not seen to end; of an aborted scan, those whose end is not verified yet too. */
    @Restricted(NoExternalUse.class)
    public List<String> getLeftovers() {
        return List.copyOf(leftovers);
    }

    /** The leftovers, for those who may see the report; null for others. */
    @CheckForNull
    @Exported(name = "leftovers")
    @Restricted(NoExternalUse.class)
    public List<String> getVisibleLeftovers() {
        return isReportVisible() ? getLeftovers() : null;
    }

    /** How many debug containers were not seen to end. */
    @Exported
    public int getLeftoverCount() {
        return leftovers.size();
    }

    /** Whether the scan was incomplete or stopped, so that it may be repeated in the same build. */
    boolean isUnfinished() {
        return getVerdict().equals("INCOMPLETE") || getVerdict().equals("ABORTED");
    }

    /** Whether there is a report to show. */
    public boolean isReportStored() {
        return reportStored;
    }

    /** Whether the user may see more than verdict and counts. */
    @Restricted(NoExternalUse.class)
    public boolean isReportVisible() {
        return ReportPermission.maySee(run);
    }

    /** Names of the files that the page leads to, which are rendered when they are asked for. */
    @Restricted(NoExternalUse.class)
    public List<String> getFiles() {
        ScanReport shown = isReportVisible() ? getReport() : null;
        return shown == null
                ? List.of()
                : JenkinsReportFiles.of(shown).stream()
                        .map(ReportFile::name)
                        .filter(name -> !name.endsWith(".css"))
                        .toList();
    }

    /** The remote API of this scan. */
    public Api getApi() {
        return new Api(this);
    }

    /** One file of the report, by its name, below the scan's own address. */
    @Restricted(NoExternalUse.class)
    public void doDynamic(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        if (!List.of("GET", "HEAD").contains(request.getMethod())) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        ReportPermission.check(run);
        ScanReport shown = getReport();
        String path = request.getRestOfPath();
        Optional<ReportFile> file =
                shown == null || path.isEmpty() ? Optional.empty() : JenkinsReportFiles.named(shown, path.substring(1));
        if (file.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        ReportDownload.send(file.get(), shown, scanId, response);
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
        ScanReport shown = isReportVisible() ? getReport() : null;
        return shown == null ? null : HtmlReport.fragment(shown);
    }
}
