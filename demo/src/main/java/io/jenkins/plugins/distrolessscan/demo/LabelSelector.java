package io.jenkins.plugins.distrolessscan.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A label selector: {@code a=b}, {@code a!=b}, {@code a in (b, c)}, {@code a notin (b)}, {@code a}, {@code !a}. */
final class LabelSelector {
    private static final String KEY = "(?:[A-Za-z0-9.-]{1,253}/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62})";
    private static final Pattern EQUALITY =
            Pattern.compile("(" + KEY + ")\\s*(==|=|!=)\\s*([A-Za-z0-9]?[A-Za-z0-9._-]{0,62})");
    private static final Pattern SET =
            Pattern.compile("(" + KEY + ")\\s+(in|notin)\\s*\\(([A-Za-z0-9._ ,-]{1,1000})\\)");
    private static final Pattern EXISTS = Pattern.compile("(!?)\\s*(" + KEY + ")");

    private final List<Predicate<Map<String, String>>> requirements = new ArrayList<>();

    /** @throws Refused 400 for what is no selector */
    LabelSelector(String text) throws Refused {
        // A comma within parentheses divides values, elsewhere requirements.
        for (String requirement : text.isBlank() ? new String[0] : text.split(",(?![^()]*\\))")) {
            requirements.add(parse(requirement.strip()));
        }
    }

    boolean matches(Map<String, String> labels) {
        return requirements.stream().allMatch(requirement -> requirement.test(labels));
    }

    private static Predicate<Map<String, String>> parse(String text) throws Refused {
        Matcher equality = EQUALITY.matcher(text);
        if (equality.matches()) {
            boolean equal = !equality.group(2).equals("!=");
            String key = equality.group(1);
            String value = equality.group(3);
            return labels -> value.equals(labels.get(key)) == equal;
        }
        Matcher set = SET.matcher(text);
        if (set.matches()) {
            boolean in = set.group(2).equals("in");
            String key = set.group(1);
            Set<String> values = Set.copyOf(List.of(set.group(3).strip().split("\\s*,\\s*")));
            return labels -> values.contains(labels.getOrDefault(key, "")) == in;
        }
        Matcher exists = EXISTS.matcher(text);
        if (exists.matches()) {
            boolean wanted = exists.group(1).isEmpty();
            return labels -> labels.containsKey(exists.group(2)) == wanted;
        }
        throw Refused.badRequest("unable to parse requirement: found '" + text.replaceAll("[^ -~]", "?")
                + "', expected: in, notin, =, ==, !=, or an identifier");
    }
}
