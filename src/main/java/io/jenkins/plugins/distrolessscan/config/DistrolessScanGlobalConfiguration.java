package io.jenkins.plugins.distrolessscan.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.distrolessscan.engine.model.Capacity;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.target.HostAccess;
import io.jenkins.plugins.distrolessscan.engine.target.Selection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** What an administrator decides for every scan: the clusters, the limits, and whether there are scans at all. */
@Extension
@Symbol("distrolessScan")
public class DistrolessScanGlobalConfiguration extends FormConfiguration {
    static final int DEFAULT_MAX_TARGETS = Selection.DEFAULT_MAX_TARGETS;
    static final int MOST_TARGETS = Capacity.TARGETS;

    private boolean scansDisabled;
    private boolean allowInlineServers;
    private String inlineServers;
    private boolean restrictedReports;
    private String maxProfile = IdentityProfile.RESTRICTED.word();
    private String mayAllow;
    private int maxTargets = DEFAULT_MAX_TARGETS;
    private int maxScans;
    private String floors;
    private String waivers;
    private String referenceJobs;
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

    /**
     * URLs of the API servers that builds may name themselves, with {@code *} for any characters, where they may name any at
     * all; null for every one.
     */
    @CheckForNull
    public String getInlineServers() {
        return inlineServers;
    }

    @DataBoundSetter
    public void setInlineServers(@CheckForNull String inlineServers) {
        this.inlineServers = Util.fixEmptyAndTrim(inlineServers);
        save();
    }

    /** Whether a report needs a permission of its own; otherwise it is there for everybody who may read the job. */
    public boolean isRestrictedReports() {
        return restrictedReports;
    }

    @DataBoundSetter
    public void setRestrictedReports(boolean restrictedReports) {
        this.restrictedReports = restrictedReports;
        save();
    }

    /** Whether a build may name this API server itself. */
    public boolean allowsInlineServer(String url) {
        return allowInlineServers
                && (inlineServers == null || Wildcards.of(inlineServers).match(url));
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
        if (maxTargets < 1 || maxTargets > MOST_TARGETS) {
            throw new IllegalArgumentException("maxTargets is a whole number from 1 to " + MOST_TARGETS + ".");
        }
        this.maxTargets = maxTargets;
        save();
    }

    /** The most scans of this Jenkins at once; 0 for no limit. */
    public int getMaxScans() {
        return maxScans;
    }

    @DataBoundSetter
    public void setMaxScans(int maxScans) {
        if (maxScans < 0 || maxScans > MOST_TARGETS) {
            throw new IllegalArgumentException("maxScans is a whole number from 0 (no limit) to " + MOST_TARGETS + ".");
        }
        this.maxScans = maxScans;
        save();
    }

    /** Thresholds and gates, as in a threshold file, that hold for every scan beside its own; null for none. */
    @CheckForNull
    public String getFloors() {
        return floors;
    }

    /** @throws IllegalArgumentException for a text that is no threshold file */
    @DataBoundSetter
    public void setFloors(@CheckForNull String floors) {
        String given = Util.fixEmptyAndTrim(floors);
        refuse(FieldChecks.floorsProblem(given));
        this.floors = given;
        save();
    }

    /** Waivers that count for every scan, floors too, as in a waiver file; null for none. */
    @CheckForNull
    public String getWaivers() {
        return waivers;
    }

    /** @throws IllegalArgumentException for a text that is no file of waivers */
    @DataBoundSetter
    public void setWaivers(@CheckForNull String waivers) {
        String given = Util.fixEmptyAndTrim(waivers);
        refuse(FieldChecks.waiversProblem(given));
        this.waivers = given;
        save();
    }

    private static void refuse(Optional<String> problem) {
        if (problem.isPresent()) {
            throw new IllegalArgumentException(problem.get());
        }
    }

    /** Full names of the jobs that every build may compare itself with, with {@code *} for any characters; null for none. */
    @CheckForNull
    public String getReferenceJobs() {
        return referenceJobs;
    }

    @DataBoundSetter
    public void setReferenceJobs(@CheckForNull String referenceJobs) {
        this.referenceJobs = Util.fixEmptyAndTrim(referenceJobs);
        save();
    }

    /** Whether every build may compare itself with this job. */
    public boolean allowsReferenceJob(String fullName) {
        return Wildcards.of(referenceJobs).match(fullName);
    }

    @NonNull
    public List<ClusterDefinition> getClusters() {
        return List.copyOf(clusters);
    }

    @DataBoundSetter
    public void setClusters(List<ClusterDefinition> clusters) {
        List<ClusterDefinition> given = clusters == null ? List.of() : clusters;
        for (ClusterDefinition cluster : given) {
            cluster.problem().ifPresent(sentence -> {
                throw new IllegalArgumentException("cluster " + cluster.getName() + ": " + sentence);
            });
        }
        this.clusters = new ArrayList<>(given);
        save();
    }

    /** A form without any cluster says nothing about clusters: binding alone would keep the last one for ever. */
    @Override
    void complete(JSONObject form) {
        form.putIfAbsent("clusters", new JSONArray());
    }

    /** Each cluster is a bean of its own. */
    @Override
    boolean isLookedAtElsewhere(String field) {
        return field.equals("clusters");
    }

    @Override
    Stream<String> otherRefusals(JSONObject form) {
        return ClusterDefinition.refusals(form.opt("clusters"));
    }

    @Override
    void reset() {
        scansDisabled = false;
        allowInlineServers = false;
        inlineServers = null;
        restrictedReports = false;
        maxProfile = IdentityProfile.RESTRICTED.word();
        mayAllow = null;
        maxTargets = DEFAULT_MAX_TARGETS;
        maxScans = 0;
        floors = null;
        waivers = null;
        referenceJobs = null;
        clusters = new ArrayList<>();
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
    public FormValidation doCheckMaxScans(@QueryParameter String value) {
        return administrator() ? FormValidation.validateIntegerInRange(value, 0, MOST_TARGETS) : FormValidation.ok();
    }

    @RequirePOST
    public FormValidation doCheckFloors(@QueryParameter String value) {
        return checked(FieldChecks.floorsProblem(Util.fixEmptyAndTrim(value)));
    }

    @RequirePOST
    public FormValidation doCheckWaivers(@QueryParameter String value) {
        return checked(FieldChecks.waiversProblem(Util.fixEmptyAndTrim(value)));
    }

    private static FormValidation checked(Optional<String> problem) {
        return administrator() && problem.isPresent() ? FormValidation.error(problem.get()) : FormValidation.ok();
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
