package io.jenkins.plugins.distrolessscan.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.distrolessscan.config.ClusterDefinition;
import io.jenkins.plugins.distrolessscan.config.DistrolessScanGlobalConfiguration;
import io.jenkins.plugins.distrolessscan.config.FieldChecks;
import io.jenkins.plugins.distrolessscan.engine.gate.Preset;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.util.Arrays;
import java.util.Map;
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

    static ListBoxModel onMiss(String current) {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.OnMiss_FAILURE(), OnMiss.FAILURE.name());
        items.add(Messages.OnMiss_UNSTABLE(), OnMiss.UNSTABLE.name());
        items.add(Messages.OnMiss_SUCCESS(), OnMiss.SUCCESS.name());
        return withCurrent(items, current);
    }

    static ListBoxModel containers(String current) {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.Choices_allContainers(), "all");
        items.add(Messages.Choices_defaultContainers(), "default");
        return withCurrent(items, current);
    }

    static ListBoxModel presets(String current) {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.Choices_noPreset(), "");
        Arrays.stream(Preset.values()).map(Preset::word).forEach(items::add);
        return withCurrent(items, current);
    }

    /** @param current what is chosen now; stays choosable, so that saving a form changes nothing that nobody touched */
    static ListBoxModel profiles(@CheckForNull Item item, String current) {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.Choices_defaultProfile(), "");
        IdentityProfile most = DistrolessScanGlobalConfiguration.get().mostProfile();
        for (IdentityProfile profile : IdentityProfile.values()) {
            if (profile != IdentityProfile.RESTRICTED && profile.within(most)) {
                items.add(profile.word());
            }
        }
        return withCurrent(items, current);
    }

    /** The URL of the server of the cluster that a form names; null when it names none. */
    @CheckForNull
    static String server(@CheckForNull Item item, String cluster) {
        String name = Util.fixEmptyAndTrim(cluster);
        if (name == null || !mayConfigure(item)) {
            return null;
        }
        return DistrolessScanGlobalConfiguration.get().getClusters().stream()
                .filter(defined -> defined.getName().equals(name))
                .map(ClusterDefinition::getServerUrl)
                .findFirst()
                .orElse(null);
    }

    /** Checks one parameter by the rules that hold when the scan starts, and by what an administrator allows. */
    static FormValidation parameter(@CheckForNull Item item, String field, String value) {
        String text = Util.fixEmptyAndTrim(value);
        if (!mayConfigure(item) || text == null) {
            return FormValidation.ok();
        }
        if (item != null && ParameterProblem.isVariable(field, text)) {
            return FormValidation.ok(Messages.Choices_variable());
        }
        Optional<ParameterProblem> problem =
                ParameterProblem.ofForm(Map.of(field, text), false).stream().findFirst();
        if (problem.isPresent()) {
            return FormValidation.error(problem.get().sentence());
        }
        return switch (field) {
            case "image" -> FieldChecks.image(text);
            case "caCertificate" -> FieldChecks.caCertificate(text);
            case "maxProfile" -> allowed(step -> step.setMaxProfile(text), ScanParameters::maxProfile);
            case "allow" -> allowed(step -> step.setAllow(text), ScanParameters::allow);
            default -> FormValidation.ok();
        };
    }

    /** Checks that pods are chosen in exactly one way. */
    static FormValidation pods(
            @CheckForNull Item item,
            String pod,
            String workload,
            String container,
            String labelSelector,
            boolean allPods) {
        if (!mayConfigure(item)) {
            return FormValidation.ok();
        }
        return allowed(
                step -> {
                    step.setPod(pod);
                    step.setWorkload(workload);
                    step.setContainer(container);
                    step.setLabelSelector(labelSelector);
                    step.setAllPods(allPods);
                },
                parameters -> {
                    parameters.checkPods();
                    return null;
                });
    }

    private interface Check {
        Object of(ScanParameters parameters) throws ScanException;
    }

    private static FormValidation allowed(Consumer<DistrolessScanStep> setter, Check check) {
        DistrolessScanStep step = new DistrolessScanStep();
        setter.accept(step);
        try {
            check.of(ScanParameters.of(step));
            return FormValidation.ok();
        } catch (ScanException e) {
            return FormValidation.error(e.getMessage());
        }
    }
}
