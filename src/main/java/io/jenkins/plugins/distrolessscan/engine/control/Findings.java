package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.Finding;
import io.jenkins.plugins.distrolessscan.engine.model.Target;
import io.jenkins.plugins.distrolessscan.engine.model.Workload;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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

    /** The findings of one target, in the order of its results. */
    public static List<Finding> of(List<ControlResult> results, Target target) {
        return results.stream()
                .filter(result -> result.status() == ControlResult.Status.FAILED)
                .flatMap(result -> findings(result, target))
                .toList();
    }

    private static Stream<Finding> findings(ControlResult result, Target target) {
        Map<String, String> seen = new LinkedHashMap<>();
        result.evidence().forEach(fact -> FileFact.location(fact).ifPresent(path -> seen.put(path, fact.text() + ".")));
        if (seen.isEmpty()) {
            seen.put("", result.message());
        }
        return seen.entrySet().stream().map(file -> finding(result, target, file.getKey(), file.getValue()));
    }

    private static Finding finding(ControlResult result, Target target, String location, String seen) {
        Optional<String> remedy = Controls.of(result.id()).map(Control::remedy);
        return new Finding(
                id(result.id(), target, location),
                result.id(),
                result.severity(),
                "Not met: " + result.title(),
                seen + remedy.map(sentence -> " " + sentence).orElse(""),
                target.key(),
                location);
    }

    private static String id(String rule, Target target, String location) {
        String text = String.join(
                "\u0000", rule, target.namespace(), Workload.of(target).owner(), target.container(), location);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
