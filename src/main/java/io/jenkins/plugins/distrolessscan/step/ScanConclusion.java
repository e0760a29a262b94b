package io.jenkins.plugins.distrolessscan.step;

import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.distrolessscan.result.ScanAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What a finished scan means for the build: its result, the sentence that explains it, and the step's value. */
final class ScanConclusion {
    private final Result result;
    private final String message;
    private final LinkedHashMap<String, Object> value;

    private ScanConclusion(Result result, String message, LinkedHashMap<String, Object> value) {
        this.result = result;
        this.message = message;
        this.value = value;
    }

    /** @param mask hides secrets; the sentence goes to the build log and to the stage's warning */
    static ScanConclusion of(ScanAction action, ScanParameters parameters, UnaryOperator<String> mask) {
        Result result =
                switch (action.getVerdict()) {
                    case "PASSED" -> Result.SUCCESS;
                    case "FAILED" -> parameters.onThresholdMissed().result();
                    default -> parameters.onIncomplete().result();
                };
        String reason =
                action.getReasons().isEmpty() ? "" : ": " + action.getReasons().get(0);
        String message = Messages.ScanConclusion_message(action.getScanId(), action.getVerdict(), reason);
        return new ScanConclusion(result, mask.apply(message), value(action));
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
        value.put("reasons", new ArrayList<>(action.getReasons()));
        value.put("url", action.getUrlName());
        return value;
    }

    Result result() {
        return result;
    }

    String message() {
        return message;
    }

    boolean fails() {
        return result == Result.FAILURE;
    }

    /** Makes the build's result no better than this one; it is never made better or worse than that. */
    void apply(Run<?, ?> run) {
        if (result != Result.SUCCESS) {
            run.setResult(result);
        }
    }

    /** Plain maps, lists, texts and numbers, for sandboxed Groovy. */
    Map<String, Object> value() {
        return value;
    }
}
