package io.jenkins.plugins.distrolessscan.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.probe.Margins;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** A cluster that builds may name, as an administrator defines it. Holds no secret: the credential is looked up by each build. */
public class ClusterDefinition implements Describable<ClusterDefinition> {
    private final String name;
    private final String serverUrl;
    private String caCertificate;
    private String credentialsId;
    private String image;
    private String allowedNamespaces;
    private String allowedJobs;
    private String allowedImages;
    private boolean allowImageTags;
    private Integer memoryMargin;
    private Integer cpuShare;

    /**
     * @param name what builds call it
     * @param serverUrl https URL of the API server
     */
    @DataBoundConstructor
    public ClusterDefinition(String name, String serverUrl) {
        this.name = Util.fixNull(name).trim();
        this.serverUrl = Util.fixNull(serverUrl).trim();
    }

    /** Never null: a file that was written by hand may lack it. */
    public String getName() {
        return Util.fixNull(name);
    }

    public String getServerUrl() {
        return Util.fixNull(serverUrl);
    }

    /** PEM text of the certificate authorities to trust; null for the JVM's. */
    @CheckForNull
    public String getCaCertificate() {
        return caCertificate;
    }

    @DataBoundSetter
    public void setCaCertificate(@CheckForNull String caCertificate) {
        this.caCertificate = Util.fixEmptyAndTrim(caCertificate);
    }

    /** The credential of builds that name none; each build must be able to see it itself. */
    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(@CheckForNull String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** Where this cluster pulls the probe's image from; null: each build has to name one. */
    @CheckForNull
    public String getImage() {
        return image;
    }

    @DataBoundSetter
    public void setImage(@CheckForNull String image) {
        this.image = Util.fixEmptyAndTrim(image);
    }

    /** Names, or beginnings of names followed by {@code *}, between spaces, commas or line breaks; null for every namespace. */
    @CheckForNull
    public String getAllowedNamespaces() {
        return allowedNamespaces;
    }

    @DataBoundSetter
    public void setAllowedNamespaces(@CheckForNull String allowedNamespaces) {
        this.allowedNamespaces = Util.fixEmptyAndTrim(allowedNamespaces);
    }

    /** Whether builds may scan this namespace. What the cluster itself allows is the token's affair. */
    public boolean allows(String namespace) {
        return allowedNamespaces == null
                || words(allowedNamespaces).stream()
                        .anyMatch(word -> word.endsWith("*")
                                ? namespace.startsWith(word.substring(0, word.length() - 1))
                                : namespace.equals(word));
    }

    /**
     * Full names of the jobs that may scan this cluster, with {@code *} for any characters; null for every job that has a
     * credential for it.
     */
    @CheckForNull
    public String getAllowedJobs() {
        return allowedJobs;
    }

    @DataBoundSetter
    public void setAllowedJobs(@CheckForNull String allowedJobs) {
        this.allowedJobs = Util.fixEmptyAndTrim(allowedJobs);
    }

    /** Whether a job may scan this cluster. */
    public boolean allowsJob(String fullName) {
        return allowedJobs == null || Wildcards.of(allowedJobs).match(fullName);
    }

    /**
     * Images that builds may name instead of the cluster's own, with {@code *} for any characters; null: none where the
     * cluster has an image, every one where it has not.
     */
    @CheckForNull
    public String getAllowedImages() {
        return allowedImages;
    }

    @DataBoundSetter
    public void setAllowedImages(@CheckForNull String allowedImages) {
        this.allowedImages = Util.fixEmptyAndTrim(allowedImages);
    }

    /** Whether an image that a build names may go without a digest. */
    public boolean isAllowImageTags() {
        return allowImageTags;
    }

    @DataBoundSetter
    public void setAllowImageTags(boolean allowImageTags) {
        this.allowImageTags = allowImageTags;
    }

    /** So much of a pod's memory limit has to be free when the probe begins, in MiB; null for the default. */
    @CheckForNull
    public Integer getMemoryMargin() {
        return memoryMargin;
    }

    @DataBoundSetter
    public void setMemoryMargin(@CheckForNull Integer memoryMargin) {
        this.memoryMargin = memoryMargin;
    }

    /** The most of a pod's CPU limit that the probe uses, in percent; null for the default. */
    @CheckForNull
    public Integer getCpuShare() {
        return cpuShare;
    }

    @DataBoundSetter
    public void setCpuShare(@CheckForNull Integer cpuShare) {
        this.cpuShare = cpuShare;
    }

    /**
     * What a scan leaves to the applications of this cluster.
     *
     * @throws ScanException CONFIGURATION for a number out of range
     */
    Margins margins() throws ScanException {
        return Margins.of(
                memoryMargin == null ? Margins.DEFAULT.memoryMebibytes() : memoryMargin,
                cpuShare == null ? Margins.DEFAULT.cpuPercent() : cpuShare);
    }

    /** Which image a build may use on this cluster. */
    ImageChoice images() {
        return new ImageChoice(image, allowedImages, allowImageTags);
    }

    /** The first thing that is wrong with this definition, as a sentence. */
    Optional<String> problem() {
        return Stream.of(
                        FieldChecks.nameProblem(getName()),
                        FieldChecks.serverUrlProblem(getServerUrl()),
                        FieldChecks.caCertificateProblem(caCertificate),
                        FieldChecks.imageProblem(image),
                        FieldChecks.namespacePatternsProblem(allowedNamespaces),
                        FieldChecks.marginProblem(memoryMargin, cpuShare))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * What of the clusters of a form cannot be understood; binding would take it for missing.
     *
     * @param clusters one, or a list, as the form gives them
     */
    static Stream<String> refusals(@CheckForNull Object clusters) {
        TypedValues known = TypedValues.of(ClusterDefinition.class);
        return Stream.of("memoryMargin", "cpuShare")
                .flatMap(name -> (clusters instanceof Collection<?> list ? list.stream() : Stream.of(clusters))
                        .filter(Map.class::isInstance)
                        .map(cluster -> ((Map<?, ?>) cluster).get(name))
                        .filter(Objects::nonNull)
                        .flatMap(value -> known.refusal(name, value).stream()));
    }

    /** The words of a text, between spaces, commas or line breaks. */
    static List<String> words(String text) {
        return Arrays.stream(text.split("[\\s,]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** The form of one cluster and its checks. */
    @Extension
    public static class DescriptorImpl extends Descriptor<ClusterDefinition> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ClusterDefinition_displayName();
        }

        @RequirePOST
        public FormValidation doCheckName(@QueryParameter String value) {
            return administrator() ? FieldChecks.name(value) : FormValidation.ok();
        }

        @RequirePOST
        public FormValidation doCheckServerUrl(@QueryParameter String value) {
            return administrator() ? FieldChecks.serverUrl(value) : FormValidation.ok();
        }

        @RequirePOST
        public FormValidation doCheckCaCertificate(@QueryParameter String value) {
            return administrator() ? FieldChecks.caCertificate(value) : FormValidation.ok();
        }

        @RequirePOST
        public FormValidation doCheckImage(@QueryParameter String value) {
            return administrator() ? FieldChecks.image(value) : FormValidation.ok();
        }

        @RequirePOST
        public FormValidation doCheckAllowedNamespaces(@QueryParameter String value) {
            return administrator() ? FieldChecks.namespacePatterns(value) : FormValidation.ok();
        }

        @RequirePOST
        public FormValidation doCheckMemoryMargin(@QueryParameter String value) {
            return administrator() ? FieldChecks.memoryMargin(value) : FormValidation.ok();
        }

        @RequirePOST
        public FormValidation doCheckCpuShare(@QueryParameter String value) {
            return administrator() ? FieldChecks.cpuShare(value) : FormValidation.ok();
        }

        @RequirePOST
        public ListBoxModel doFillCredentialsIdItems(
                @QueryParameter String credentialsId, @QueryParameter String serverUrl) {
            return CredentialsChoice.items(null, credentialsId, serverUrl);
        }

        @RequirePOST
        public FormValidation doCheckCredentialsId(@QueryParameter String value, @QueryParameter String serverUrl) {
            return CredentialsChoice.check(null, value, serverUrl);
        }

        /** Asks the server of the form, as it stands there: only an administrator can say where a token goes. */
        @RequirePOST
        public FormValidation doTestConnection(
                @QueryParameter String serverUrl,
                @QueryParameter String caCertificate,
                @QueryParameter String credentialsId,
                @QueryParameter String testNamespace) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return ConnectionTest.of(
                    null,
                    Util.fixNull(serverUrl).trim(),
                    Util.fixEmptyAndTrim(caCertificate),
                    Util.fixEmptyAndTrim(credentialsId),
                    Util.fixEmptyAndTrim(testNamespace));
        }

        private static boolean administrator() {
            return Jenkins.get().hasPermission(Jenkins.ADMINISTER);
        }
    }
}
