package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.Finding;
import io.jenkins.plugins.distrolessscan.engine.model.Fingerprint;
import io.jenkins.plugins.distrolessscan.engine.model.Workload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Failed controls as things to act on: one for each file that a result names, else one for the control. A finding keeps
 * its ID while the same workload has the same fault at the same place, whatever its pods are called.
 */
public final class Findings {
    private static final int ID_BYTES = 16;

    private Findings() {}

    /** The findings of one subject in one workload, in the order of its results. */
    public static List<Finding> of(List<ControlResult> results, Workload workload) {
        return results.stream()
                .filter(result -> result.status() == ControlResult.Status.FAILED)
                .flatMap(result -> findings(result, workload))
                .toList();
    }

    private static Stream<Finding> findings(ControlResult result, Workload workload) {
        Map<String, String> seen = new LinkedHashMap<>();
        result.evidence().stream()
                .filter(fact -> !fact.location().isEmpty())
                .forEach(fact -> seen.put(fact.location(), fact.text() + "."));
        if (seen.isEmpty()) {
            seen.put("", result.message());
        }
        return seen.entrySet().stream().map(file -> finding(result, workload, file.getKey(), file.getValue()));
    }

    private static Finding finding(ControlResult result, Workload workload, String location, String seen) {
        Optional<String> remedy = Controls.of(result.id()).map(Control::remedy);
        return new Finding(
                id(result.id(), workload, location),
                result.id(),
                result.severity(),
                "Not met: " + result.title(),
                seen + remedy.map(sentence -> " " + sentence).orElse(""),
                result.subject(),
                workload.key(),
                location);
    }

    /** The same for the same rule, workload and place in every scan. */
    public static String id(String rule, Workload workload, String location) {
        return new Fingerprint()
                .add(rule, workload.namespace(), workload.owner(), workload.container(), location)
                .hex(ID_BYTES);
    }
}
