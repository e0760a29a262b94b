package io.jenkins.plugins.distrolessscan.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import hudson.Extension;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.BuildListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import java.io.IOException;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.StaplerRequest2;

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
        ScanParameters parameters = ScanParameters.expanded(scan, build.getEnvironment(listener));
        ScanConclusion conclusion = new ScanRunner(build, listener)
                .in(build.getWorkspace())
                .run(launcher.getChannel(), parameters, state, null);
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
        public Builder newInstance(@Nullable StaplerRequest2 request, @NonNull JSONObject form) throws FormException {
            // Here, before anything is bound: core swallows the exception of a nested bean and binds what is left.
            if (form.get("scan") instanceof JSONObject scan && !scan.isNullObject()) {
                DistrolessScanStep.DescriptorImpl.refuseMisunderstood(scan, true);
            }
            return super.newInstance(request, form);
        }

        @Override
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }
    }
}
