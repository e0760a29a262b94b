package io.jenkins.plugins.distrolessscan.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import java.io.Serializable;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundSetter;

/** Those parameters of the step that say what nothing is attached to because it is assumed. */
public abstract class SparingStep extends Step implements Serializable {
    private static final long serialVersionUID = 1;

    private Integer perImage;
    private String unchangedFor;

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
}
