package io.jenkins.plugins.distrolessscan.engine.inventory;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What {@code os-release} says the distribution is: namespace and qualifier of its packages' URLs. */
record OsRelease(String id, String version) {
    static OsRelease of(Evidence evidence) {
        String text = evidence.file("etc/os-release")
                .or(() -> evidence.file("usr/lib/os-release"))
                .map(Evidence.Content::text)
                .orElse("");
        Map<String, String> values = new HashMap<>();
        text.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.putIfAbsent(
                        line.substring(0, equals).strip(),
                        unquoted(line.substring(equals + 1).strip()));
            }
        });
        return new OsRelease(word(values.getOrDefault("ID", "")), word(values.getOrDefault("VERSION_ID", "")));
    }

    /** Such as {@code debian-12}, empty when not known. */
    String distro() {
        return id.isEmpty() ? "" : version.isEmpty() ? id : id + "-" + version;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static String word(String value) {
        return value.matches("[A-Za-z0-9._-]{1,64}") ? value.toLowerCase(Locale.ROOT) : "";
    }
}
