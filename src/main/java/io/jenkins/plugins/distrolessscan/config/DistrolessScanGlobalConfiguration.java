package io.jenkins.plugins.distrolessscan.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.BulkChange;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.distrolessscan.engine.target.HostAccess;
import io.jenkins.plugins.distrolessscan.engine.target.Selection;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** What an administrator decides for every scan: the clusters, the limits, and whether there are scans at all. */
@Extension
@Symbol("distrolessScan")
public class DistrolessScanGlobalConfiguration extends GlobalConfiguration {
    static final int DEFAULT_MAX_TARGETS = Selection.DEFAULT_MAX_TARGETS;
    static final int MOST_TARGETS = 1_000;

    private boolean scansDisabled;
    private boolean allowInlineServers;
    private String maxProfile = IdentityProfile.RESTRICTED.word();
    private String mayAllow;
    private int maxTargets = DEFAULT_MAX_TARGETS;
    private List<ClusterDefinition> clusters = new ArrayList<>();

    public DistrolessScanGlobalConfiguration() {
        load();
    }

    /** The one instance. */
    @NonNull
    public static DistrolessScanGlobalConfiguration get() {
        return ExtensionList.lookupSingleton(DistrolessScanGlobalConfiguration.class);
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.DistrolessScanGlobalConfiguration_displayName();
    }

    /** The switch that stops every scan before anything is attached. */
    public boolean isScansDisabled() {
        return scansDisabled;
    }

    @DataBoundSetter
    public void setScansDisabled(boolean scansDisabled) {
        this.scansDisabled = scansDisabled;
        save();
    }

    /** Whether a build may name a server that is not among {@link #getClusters()}. */
    public boolean isAllowInlineServers() {
        return allowInlineServers;
    }

    @DataBoundSetter
    public void setAllowInlineServers(boolean allowInlineServers) {
        this.allowInlineServers = allowInlineServers;
        save();
    }

    /** The word of the most power over a target that a build may give its debug container. */
    @NonNull
    public String getMaxProfile() {
        return maxProfile;
    }

    /** @throws IllegalArgumentException for a word that is none of {@link IdentityProfile} */
    @DataBoundSetter
    public void setMaxProfile(String maxProfile) {
        this.maxProfile = profile(maxProfile).word();
        save();
    }

    /** {@link #getMaxProfile()} as the engine takes it. */
    @NonNull
    public IdentityProfile mostProfile() {
        return profile(maxProfile);
    }

    private static IdentityProfile profile(String word) {
        try {
            return IdentityProfile.parse(word);
        } catch (ScanException e) {
            throw new IllegalArgumentException("maxProfile: " + e.getMessage(), e);
        }
    }

    /** Words of {@link HostAccess} that builds may allow, between spaces, commas or line breaks; null for none. */
    @CheckForNull
    public String getMayAllow() {
        return mayAllow;
    }

    /** @throws IllegalArgumentException for a word that {@link HostAccess} does not know */
    @DataBoundSetter
    public void setMayAllow(@CheckForNull String mayAllow) {
        String given = Util.fixEmptyAndTrim(mayAllow);
        try {
            HostAccess.of(given == null ? List.of() : HostAccess.words(given));
        } catch (ScanException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        this.mayAllow = given;
        save();
    }

    /** {@link #getMayAllow()} word by word. */
    @NonNull
    public List<String> allowable() {
        return mayAllow == null ? List.of() : HostAccess.words(mayAllow);
    }

    /** The most containers that one scan may look at. */
    public int getMaxTargets() {
        return maxTargets;
    }

    @DataBoundSetter
    public void setMaxTargets(int maxTargets) {
        this.maxTargets = Math.max(1, Math.min(MOST_TARGETS, maxTargets));
        save();
    }

    @NonNull
    public List<ClusterDefinition> getClusters() {
        return List.copyOf(clusters);
    }

    @DataBoundSetter
    public void setClusters(List<ClusterDefinition> clusters) {
        this.clusters = clusters == null ? new ArrayList<>() : new ArrayList<>(clusters);
        save();
    }

    @Override
    public boolean configure(StaplerRequest2 request, JSONObject json) throws FormException {
        try (BulkChange change = new BulkChange(this)) {
            // A form without any cluster says nothing about clusters: binding alone would keep the last one for ever.
            json.putIfAbsent("clusters", new JSONArray());
            request.bindJSON(this, json);
            change.commit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            readStored();
            throw new FormException(Messages.DistrolessScanGlobalConfiguration_notTaken(reason(e)), e, "clusters");
        }
        return true;
    }

    /** Every setter stores, so what is stored is what held before a form that was refused half way. */
    private void readStored() {
        scansDisabled = false;
        allowInlineServers = false;
        maxProfile = IdentityProfile.RESTRICTED.word();
        mayAllow = null;
        maxTargets = DEFAULT_MAX_TARGETS;
        clusters = new ArrayList<>();
        load();
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    @RequirePOST
    public ListBoxModel doFillMaxProfileItems() {
        var items = new ListBoxModel();
        if (administrator()) {
            Arrays.stream(IdentityProfile.values()).forEach(profile -> items.add(profile.word(), profile.word()));
        }
        return items;
    }

    @RequirePOST
    public FormValidation doCheckMayAllow(@QueryParameter String value) {
        return administrator() ? FieldChecks.hostAccess(value) : FormValidation.ok();
    }

    @RequirePOST
    public FormValidation doCheckMaxTargets(@QueryParameter String value) {
        return administrator() ? FormValidation.validateIntegerInRange(value, 1, MOST_TARGETS) : FormValidation.ok();
    }

    @RequirePOST
    public FormValidation doCheckScansDisabled(@QueryParameter boolean value) {
        return value && administrator()
                ? FormValidation.warning(Messages.DistrolessScanGlobalConfiguration_disabled())
                : FormValidation.ok();
    }

    @RequirePOST
    public FormValidation doCheckAllowInlineServers(@QueryParameter boolean value) {
        return value && administrator()
                ? FormValidation.warning(Messages.DistrolessScanGlobalConfiguration_inline())
                : FormValidation.ok();
    }

    private static boolean administrator() {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER);
    }
}
