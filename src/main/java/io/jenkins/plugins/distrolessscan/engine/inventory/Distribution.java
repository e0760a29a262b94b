package io.jenkins.plugins.distrolessscan.engine.inventory;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryCoverage.OperatingSystem;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The distribution that a target says it is: {@code os-release}, and where that names none, Debian's and Alpine's own
 * version files.
 *
 * @param id such as {@code debian}; empty when nothing names one
 * @param version such as {@code 12}; empty when there is none, as in Debian's testing and unstable
 * @param codename such as {@code bookworm}; empty if none
 * @param name in words, such as {@code Debian GNU/Linux}; empty if none
 */
record Distribution(String id, String version, String codename, String name) {
    static final Distribution UNKNOWN = new Distribution("", "", "", "");

    private static final String DEBIAN_VERSION = "etc/debian_version";
    private static final String ALPINE_RELEASE = "etc/alpine-release";
    private static final Pattern DEBIAN = Pattern.compile("(?:([0-9]+)(?:\\.[0-9]+)*|([a-z]+)(?:/sid)?)\\s*");
    private static final Pattern ALPINE = Pattern.compile("([0-9]+\\.[0-9]+[0-9A-Za-z._]*)\\s*");
    private static final int LONGEST_NAME = 128;

    static Distribution of(Evidence evidence) {
        return List.of("etc/os-release", "usr/lib/os-release").stream()
                .map(path -> named(text(evidence, path)))
                .filter(found -> !found.id().isEmpty())
                .findFirst()
                .map(found -> found.id().equals("debian") ? found.orElse(debian(evidence)) : found)
                .or(() -> Optional.of(debian(evidence))
                        .filter(found -> !found.id().isEmpty()))
                .orElseGet(() -> alpine(evidence));
    }

    OperatingSystem system() {
        return new OperatingSystem(id, version, codename, name);
    }

    /** Such as {@code debian-12} or {@code debian-forky}, empty when not known. */
    String distro() {
        String release = version.isEmpty() ? codename : version;
        return id.isEmpty() || release.isEmpty() ? id : id + "-" + release;
    }

    /** The part of the version before the second dot: 3.19 of 3.19.1. */
    String minor() {
        Matcher minor = Pattern.compile("([0-9]+\\.[0-9]+).*").matcher(version);
        return minor.matches() ? minor.group(1) : version;
    }

    /** The part of the version before the first dot. */
    String major() {
        int dot = version.indexOf('.');
        return dot < 0 ? version : version.substring(0, dot);
    }

    private Distribution orElse(Distribution other) {
        boolean told = !version.isEmpty() || !codename.isEmpty();
        return told ? this : new Distribution(id, other.version(), other.codename(), name);
    }

    private static Distribution named(String text) {
        Map<String, String> values = new HashMap<>();
        for (String line : new TextLines(text)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.putIfAbsent(
                        line.substring(0, equals).strip(),
                        unquoted(line.substring(equals + 1).strip()));
            }
        }
        String name = values.getOrDefault("NAME", "");
        return new Distribution(
                word(values.getOrDefault("ID", "")),
                word(values.getOrDefault("VERSION_ID", "")),
                word(values.getOrDefault("VERSION_CODENAME", "")),
                name.substring(0, Math.min(name.length(), LONGEST_NAME)));
    }

    private static Distribution debian(Evidence evidence) {
        Matcher release = DEBIAN.matcher(text(evidence, DEBIAN_VERSION));
        if (!release.matches()) {
            return UNKNOWN;
        }
        return new Distribution(
                "debian",
                Optional.ofNullable(release.group(1)).orElse(""),
                Optional.ofNullable(release.group(2)).orElse(""),
                "Debian");
    }

    private static Distribution alpine(Evidence evidence) {
        Matcher release = ALPINE.matcher(text(evidence, ALPINE_RELEASE));
        return release.matches() ? new Distribution("alpine", word(release.group(1)), "", "Alpine Linux") : UNKNOWN;
    }

    private static String text(Evidence evidence, String path) {
        return evidence.file(path).map(Evidence.Content::text).orElse("");
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
