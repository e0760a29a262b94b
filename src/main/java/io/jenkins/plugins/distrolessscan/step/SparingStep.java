package io.jenkins.plugins.distrolessscan.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import java.io.Serializable;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundSetter;

/** Those parameters of the step that say how much is looked at: of what nothing is attached to, and how closely at the rest. */
public abstract class SparingStep extends Step implements Serializable {
    private static final long serialVersionUID = 1;

    private Integer perImage;
    private String unchangedFor;
    private String verify;
    private Integer samples;

    /** Of equal replicas so many are scanned; null for all. */
    @CheckForNull
    public Integer getPerImage() {
        return perImage;
    }

    @DataBoundSetter
    public void setPerImage(Integer perImage) {
        this.perImage = perImage;
    }

    /** How long a container that an earlier build looked at counts as known; null for not at all. */
    @CheckForNull
    public String getUnchangedFor() {
        return unchangedFor;
    }

    @DataBoundSetter
    public void setUnchangedFor(@CheckForNull String unchangedFor) {
        this.unchangedFor = Util.fixEmptyAndTrim(unchangedFor);
    }

    /** Which files are hashed and compared with what their package says; null for those that are loaded. */
    @CheckForNull
    public String getVerify() {
        return verify;
    }

    @DataBoundSetter
    public void setVerify(@CheckForNull String verify) {
        this.verify = Util.fixEmptyAndTrim(verify);
    }

    /** How often the processes of a target are looked at; null for once. */
    @CheckForNull
    public Integer getSamples() {
        return samples;
    }

    @DataBoundSetter
    public void setSamples(Integer samples) {
        this.samples = samples;
    }
}
