package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.WaiverUse.Origin;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A file of waivers:
 *
 * <pre>
 * waivers:
 *   - id: CVE-2026-12345
 *     target: shop/&#42;/checkout
 *     reason: the parser is never given foreign input
 *     approver: jane@example.org
 *     expires: 2026-12-31
 * </pre>
 *
 * Everything but {@code target} is needed: what nobody approved or what never ends is no waiver.
 */
public final class WaiverFile {
    private static final int MOST_WAIVERS = 1000;
    private static final int LONGEST = 500;
    private static final int MOST_STARS = 4;
    private static final Set<String> KEYS = Set.of("id", "target", "reason", "approver", "expires");
    private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9*][A-Za-z0-9._:/@*-]{0,252}");

    /** How far a scan came is no finding, and nobody can accept that something was not looked at. */
    private static final Set<String> NO_FINDING =
            Set.of("INCOMPLETE", "TAMPERED", "NOT_READABLE", "NOT_STARTED", "COMPLETE", "COMPLETENESS", "COVERAGE");

    private final String name;
    private final Origin origin;

    private WaiverFile(String name, Origin origin) {
        this.name = name;
        this.origin = origin;
    }

    /**
     * @param text the file's text
     * @param name what it is, as the first words of a sentence, such as {@code The waiver file ci/waivers.yml}
     * @param origin whose it is
     * @throws ScanException CONFIGURATION with what is wrong and what to write
     */
    public static List<Waiver> read(String text, String name, Origin origin) throws ScanException {
        return new WaiverFile(name, origin).waivers(YamlText.read(text, name));
    }

    private List<Waiver> waivers(Object root) throws ScanException {
        Object list = root;
        if (root instanceof Map<?, ?> map) {
            if (!map.keySet().equals(Set.of("waivers"))) {
                throw wrong("has at its top a list named waivers and nothing else");
            }
            list = map.get("waivers");
        }
        if (!(list instanceof List<?> entries) || entries.size() > MOST_WAIVERS) {
            throw wrong("holds a list of at most " + MOST_WAIVERS + " waivers");
        }
        List<Waiver> waivers = new ArrayList<>();
        for (Object entry : entries) {
            if (!(entry instanceof Map<?, ?> map)) {
                throw wrong("has, as waiver " + (waivers.size() + 1)
                        + ", something that is no mapping of id, target, reason, approver and expires");
            }
            waivers.add(new Entry(map, waivers.size() + 1).waiver());
        }
        return waivers;
    }

    private ScanException wrong(String what) {
        return new ScanException(ScanException.Kind.CONFIGURATION, name + " " + what + ".");
    }

    /** One waiver of the list, counted from 1. */
    private final class Entry {
        private final Map<?, ?> given;
        private final int number;

        Entry(Map<?, ?> given, int number) {
            this.given = given;
            this.number = number;
        }

        Waiver waiver() throws ScanException {
            for (Object key : given.keySet()) {
                if (!KEYS.contains(String.valueOf(key))) {
                    throw wrong(at() + "has an unknown key " + PlainText.bounded(String.valueOf(key), 100, c -> "?")
                            + "; known are id, target, reason, approver, expires");
                }
            }
            String id = pattern("id", text("id"));
            if (NO_FINDING.contains(id.toUpperCase(Locale.ROOT))) {
                throw wrong(at() + "names " + id + ", which is no finding: what was not looked at cannot be accepted");
            }
            if (id.replace("*", "").length() < 3) {
                throw wrong(at() + "has an id that would accept nearly everything; name a control or a vulnerability");
            }
            String target = given.get("target") == null ? "*" : pattern("target", text("target"));
            return new Waiver(id, target, text("reason"), text("approver"), expires(), origin);
        }

        private String text(String key) throws ScanException {
            Object value = given.get(key);
            if (!(value instanceof String) && !(value instanceof Number)
                    || value.toString().isBlank()) {
                throw wrong(at() + "has no " + key + "; each needs id, reason, approver and expires");
            }
            if (value.toString().length() > LONGEST) {
                throw wrong(at() + "has a " + key + " of more than " + LONGEST + " characters");
            }
            return PlainText.line(value.toString().strip());
        }

        private String pattern(String key, String text) throws ScanException {
            if (!PATTERN.matcher(text).matches()
                    || text.chars().filter(c -> c == '*').count() > MOST_STARS) {
                throw wrong(at() + "has a " + key + " that is no name and no pattern with at most " + MOST_STARS
                        + " stars");
            }
            return text;
        }

        private LocalDate expires() throws ScanException {
            try {
                return LocalDate.parse(text("expires"));
            } catch (DateTimeParseException e) {
                throw wrong(at() + "has an expires that is no day such as 2026-12-31");
            }
        }

        private String at() {
            return "has waiver " + number + " that ";
        }
    }
}
