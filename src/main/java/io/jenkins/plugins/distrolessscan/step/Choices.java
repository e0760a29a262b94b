package io.jenkins.plugins.distrolessscan.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.distrolessscan.config.ClusterDefinition;
import io.jenkins.plugins.distrolessscan.config.DistrolessScanGlobalConfiguration;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.probe.IdentityChoice;
import java.util.Optional;
import java.util.function.Consumer;
import jenkins.model.Jenkins;

/** What the step's form offers and checks. None of it reaches out of Jenkins. */
final class Choices {
    private Choices() {}

    static boolean mayConfigure(@CheckForNull Item item) {
        return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.EXTENDED_READ);
    }

    static ListBoxModel clusters(@CheckForNull Item item, String current) {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.Choices_noCluster(), "");
        if (mayConfigure(item)) {
            for (ClusterDefinition cluster :
                    DistrolessScanGlobalConfiguration.get().getClusters()) {
                items.add(cluster.getName());
            }
        }
        return withCurrent(items, current);
    }

    private static ListBoxModel withCurrent(ListBoxModel items, String current) {
        String chosen = Util.fixNull(current);
        if (!chosen.isEmpty() && items.stream().noneMatch(option -> option.value.equals(chosen))) {
            items.add(chosen);
        }
        return items;
    }

    static ListBoxModel onMiss(@CheckForNull Item item) {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.OnMiss_FAILURE(), OnMiss.FAILURE.name());
        items.add(Messages.OnMiss_UNSTABLE(), OnMiss.UNSTABLE.name());
        items.add(Messages.OnMiss_SUCCESS(), OnMiss.SUCCESS.name());
        return items;
    }

    /** @param current what is chosen now; stays choosable, so that saving a form changes nothing that nobody touched */
    static ListBoxModel profiles(@CheckForNull Item item, String current) {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.Choices_defaultProfile(), "");
        IdentityProfile most = DistrolessScanGlobalConfiguration.get().mostProfile();
        for (IdentityProfile profile : IdentityProfile.values()) {
            if (profile.within(most)) {
                items.add(profile.word());
            }
        }
        return withCurrent(items, current);
    }

    static FormValidation percentage(String value) {
        try {
            int percent = Integer.parseInt(value.trim());
            return percent >= 0 && percent <= 100
                    ? FormValidation.ok()
                    : FormValidation.error(Messages.ScanParameters_badCompliance());
        } catch (NumberFormatException e) {
            return FormValidation.error(Messages.ScanParameters_badCompliance());
        }
    }

    static FormValidation runAs(@CheckForNull Item item, String value) {
        if (!mayConfigure(item) || Util.fixEmptyAndTrim(value) == null) {
            return FormValidation.ok();
        }
        try {
            IdentityChoice.check(Optional.of(value.trim()), true);
            return FormValidation.ok();
        } catch (ScanException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    /** Checks one parameter by the rules that hold when the scan starts. */
    static FormValidation parameter(@CheckForNull Item item, Consumer<DistrolessScanStep> setter) {
        if (!mayConfigure(item)) {
            return FormValidation.ok();
        }
        DistrolessScanStep step = new DistrolessScanStep();
        step.setAllPods(true);
        setter.accept(step);
        try {
            ScanParameters.of(step).check();
            return FormValidation.ok();
        } catch (ScanException e) {
            return FormValidation.error(e.getMessage());
        }
    }
}
