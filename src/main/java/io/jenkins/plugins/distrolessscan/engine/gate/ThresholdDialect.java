package io.jenkins.plugins.distrolessscan.engine.gate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Shapes of threshold files that are described in places and that MITRE's tool does not know: it finds no key of its own in
 * them and passes everything. Each is refused with what to write.
 */
final class ThresholdDialect {
    private static final Set<String> ENVIRONMENTS = Set.of(
            "base", "default", "defaults", "development", "dev", "staging", "production", "prod", "test", "strict");
    private static final Set<String> SECTIONS =
            Set.of("global", "categories", "impact", "controls", "control_groups", "thresholds", "severity");
    private static final Set<String> EXCEPTIONS = Set.of("except", "exception", "exceptions", "waivers");

    private ThresholdDialect() {}

    /** What to write for a text that is no file at all. */
    static Optional<String> ofText(String text) {
        String plain = text.strip();
        if (plain.matches("[0-9]+([.][0-9]+)?\\s*%?")) {
            return Optional.of("is a bare number; write compliance.min: " + plain.replaceAll("\\s*%", ""));
        }
        if (plain.matches("(?s)(saf\\s|-{1,2}[a-zA-Z]).*") && !plain.startsWith("---")) {
            return Optional.of(
                    "holds options of a command; write the thresholds themselves, such as compliance.min: 70");
        }
        return Optional.empty();
    }

    /** What to write for a key at the top of a file. */
    static Optional<String> ofTop(String key, Object value) {
        if (key.equals("<<") || ENVIRONMENTS.contains(key)) {
            return Optional.of("has blocks for several environments (" + key
                    + "); give a file for each, with passed, failed, skipped, error, no_impact and compliance at its top,"
                    + " or name a preset");
        }
        if (EXCEPTIONS.contains(key)) {
            return Optional.of("has " + key + ", which a threshold file does not know; write waivers for it");
        }
        if (SECTIONS.contains(key)) {
            return Optional.of("has a section " + key
                    + ", which a threshold file does not know; write lines such as failed.high.max: 0");
        }
        if (List.of("critical", "high", "medium", "low").contains(key)) {
            return Optional.of("has " + key + " at its top; say of which status, such as failed." + key + ".max: 0");
        }
        if (key.equals("compliance") && value instanceof Number number) {
            return Optional.of("has compliance without min or max; write compliance.min: " + number);
        }
        if (key.equals("compliance") && value instanceof Map<?, ?> map) {
            for (Object name : map.keySet()) {
                if (name.equals("overall")) {
                    return Optional.of("has compliance.overall; write compliance.min");
                }
                if (List.of("passed", "failed", "skipped", "error", "no_impact").contains(name)) {
                    return Optional.of("has compliance." + name + "; write " + name + " at the top of the file");
                }
            }
        }
        if (key.startsWith("compliance.overall")) {
            return Optional.of("has compliance.overall; write compliance.min");
        }
        if (key.startsWith("compliance.failed") || key.startsWith("compliance.passed")) {
            return Optional.of("has " + key + "; leave out compliance.");
        }
        return Optional.empty();
    }
}
