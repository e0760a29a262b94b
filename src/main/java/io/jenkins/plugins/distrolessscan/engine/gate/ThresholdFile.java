package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Bound;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A threshold file as MITRE SAF reads it: nested or flattened, YAML, JSON or inline. Strict where SAF is not: what SAF would
 * ignore is refused, since a line that is ignored passes everything. A list {@code qualityGates} may stand beside the
 * thresholds; SAF ignores it.
 *
 * @param thresholds each line
 * @param gates the quality gates
 */
public record ThresholdFile(List<Threshold> thresholds, List<QualityGate> gates) {
    private static final List<String> STATUSES = List.of("passed", "failed", "skipped", "no_impact", "error");
    private static final Set<String> SEVERITIES = Set.of("critical", "high", "medium", "low");
    private static final String GATES = "qualityGates";
    private static final int MOST_GATES = 100;

    /** One of {@code {compliance.min: 80}, {failed.total.max: 2}}: the inline form of SAF's option -I. Never goes back. */
    private static final Pattern INLINE_ITEM =
            Pattern.compile("\\G\\s*+\\{\\s*+([a-z_.]++)\\s*+:([^{},:]*+)}\\s*+(,|\\z)");

    private static final Pattern ID = Pattern.compile("[^\\p{C}\\s][^\\p{C}]{0,99}");

    public ThresholdFile {
        thresholds = List.copyOf(thresholds);
        gates = List.copyOf(gates);
    }

    /**
     * @param text the file's text
     * @param name what it is, as the first words of a sentence, such as {@code The threshold file ci/thresholds.yml}
     * @throws ScanException CONFIGURATION with what is wrong and what to write
     */
    public static ThresholdFile read(String text, String name) throws ScanException {
        YamlText.checkSize(text, name);
        Optional<String> dialect = ThresholdDialect.ofText(text);
        if (dialect.isPresent()) {
            throw wrong(name, dialect.get());
        }
        Optional<Map<String, Object>> inline = inline(text, name);
        Object root = inline.isPresent() ? inline.get() : YamlText.read(text, name);
        if (!(root instanceof Map<?, ?> map)) {
            throw wrong(name, "holds no thresholds; write lines such as compliance.min: 70");
        }
        Reading reading = new Reading(name);
        List<QualityGate> gates = new ArrayList<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String key = String.valueOf(entry.getKey());
            if (key.equals(GATES)) {
                gates.addAll(gates(entry.getValue(), name));
                continue;
            }
            Optional<String> hint = ThresholdDialect.ofTop(key, entry.getValue());
            if (hint.isPresent()) {
                throw wrong(name, hint.get());
            }
            reading.read(key, entry.getValue());
        }
        if (reading.thresholds.isEmpty() && gates.isEmpty()) {
            throw wrong(name, "holds no thresholds; write lines such as compliance.min: 70");
        }
        reading.checkRanges();
        return new ThresholdFile(reading.thresholds, gates);
    }

    /** Empty when it is not of the inline form from its beginning to its end. */
    private static Optional<Map<String, Object>> inline(String text, String name) throws ScanException {
        Map<String, Object> lines = new LinkedHashMap<>();
        String twice = null;
        Matcher item = INLINE_ITEM.matcher(text);
        boolean more = true;
        while (more && item.find()) {
            String given = item.group(2).strip();
            Object value = given.matches("[0-9]{1,9}") ? Long.valueOf(given) : given;
            if (lines.put(item.group(1), value) != null) {
                twice = item.group(1);
            }
            more = item.group(3).equals(",");
        }
        if (lines.isEmpty() || more || item.end() < text.length()) {
            return Optional.empty();
        }
        if (twice != null) {
            throw wrong(name, "has " + twice + " twice");
        }
        return Optional.of(lines);
    }

    private static List<QualityGate> gates(Object value, String name) throws ScanException {
        if (!(value instanceof List<?> list) || list.size() > MOST_GATES) {
            throw wrong(name, "has qualityGates that are no list of at most " + MOST_GATES + " gates");
        }
        List<QualityGate> gates = new ArrayList<>();
        for (Object gate : list) {
            if (!(gate instanceof Map<?, ?> map)) {
                throw wrong(
                        name, "has a quality gate that is no mapping, such as {type: NEW, severity: HIGH, limit: 1}");
            }
            Map<String, Object> names = new LinkedHashMap<>();
            map.forEach((key, given) -> names.put(String.valueOf(key), given));
            gates.add(QualityGateReader.read(names));
        }
        return gates;
    }

    private static ScanException wrong(String name, String what) {
        return new ScanException(ScanException.Kind.CONFIGURATION, name + " " + what + ".");
    }

    /** Walks the keys: {@code compliance.min}, {@code failed.total}, {@code failed.total.max}, {@code failed.high.controls}. */
    private static final class Reading {
        private final List<Threshold> thresholds = new ArrayList<>();
        private final String name;

        Reading(String name) {
            this.name = name;
        }

        void read(String path, Object value) throws ScanException {
            if (value instanceof Map<?, ?> map && path.split("\\.").length < 3) {
                if (map.isEmpty()) {
                    throw wrong(name, "has nothing under " + shown(path));
                }
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    read(path + "." + entry.getKey(), entry.getValue());
                }
                return;
            }
            String[] keys = path.split("\\.", -1);
            if (keys.length == 2 && keys[0].equals("compliance")) {
                add(path, "compliance", bound(keys[1], path), number(path, value, 100), List.of());
            } else if (keys.length >= 2 && keys.length <= 3 && known(keys[0], keys[1])) {
                status(keys, path, value);
            } else {
                throw unknown(path);
            }
        }

        private void status(String[] keys, String path, Object value) throws ScanException {
            String of = keys[0] + "." + keys[1];
            boolean total = keys[1].equals("total");
            if (keys.length == 2) {
                if (!total) {
                    throw wrong(name, "has " + path + " without min, max or controls; write " + path + ".max");
                }
                add(path, of, Bound.EXACT, number(path, value, Integer.MAX_VALUE), List.of());
            } else if (keys[2].equals("controls") && !total) {
                List<String> ids = ids(path, value);
                add(path, of, Bound.CONTROLS, ids.size(), ids);
            } else {
                add(path, of, bound(keys[2], path), number(path, value, Integer.MAX_VALUE), List.of());
            }
        }

        private static boolean known(String status, String of) {
            return STATUSES.contains(status)
                    && (of.equals("total")
                            || SEVERITIES.contains(of)
                            || of.equals("none") && status.equals("no_impact"));
        }

        private Bound bound(String key, String path) throws ScanException {
            return switch (key) {
                case "min" -> Bound.MIN;
                case "max" -> Bound.MAX;
                default -> throw unknown(path);
            };
        }

        private long number(String path, Object value, long most) throws ScanException {
            boolean whole = value instanceof Integer || value instanceof Long;
            if (!whole || ((Number) value).longValue() < 0 || ((Number) value).longValue() > most) {
                throw wrong(name, "has " + path + " that is no whole number from 0 " + (most == 100 ? "to 100" : "on"));
            }
            return ((Number) value).longValue();
        }

        private List<String> ids(String path, Object value) throws ScanException {
            if (!(value instanceof List<?> list)
                    || list.stream()
                            .anyMatch(id -> !(id instanceof String text)
                                    || !ID.matcher(text).matches())) {
                throw wrong(name, "has " + path + " that is no list of control ids");
            }
            List<String> ids = list.stream().map(String.class::cast).toList();
            if (ids.stream().distinct().count() != ids.size()) {
                throw wrong(name, "names a control twice in " + path);
            }
            return ids;
        }

        private void add(String path, String of, Bound bound, long limit, List<String> controls) throws ScanException {
            Threshold threshold = new Threshold(of, bound, limit, controls);
            if (thresholds.stream().anyMatch(threshold::sameField)) {
                throw wrong(name, "has " + path + " twice, nested and flattened");
            }
            thresholds.add(threshold);
        }

        void checkRanges() throws ScanException {
            for (Threshold min : thresholds) {
                for (Threshold max : thresholds) {
                    if (min.bound() == Bound.MIN
                            && max.bound() == Bound.MAX
                            && min.path().equals(max.path())
                            && min.limit() > max.limit()) {
                        throw wrong(name, "has " + min.path() + ".min above its max: no scan can reach that");
                    }
                }
            }
        }

        private ScanException unknown(String path) {
            return wrong(
                    name,
                    "has an unknown key " + shown(path) + "; known are compliance.min and .max, and "
                            + String.join(", ", STATUSES)
                            + " with total, critical, high, medium or low (no_impact also none), each with min, max or"
                            + " controls");
        }

        private static String shown(String path) {
            return PlainText.bounded(path, 100, c -> "?");
        }
    }
}
