package io.jenkins.plugins.distrolessscan.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import hudson.AbortException;
import hudson.Extension;
import hudson.Launcher;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.XStream2;
import io.jenkins.plugins.distrolessscan.config.TypedValues;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * The Pipeline step {@code distrolessScan}, and with it the one place where the parameters of a scan live: the freestyle
 * build step has one property of this type. Every parameter is a text or a number that may be missing; a missing one
 * means the default that {@link ScanParameters} gives it.
 */
public class DistrolessScanStep extends GatedStep {
    private static final long serialVersionUID = 1;

    /** The parameter that only Jenkins itself sets: see {@link #getRefusals}. */
    static final String REFUSALS = "refusals";

    private static final String GATES = "qualityGates";

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
    private String timeout;
    private String onIncomplete;
    private String id;
    private ArrayList<String> archive;
    private String workspaceFolder;
    private ArrayList<String> refusals;

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
        String word = Util.fixEmptyAndTrim(maxProfile);
        // The default is kept as "not set", so that a form that shows it does not spell it out.
        this.maxProfile = IdentityProfile.RESTRICTED.word().equalsIgnoreCase(word) ? null : word;
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

    /** Words of the formats whose files become artifacts of the build; null for none. */
    @CheckForNull
    public List<String> getArchive() {
        return archive == null ? null : List.copyOf(archive);
    }

    @DataBoundSetter
    public void setArchive(@CheckForNull List<String> archive) {
        this.archive = archive == null || archive.isEmpty() ? null : new ArrayList<>(archive);
    }

    /** {@link #getArchive} as the form shows it. */
    @Restricted(NoExternalUse.class)
    public String getArchiveText() {
        return archive == null ? "" : String.join(", ", archive);
    }

    /** Folder below the workspace that gets every file of the report; null for none. */
    @CheckForNull
    public String getWorkspaceFolder() {
        return workspaceFolder;
    }

    @DataBoundSetter
    public void setWorkspaceFolder(@CheckForNull String workspaceFolder) {
        this.workspaceFolder = Util.fixEmptyAndTrim(workspaceFolder);
    }

    /**
     * A sentence for each value of the call, or of a stored job, that could not be understood. Such a step refuses to
     * start. Set by this class and by {@link StoredStep}; null, as nearly always, when everything was understood.
     */
    @CheckForNull
    public List<String> getRefusals() {
        return refusals == null ? null : List.copyOf(refusals);
    }

    @DataBoundSetter
    public void setRefusals(@CheckForNull List<String> refusals) {
        this.refusals = refusals == null || refusals.isEmpty() ? null : new ArrayList<>(refusals);
    }

    @Override
    public StepExecution start(StepContext context) throws AbortException {
        ScanParameters.of(this).refuseMisunderstood();
        return new ScanExecution(context, this);
    }

    /** The parameters that somebody can type. */
    static TypedValues typed() {
        return TypedValues.of(DistrolessScanStep.class, REFUSALS);
    }

    /** How a job's config.xml holds this bean. */
    public static final class ConverterImpl extends StoredStep {
        public ConverterImpl(XStream2 xstream) {
            super(xstream);
        }
    }

    /** Describes the step to Pipeline, to the snippet generator and to the form that both ways of calling it share. */
    @Extension
    public static final class DescriptorImpl extends StepForm implements CustomDescribableModel {
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
         * Looks at the values as they were typed, because structs only warns of a parameter that does not exist, and narrows
         * numbers. What is refused is told when the step starts: an exception from here would be a stack trace in the log.
         */
        @NonNull
        @Override
        public Map<String, Object> customInstantiate(@NonNull Map<String, Object> arguments) {
            TypedValues.Checked checked = DistrolessScanStep.typed().check(arguments);
            Map<String, Object> understood = new LinkedHashMap<>(checked.understood());
            List<String> refusals = new ArrayList<>(checked.refusals());
            if (understood.get(GATES) != null) {
                try {
                    understood.put(GATES, GateValues.of(understood.get(GATES)));
                } catch (ScanException e) {
                    understood.remove(GATES);
                    refusals.add(e.getMessage());
                }
            }
            if (!refusals.isEmpty()) {
                understood.put(REFUSALS, refusals);
            }
            return understood;
        }

        /** The snippet generator's form; see {@link #refuseMisunderstood}. */
        @Override
        public Step newInstance(@Nullable StaplerRequest2 request, @NonNull JSONObject form) throws FormException {
            refuseMisunderstood(form, false);
            return super.newInstance(request, form);
        }

        /**
         * Refuses a form with a value that cannot be understood: core would bind it as missing.
         *
         * @param form the fields of this bean
         * @param variables whether {@code $NAME} stands for a value that only a build knows
         */
        static void refuseMisunderstood(JSONObject form, boolean variables) throws FormException {
            Map<String, Object> typed = new LinkedHashMap<>();
            form.forEach((key, value) -> {
                // A form has keys of its own too: the bean's class, and what belongs to the list of credentials.
                if (typed().knows(String.valueOf(key))) {
                    typed.put(String.valueOf(key), value);
                }
            });
            Optional<ParameterProblem> problem =
                    ParameterProblem.ofForm(typed, variables).stream().findFirst();
            if (problem.isPresent()) {
                throw new FormException(problem.get().sentence(), problem.get().field());
            }
            try {
                GateValues.checkForm(form.get(GATES));
            } catch (ScanException e) {
                throw new FormException(e.getMessage(), GATES);
            }
            if (form.containsKey("archive")) {
                form.put(
                        "archive",
                        JSONArray.fromObject(typed().check(typed).understood().get("archive")));
            }
        }
    }
}
