package io.jenkins.plugins.distrolessscan.step;

import hudson.Util;
import io.jenkins.plugins.distrolessscan.config.FieldChecks;
import io.jenkins.plugins.distrolessscan.config.TypedValues;
import io.jenkins.plugins.distrolessscan.engine.collect.DurationText;
import io.jenkins.plugins.distrolessscan.engine.gate.Preset;
import io.jenkins.plugins.distrolessscan.engine.gate.ThresholdFile;
import io.jenkins.plugins.distrolessscan.engine.gate.WaiverFile;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.WaiverUse;
import io.jenkins.plugins.distrolessscan.engine.model.WorkloadName;
import io.jenkins.plugins.distrolessscan.engine.probe.IdentityChoice;
import io.jenkins.plugins.distrolessscan.engine.probe.ProbeWork;
import io.jenkins.plugins.distrolessscan.engine.probe.VerifiedFiles;
import io.jenkins.plugins.distrolessscan.engine.target.HostAccess;
import io.jenkins.plugins.distrolessscan.engine.target.Selection;
import io.jenkins.plugins.distrolessscan.engine.target.Sparing;
import io.jenkins.plugins.distrolessscan.result.JenkinsReportFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What is wrong with the value of one parameter by itself, whoever wrote it and wherever it stands: a form, a call or a
 * stored job. Whether what is understood is also allowed is asked elsewhere, when the scan starts.
 *
 * @param field the parameter's name
 * @param sentence what is wrong and what to give instead
 */
record ParameterProblem(String field, String sentence) {
    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]{0,62}");

    /** Says what is wrong with a text that was given; null when nothing is. */
    private interface Rule {
        String check(String value) throws ScanException;
    }

    private static final Map<String, Rule> RULES = rules();

    private static Map<String, Rule> rules() {
        Map<String, Rule> rules = new LinkedHashMap<>();
        rules.put("namespace", value -> FieldChecks.namespaceProblem(value).orElse(null));
        rules.put(
                "workload",
                value -> WorkloadName.parse(value).isPresent() ? null : Messages.ScanParameters_badWorkload());
        rules.put("id", value -> ID.matcher(value).matches() ? null : Messages.ScanParameters_badId());
        rules.put("minimumCompliance", whole(0, 100, Messages::ScanParameters_badCompliance));
        rules.put(
                "timeout",
                value -> DurationText.parse(value).isPresent() ? null : Messages.ScanParameters_badTimeout());
        rules.put("perImage", whole(1, Sparing.MOST, () -> Messages.ScanParameters_badPerImage(Sparing.MOST)));
        rules.put(
                "unchangedFor",
                value -> DurationText.span(value).isPresent() ? null : Messages.ScanParameters_badUnchangedFor());
        rules.put("verify", value -> {
            VerifiedFiles.parse(value);
            return null;
        });
        rules.put(
                "samples",
                whole(1, ProbeWork.MOST_SAMPLES, () -> Messages.ScanParameters_badSamples(ProbeWork.MOST_SAMPLES)));
        rules.put("onThresholdMissed", ParameterProblem::choice);
        rules.put("onIncomplete", ParameterProblem::choice);
        rules.put("image", value -> FieldChecks.imageProblem(value).orElse(null));
        rules.put("serverUrl", value -> FieldChecks.serverUrlProblem(value).orElse(null));
        rules.put(
                "caCertificate",
                value -> FieldChecks.caCertificateProblem(value).orElse(null));
        rules.put("runAs", value -> {
            IdentityChoice.check(Optional.of(value), true);
            return null;
        });
        rules.put("maxProfile", value -> {
            IdentityProfile.parse(value);
            return null;
        });
        rules.put("allow", value -> {
            HostAccess.of(HostAccess.words(value));
            return null;
        });
        rules.put("workspaceFolder", ParameterProblem::folder);
        rules.put("containers", value -> {
            Selection.checkContainers(value);
            return null;
        });
        rules.put("preset", value -> {
            Preset.of(value);
            return null;
        });
        rules.put("thresholdText", value -> {
            ThresholdFile.read(value, GateTexts.name("thresholdText"));
            return null;
        });
        rules.put("waiversText", value -> {
            WaiverFile.read(value, GateTexts.name("waiversText"), WaiverUse.Origin.BUILD);
            return null;
        });
        rules.put("thresholdFile", value -> path("thresholdFile", value));
        rules.put("waiversFile", value -> path("waiversFile", value));
        rules.put("referenceJob", value -> value.length() <= 300 ? null : Messages.ParameterProblem_referenceJob());
        rules.put(
                "referenceBuild",
                value -> BUILD.matcher(value).matches() ? null : Messages.ParameterProblem_referenceBuild());
        return rules;
    }

    private static final Pattern BUILD = Pattern.compile("[1-9][0-9]{0,8}|last[A-Za-z]{0,40}Build");

    private static String path(String parameter, String value) {
        return WorkspaceText.isPath(value) ? null : Messages.WorkspaceText_path(parameter);
    }

    private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+){0,15}");

    /** Below the workspace, and nowhere else. */
    private static String folder(String value) {
        boolean below = FOLDER.matcher(value).matches()
                && !Arrays.asList(value.split("/")).contains("..");
        return below ? null : Messages.ParameterProblem_folder();
    }

    private static Optional<ParameterProblem> formats(Object value) {
        if (!(value instanceof List<?> words)) {
            return Optional.empty();
        }
        return words.stream()
                .map(String::valueOf)
                .filter(word -> !JenkinsReportFiles.formats().contains(word))
                .findFirst()
                .map(word -> new ParameterProblem(
                        "archive",
                        Messages.ParameterProblem_format(word, String.join(", ", JenkinsReportFiles.formats()))));
    }

    /**
     * What is wrong with the fields of a form, the first to be mended first.
     *
     * @param variables whether {@code $NAME} stands for a value that only a build knows; such a text is checked by the build
     */
    static List<ParameterProblem> ofForm(Map<String, Object> typed, boolean variables) {
        TypedValues.Checked checked = DistrolessScanStep.typed().check(typed);
        List<ParameterProblem> problems = new ArrayList<>();
        checked.refusals().forEach(sentence -> problems.add(new ParameterProblem("", sentence)));
        checked.understood()
                .forEach((field, value) -> of(field, value, variables).ifPresent(problems::add));
        return problems;
    }

    /** The first thing that is wrong with the values of a bean, each by itself. */
    static Optional<ParameterProblem> of(DistrolessScanStep step) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("namespace", step.getNamespace());
        values.put("workload", step.getWorkload());
        values.put("id", step.getId());
        values.put("minimumCompliance", step.getMinimumCompliance());
        values.put("timeout", step.getTimeout());
        values.put("perImage", step.getPerImage());
        values.put("unchangedFor", step.getUnchangedFor());
        values.put("verify", step.getVerify());
        values.put("samples", step.getSamples());
        values.put("onThresholdMissed", step.getOnThresholdMissed());
        values.put("onIncomplete", step.getOnIncomplete());
        values.put("image", step.getImage());
        values.put("serverUrl", step.getServerUrl());
        values.put("caCertificate", step.getCaCertificate());
        values.put("runAs", step.getRunAs());
        values.put("maxProfile", step.getMaxProfile());
        values.put("allow", step.getAllow());
        values.put("archive", step.getArchive());
        values.put("workspaceFolder", step.getWorkspaceFolder());
        values.put("containers", step.getContainers());
        values.put("preset", step.getPreset());
        values.put("thresholdText", step.getThresholdText());
        values.put("waiversText", step.getWaiversText());
        values.put("thresholdFile", step.getThresholdFile());
        values.put("waiversFile", step.getWaiversFile());
        values.put("referenceJob", step.getReferenceJob());
        values.put("referenceBuild", step.getReferenceBuild());
        return values.entrySet().stream()
                .flatMap(value -> of(value.getKey(), value.getValue(), false).stream())
                .findFirst();
    }

    /** What is wrong with one value; a missing one never is. */
    static Optional<ParameterProblem> of(String field, Object value, boolean variables) {
        if (field.equals("archive")) {
            return formats(value);
        }
        Rule rule = RULES.get(field);
        String text = value == null ? null : Util.fixEmptyAndTrim(value.toString());
        if (rule == null || text == null || variables && isVariable(field, text)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(rule.check(text)).map(sentence -> new ParameterProblem(field, sentence));
        } catch (ScanException e) {
            return Optional.of(new ParameterProblem(field, e.getMessage()));
        }
    }

    /** Whether a text of a freestyle job is only known when a build runs. Choices, numbers and certificates are not expanded. */
    static boolean isVariable(String field, String text) {
        return text.indexOf('$') >= 0 && ScanParameters.EXPANDED.contains(field);
    }

    /** The sentence is made when it is needed: it is in the language of who reads it. */
    private static Rule whole(int least, int most, Supplier<String> sentence) {
        return value -> TypedValues.wholeNumber(value)
                        .filter(number -> number >= least && number <= most)
                        .isPresent()
                ? null
                : sentence.get();
    }

    private static String choice(String value) {
        return OnMiss.isChoice(value) ? null : Messages.OnMiss_unknown(value, Arrays.toString(OnMiss.values()));
    }
}
