package io.jenkins.plugins.distrolessscan.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.BuildListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import java.io.IOException;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** The freestyle build step: the same parameters in the same form, held by one property. */
public class DistrolessScanBuilder extends Builder {
    private final DistrolessScanStep scan;

    @DataBoundConstructor
    public DistrolessScanBuilder(DistrolessScanStep scan) {
        this.scan = scan == null ? new DistrolessScanStep() : scan;
    }

    /** A configuration that was written by hand may lack the property. */
    private Object readResolve() {
        return scan == null ? new DistrolessScanBuilder(new DistrolessScanStep()) : this;
    }

    @NonNull
    public DistrolessScanStep getScan() {
        return scan;
    }

    @Override
    public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException, IOException {
        ScanState state = new ScanState();
        ScanParameters parameters;
        try {
            parameters = ScanParameters.expanded(scan, build.getEnvironment(listener));
        } catch (IllegalArgumentException e) {
            // The form refuses such a choice; an edited config.xml does not go through it.
            throw new AbortException(e.getMessage());
        }
        ScanConclusion conclusion =
                new ScanRunner(build, listener).run(launcher.getChannel(), parameters, state, () -> {});
        conclusion.apply(build);
        return !conclusion.fails();
    }

    /** Shown among the build steps of freestyle jobs. */
    @Symbol("distrolessScan")
    @Extension
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.DistrolessScanStep_displayName();
        }

        @Override
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }
    }
}
