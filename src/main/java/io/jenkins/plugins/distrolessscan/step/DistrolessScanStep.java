package io.jenkins.plugins.distrolessscan.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Launcher;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.distrolessscan.config.CredentialsChoice;
import io.jenkins.plugins.distrolessscan.config.FieldChecks;
import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * The Pipeline step {@code distrolessScan}, and with it the one place where the parameters of a scan live: the freestyle
 * build step has one property of this type. Every parameter is a text or a number that may be missing; a missing one
 * means the default that {@link ScanParameters} gives it.
 */
public class DistrolessScanStep extends Step implements Serializable {
    private static final long serialVersionUID = 1;

    private String cluster;
    private String serverUrl;
    private String caCertificate;
    private String credentialsId;
    private String namespace;
    private String pod;
    private String workload;
    private String container;
    private String labelSelector;
    private boolean allPods;
    private String allow;
    private String image;
    private String runAs;
    private String maxProfile;
    private boolean skipMisuseChecks;
    private Integer minimumCompliance;
    private String timeout;
    private String onThresholdMissed;
    private String onIncomplete;
    private String id;

    @DataBoundConstructor
    public DistrolessScanStep() {
        // All parameters are optional for the form; what is needed is checked when the scan starts.
    }

    @CheckForNull
    public String getCluster() {
        return cluster;
    }

    @DataBoundSetter
    public void setCluster(String cluster) {
        this.cluster = Util.fixEmptyAndTrim(cluster);
    }

    @CheckForNull
    public String getServerUrl() {
        return serverUrl;
    }

    @DataBoundSetter
    public void setServerUrl(String serverUrl) {
        this.serverUrl = Util.fixEmptyAndTrim(serverUrl);
    }

    @CheckForNull
    public String getCaCertificate() {
        return caCertificate;
    }

    @DataBoundSetter
    public void setCaCertificate(String caCertificate) {
        this.caCertificate = Util.fixEmptyAndTrim(caCertificate);
    }

    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    @CheckForNull
    public String getNamespace() {
        return namespace;
    }

    @DataBoundSetter
    public void setNamespace(String namespace) {
        this.namespace = Util.fixEmptyAndTrim(namespace);
    }

    @CheckForNull
    public String getPod() {
        return pod;
    }

    @DataBoundSetter
    public void setPod(String pod) {
        this.pod = Util.fixEmptyAndTrim(pod);
    }

    @CheckForNull
    public String getWorkload() {
        return workload;
    }

    @DataBoundSetter
    public void setWorkload(String workload) {
        this.workload = Util.fixEmptyAndTrim(workload);
    }

    @CheckForNull
    public String getContainer() {
        return container;
    }

    @DataBoundSetter
    public void setContainer(String container) {
        this.container = Util.fixEmptyAndTrim(container);
    }

    @CheckForNull
    public String getLabelSelector() {
        return labelSelector;
    }

    @DataBoundSetter
    public void setLabelSelector(String labelSelector) {
        this.labelSelector = Util.fixEmptyAndTrim(labelSelector);
    }

    public boolean isAllPods() {
        return allPods;
    }

    @DataBoundSetter
    public void setAllPods(boolean allPods) {
        this.allPods = allPods;
    }

    public boolean isSkipMisuseChecks() {
        return skipMisuseChecks;
    }

    @DataBoundSetter
    public void setSkipMisuseChecks(boolean skipMisuseChecks) {
        this.skipMisuseChecks = skipMisuseChecks;
    }

    @CheckForNull
    public String getAllow() {
        return allow;
    }

    @DataBoundSetter
    public void setAllow(String allow) {
        this.allow = Util.fixEmptyAndTrim(allow);
    }

    @CheckForNull
    public String getImage() {
        return image;
    }

    @DataBoundSetter
    public void setImage(String image) {
        this.image = Util.fixEmptyAndTrim(image);
    }

    @CheckForNull
    public String getRunAs() {
        return runAs;
    }

    @DataBoundSetter
    public void setRunAs(String runAs) {
        this.runAs = Util.fixEmptyAndTrim(runAs);
    }

    @CheckForNull
    public String getMaxProfile() {
        return maxProfile;
    }

    @DataBoundSetter
    public void setMaxProfile(String maxProfile) {
        this.maxProfile = Util.fixEmptyAndTrim(maxProfile);
    }

    @CheckForNull
    public Integer getMinimumCompliance() {
        return minimumCompliance;
    }

    @DataBoundSetter
    public void setMinimumCompliance(Integer minimumCompliance) {
        this.minimumCompliance = minimumCompliance;
    }

    @CheckForNull
    public String getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = Util.fixEmptyAndTrim(timeout);
    }

    @NonNull
    public String getOnThresholdMissed() {
        return onThresholdMissed == null ? OnMiss.DEFAULT.name() : onThresholdMissed;
    }

    @DataBoundSetter
    public void setOnThresholdMissed(String onThresholdMissed) {
        this.onThresholdMissed = OnMiss.textOrNull(onThresholdMissed);
    }

    @NonNull
    public String getOnIncomplete() {
        return onIncomplete == null ? OnMiss.DEFAULT.name() : onIncomplete;
    }

    @DataBoundSetter
    public void setOnIncomplete(String onIncomplete) {
        this.onIncomplete = OnMiss.textOrNull(onIncomplete);
    }

    @CheckForNull
    public String getId() {
        return id;
    }

    @DataBoundSetter
    public void setId(String id) {
        this.id = Util.fixEmptyAndTrim(id);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new ScanExecution(context, this);
    }

    /** Describes the step to Pipeline, to the snippet generator and to the form that both ways of calling it share. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor implements CustomDescribableModel {
        @Override
        public String getFunctionName() {
            return "distrolessScan";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.DistrolessScanStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FlowNode.class, Launcher.class);
        }

        /**
         * Refuses parameters that do not exist: without this a misspelt one is a warning and a green build.
         */
        @NonNull
        @Override
        public Map<String, Object> customInstantiate(@NonNull Map<String, Object> arguments) {
            Set<String> unknown = new TreeSet<>(arguments.keySet());
            Set<String> known = new TreeSet<>();
            for (DescribableParameter parameter :
                    DescribableModel.of(DistrolessScanStep.class).getParameters()) {
                known.add(parameter.getName());
            }
            unknown.removeAll(known);
            if (!unknown.isEmpty()) {
                throw new IllegalArgumentException(Messages.DistrolessScanStep_unknownParameters(
                        String.join(", ", unknown), String.join(", ", known)));
            }
            return arguments;
        }

        @POST
        public ListBoxModel doFillClusterItems(@AncestorInPath Item item, @QueryParameter String cluster) {
            return Choices.clusters(item, cluster);
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String credentialsId, @QueryParameter String serverUrl) {
            return CredentialsChoice.items(item, credentialsId, Util.fixEmptyAndTrim(serverUrl));
        }

        @POST
        public FormValidation doCheckCredentialsId(
                @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String serverUrl) {
            return CredentialsChoice.check(item, value, Util.fixEmptyAndTrim(serverUrl));
        }

        @POST
        public ListBoxModel doFillOnThresholdMissedItems(@AncestorInPath Item item) {
            return Choices.onMiss(item);
        }

        @POST
        public ListBoxModel doFillOnIncompleteItems(@AncestorInPath Item item) {
            return Choices.onMiss(item);
        }

        @POST
        public ListBoxModel doFillMaxProfileItems(@AncestorInPath Item item, @QueryParameter String maxProfile) {
            return Choices.profiles(item, maxProfile);
        }

        @POST
        public FormValidation doCheckNamespace(@AncestorInPath Item item, @QueryParameter String value) {
            return Choices.mayConfigure(item) ? FieldChecks.namespace(value) : FormValidation.ok();
        }

        @POST
        public FormValidation doCheckImage(@AncestorInPath Item item, @QueryParameter String value) {
            return Choices.mayConfigure(item) ? FieldChecks.image(value) : FormValidation.ok();
        }

        @POST
        public FormValidation doCheckServerUrl(@AncestorInPath Item item, @QueryParameter String value) {
            return Choices.mayConfigure(item) && Util.fixEmptyAndTrim(value) != null
                    ? FieldChecks.serverUrl(value)
                    : FormValidation.ok();
        }

        @POST
        public FormValidation doCheckCaCertificate(@AncestorInPath Item item, @QueryParameter String value) {
            return Choices.mayConfigure(item) && Util.fixEmptyAndTrim(value) != null
                    ? FieldChecks.caCertificate(value)
                    : FormValidation.ok();
        }

        @POST
        public FormValidation doCheckMinimumCompliance(@AncestorInPath Item item, @QueryParameter String value) {
            return Choices.mayConfigure(item) && Util.fixEmptyAndTrim(value) != null
                    ? Choices.percentage(value)
                    : FormValidation.ok();
        }

        @POST
        public FormValidation doCheckWorkload(@AncestorInPath Item item, @QueryParameter String value) {
            return Choices.parameter(item, step -> step.setWorkload(value));
        }

        @POST
        public FormValidation doCheckTimeout(@AncestorInPath Item item, @QueryParameter String value) {
            return Choices.parameter(item, step -> step.setTimeout(value));
        }

        @POST
        public FormValidation doCheckId(@AncestorInPath Item item, @QueryParameter String value) {
            return Choices.parameter(item, step -> step.setId(value));
        }

        @POST
        public FormValidation doCheckAllow(@AncestorInPath Item item, @QueryParameter String value) {
            return Choices.parameter(item, step -> step.setAllow(value));
        }

        @POST
        public FormValidation doCheckRunAs(@AncestorInPath Item item, @QueryParameter String value) {
            return Choices.runAs(item, value);
        }
    }
}
