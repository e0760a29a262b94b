package io.jenkins.plugins.distrolessscan.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * Those parameters of the step that say how much of a pod has to be looked at, by what a scan is judged, and with what it
 * is compared.
 */
public abstract class GatedStep extends SparingStep {
    private static final long serialVersionUID = 1;

    private static final String ALL_CONTAINERS = "all";

    private Integer minimumCompliance;
    private String onThresholdMissed;
    private String containers;
    private ArrayList<QualityGateSetting> qualityGates;
    private String preset;
    private String thresholdFile;
    private String thresholdText;
    private String waiversFile;
    private String waiversText;
    private String referenceJob;
    private String referenceBuild;

    @CheckForNull
    public Integer getMinimumCompliance() {
        return minimumCompliance;
    }

    @DataBoundSetter
    public void setMinimumCompliance(Integer minimumCompliance) {
        this.minimumCompliance = minimumCompliance;
    }

    @NonNull
    public String getOnThresholdMissed() {
        return onThresholdMissed == null ? OnMiss.DEFAULT.name() : onThresholdMissed;
    }

    @DataBoundSetter
    public void setOnThresholdMissed(String onThresholdMissed) {
        this.onThresholdMissed = OnMiss.textOrNull(onThresholdMissed);
    }

    /** {@code all} or {@code default}: which containers of a chosen pod have to be looked at. */
    @NonNull
    public String getContainers() {
        return containers == null ? ALL_CONTAINERS : containers;
    }

    @DataBoundSetter
    public void setContainers(@CheckForNull String containers) {
        String word = Util.fixEmptyAndTrim(containers);
        // The default is kept as "not set", so that a form that shows it does not spell it out.
        this.containers = ALL_CONTAINERS.equals(word) ? null : word;
    }

    /** Quality gates; null for none. */
    @CheckForNull
    public List<QualityGateSetting> getQualityGates() {
        return qualityGates == null ? null : List.copyOf(qualityGates);
    }

    @DataBoundSetter
    public void setQualityGates(@CheckForNull List<QualityGateSetting> qualityGates) {
        this.qualityGates = qualityGates == null || qualityGates.isEmpty() ? null : new ArrayList<>(qualityGates);
    }

    /** Word of the thresholds to begin with; null for none. */
    @CheckForNull
    public String getPreset() {
        return preset;
    }

    @DataBoundSetter
    public void setPreset(@CheckForNull String preset) {
        this.preset = Util.fixEmptyAndTrim(preset);
    }

    /** File of thresholds below the workspace; null for none. */
    @CheckForNull
    public String getThresholdFile() {
        return thresholdFile;
    }

    @DataBoundSetter
    public void setThresholdFile(@CheckForNull String thresholdFile) {
        this.thresholdFile = Util.fixEmptyAndTrim(thresholdFile);
    }

    /** Thresholds as such a file holds them; null for none. */
    @CheckForNull
    public String getThresholdText() {
        return thresholdText;
    }

    @DataBoundSetter
    public void setThresholdText(@CheckForNull String thresholdText) {
        this.thresholdText = Util.fixEmptyAndTrim(thresholdText);
    }

    /** File of waivers below the workspace; null for none. */
    @CheckForNull
    public String getWaiversFile() {
        return waiversFile;
    }

    @DataBoundSetter
    public void setWaiversFile(@CheckForNull String waiversFile) {
        this.waiversFile = Util.fixEmptyAndTrim(waiversFile);
    }

    /** Waivers as such a file holds them; null for none. */
    @CheckForNull
    public String getWaiversText() {
        return waiversText;
    }

    @DataBoundSetter
    public void setWaiversText(@CheckForNull String waiversText) {
        this.waiversText = Util.fixEmptyAndTrim(waiversText);
    }

    /** Name of the job whose scan is compared with; null for this one. */
    @CheckForNull
    public String getReferenceJob() {
        return referenceJob;
    }

    @DataBoundSetter
    public void setReferenceJob(@CheckForNull String referenceJob) {
        this.referenceJob = Util.fixEmptyAndTrim(referenceJob);
    }

    /** Number or permalink of the build whose scan is compared with; null for the newest that fits. */
    @CheckForNull
    public String getReferenceBuild() {
        return referenceBuild;
    }

    @DataBoundSetter
    public void setReferenceBuild(@CheckForNull String referenceBuild) {
        this.referenceBuild = Util.fixEmptyAndTrim(referenceBuild);
    }
}
