package io.jenkins.plugins.distrolessscan.step;

import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.distrolessscan.engine.model.GateResult;
import io.jenkins.plugins.distrolessscan.result.ScanAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a finished scan means for the build: its result, the sentence that explains it, and the step's value. Several things
 * may have a say: what was missed by a gate with a result of its own, by a threshold, or was not looked at. The worst decides.
 */
final class ScanConclusion {
    private final GateResult worst;
    private final String message;
    private final LinkedHashMap<String, Object> value;

    private ScanConclusion(GateResult worst, String message, LinkedHashMap<String, Object> value) {
        this.worst = worst;
        this.message = message;
        this.value = value;
    }

    /** @param mask hides secrets; the sentence goes to the build log and to the stage's warning */
    static ScanConclusion of(ScanAction action, ScanParameters parameters, UnaryOperator<String> mask) {
        String reasons = action.getReasons().isEmpty()
                ? ""
                : ": " + action.getReasons().stream().collect(Collectors.joining(" "));
        String message = Messages.ScanConclusion_message(action.getScanId(), action.getVerdict(), reasons);
        return new ScanConclusion(worst(action, parameters), mask.apply(message), value(action));
    }

    private static GateResult worst(ScanAction action, ScanParameters parameters) {
        boolean incomplete =
                switch (action.getVerdict()) {
                    case "PASSED", "FAILED" -> false;
                    default -> true;
                };
        return action.getJudgedGates()
                .consequence(incomplete)
                .worst(
                        parameters.onThresholdMissed().asGate(),
                        parameters.onIncomplete().asGate());
    }

    private static LinkedHashMap<String, Object> value(ScanAction action) {
        LinkedHashMap<String, Object> value = new LinkedHashMap<>();
        value.put("id", action.getScanId());
        value.put("verdict", action.getVerdict());
        value.put("compliance", action.getCompliance());
        value.put("coverage", action.getCoverage());
        value.put("scanned", action.getScanned());
        value.put("chosen", action.getChosen());
        value.put("packages", action.getPackages());
        value.put("findings", action.getFindings());
        value.put("controlsFailed", action.getControlsFailed());
        value.put("overallRisk", action.getOverallRisk());
        value.put("slotsLeft", action.getSlotsLeft());
        value.put("reasons", new ArrayList<>(action.getReasons()));
        value.put(
                "gates",
                action.getGates().stream()
                        .map(gate -> gate.map(action.getUrlName()))
                        .collect(Collectors.toCollection(ArrayList::new)));
        value.put("newFindings", action.getNewFindings());
        value.put("fixedFindings", action.getFixedFindings());
        value.put("referenceBuild", action.getReferenceBuild());
        value.put("vulnerabilitiesLookedUp", action.isVulnerabilitiesLookedUp());
        value.put("url", action.getUrlName());
        return value;
    }

    String message() {
        return message;
    }

    boolean fails() {
        return worst == GateResult.FAILURE;
    }

    /** What the stage shows: a STAGE_ERROR is a failed stage of an unstable build. Null when it shows nothing. */
    Result stage() {
        return switch (worst) {
            case NOTE -> null;
            case UNSTABLE -> Result.UNSTABLE;
            case STAGE_ERROR, FAILURE -> Result.FAILURE;
        };
    }

    /** Makes the build's result no better than this one; it is never made better or worse than that. */
    void apply(Run<?, ?> run) {
        switch (worst) {
            case NOTE -> {}
            case UNSTABLE, STAGE_ERROR -> run.setResult(Result.UNSTABLE);
            case FAILURE -> run.setResult(Result.FAILURE);
        }
    }

    /** Plain maps, lists, texts and numbers, for sandboxed Groovy. */
    Map<String, Object> value() {
        return value;
    }
}
