package io.jenkins.plugins.distrolessscan.engine.inventory;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A text of lines with a name and a value; the first of a name counts, and case means nothing in a name. */
record NamedLines(Map<String, String> values) {
    /** @param divider what stands behind a name */
    static NamedLines of(String text, char divider) {
        Map<String, String> values = new HashMap<>();
        for (String line : new TextLines(text)) {
            int end = line.indexOf(divider);
            if (end > 0) {
                values.putIfAbsent(
                        line.substring(0, end).strip().toLowerCase(Locale.ROOT),
                        line.substring(end + 1).strip());
            }
        }
        return new NamedLines(values);
    }

    /** The value, without quotes around it; empty if there is none. */
    String get(String name) {
        String value = values.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        boolean quoted = value.length() > 1
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
