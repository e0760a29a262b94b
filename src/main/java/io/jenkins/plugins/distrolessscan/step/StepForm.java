package io.jenkins.plugins.distrolessscan.step;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.distrolessscan.config.ConnectionTest;
import io.jenkins.plugins.distrolessscan.config.CredentialsChoice;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What the form of the step asks while somebody fills it: choices, and checks of single fields. */
public abstract class StepForm extends StepDescriptor {
    @POST
    public ListBoxModel doFillClusterItems(@AncestorInPath Item item, @QueryParameter String cluster) {
        return Choices.clusters(item, cluster);
    }

    /** By the cluster alone: the URL of a server stands among the advanced settings, where a list does not find it. */
    @POST
    public ListBoxModel doFillCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String credentialsId, @QueryParameter String cluster) {
        return CredentialsChoice.items(item, credentialsId, Choices.server(item, cluster));
    }

    @POST
    public FormValidation doCheckCredentialsId(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String cluster) {
        return CredentialsChoice.check(item, value, Choices.server(item, cluster));
    }

    /** Asks a cluster as it is stored, with the credential as this job's builds see it. */
    @POST
    public FormValidation doTestConnection(
            @AncestorInPath Item item,
            @QueryParameter String cluster,
            @QueryParameter String credentialsId,
            @QueryParameter String namespace) {
        if (item == null) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return FormValidation.ok();
        }
        item.checkPermission(Item.CONFIGURE);
        return ConnectionTest.ofStored(item, cluster, credentialsId, namespace);
    }

    @POST
    public ListBoxModel doFillOnThresholdMissedItems(@QueryParameter String onThresholdMissed) {
        return Choices.onMiss(onThresholdMissed);
    }

    @POST
    public ListBoxModel doFillOnIncompleteItems(@QueryParameter String onIncomplete) {
        return Choices.onMiss(onIncomplete);
    }

    @POST
    public ListBoxModel doFillMaxProfileItems(@AncestorInPath Item item, @QueryParameter String maxProfile) {
        return Choices.profiles(item, maxProfile);
    }

    @POST
    public FormValidation doCheckCaCertificate(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "caCertificate", value);
    }

    @POST
    public FormValidation doCheckNamespace(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "namespace", value);
    }

    @POST
    public FormValidation doCheckImage(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "image", value);
    }

    @POST
    public FormValidation doCheckServerUrl(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "serverUrl", value);
    }

    @POST
    public FormValidation doCheckMinimumCompliance(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "minimumCompliance", value);
    }

    @POST
    public FormValidation doCheckWorkload(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "workload", value);
    }

    @POST
    public FormValidation doCheckTimeout(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "timeout", value);
    }

    @POST
    public FormValidation doCheckPerImage(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "perImage", value);
    }

    @POST
    public FormValidation doCheckUnchangedFor(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "unchangedFor", value);
    }

    @POST
    public FormValidation doCheckVerify(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "verify", value);
    }

    @POST
    public FormValidation doCheckSamples(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "samples", value);
    }

    @POST
    public FormValidation doCheckId(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "id", value);
    }

    @POST
    public FormValidation doCheckAllow(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "allow", value);
    }

    @POST
    public FormValidation doCheckRunAs(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "runAs", value);
    }

    @POST
    public FormValidation doCheckMaxProfile(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "maxProfile", value);
    }

    @POST
    public FormValidation doCheckOnThresholdMissed(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "onThresholdMissed", value);
    }

    @POST
    public FormValidation doCheckOnIncomplete(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "onIncomplete", value);
    }

    @POST
    public FormValidation doCheckArchive(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "archive", value);
    }

    @POST
    public FormValidation doCheckWorkspaceFolder(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "workspaceFolder", value);
    }

    /** How the pods are chosen, in the words of the run; shown at the first of the fields. */
    @POST
    public FormValidation doCheckPod(
            @AncestorInPath Item item,
            @QueryParameter String value,
            @QueryParameter String workload,
            @QueryParameter String container,
            @QueryParameter String labelSelector,
            @QueryParameter boolean allPods) {
        return Choices.pods(item, value, workload, container, labelSelector, allPods);
    }

    @POST
    public ListBoxModel doFillContainersItems(@QueryParameter String containers) {
        return Choices.containers(containers);
    }

    @POST
    public ListBoxModel doFillPresetItems(@QueryParameter String preset) {
        return Choices.presets(preset);
    }

    @POST
    public FormValidation doCheckPreset(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "preset", value);
    }

    @POST
    public FormValidation doCheckThresholdText(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "thresholdText", value);
    }

    @POST
    public FormValidation doCheckThresholdFile(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "thresholdFile", value);
    }

    @POST
    public FormValidation doCheckWaiversText(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "waiversText", value);
    }

    @POST
    public FormValidation doCheckWaiversFile(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "waiversFile", value);
    }

    @POST
    public FormValidation doCheckReferenceJob(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "referenceJob", value);
    }

    @POST
    public FormValidation doCheckReferenceBuild(@AncestorInPath Item item, @QueryParameter String value) {
        return Choices.parameter(item, "referenceBuild", value);
    }
}
