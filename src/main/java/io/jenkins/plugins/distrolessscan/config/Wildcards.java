package io.jenkins.plugins.distrolessscan.config;

import hudson.Util;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A list of patterns as an administrator types it, between spaces, commas or line breaks. In a pattern {@code *} stands for
 * any characters, also for none and for a slash; everything else stands for itself.
 */
final class Wildcards {
    private final List<String> patterns;

    private Wildcards(List<String> patterns) {
        this.patterns = patterns;
    }

    /** @param text may be null or blank: no pattern, which matches nothing */
    static Wildcards of(String text) {
        return new Wildcards(ClusterDefinition.words(Util.fixNull(text)));
    }

    boolean isEmpty() {
        return patterns.isEmpty();
    }

    boolean match(String name) {
        return patterns.stream()
                .anyMatch(pattern -> expression(pattern).matcher(name).matches());
    }

    private static Pattern expression(String pattern) {
        return Pattern.compile(
                Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
                Pattern.DOTALL);
    }
}
