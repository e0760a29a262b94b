package io.jenkins.plugins.distrolessscan.engine.collect;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: a number from 1 to 99999 with s, m or h, such as {@code 90s}. */
public final class DurationText {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,4})([smh])");

    private DurationText() {}

    private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,3})([mhd])");

    /** A time between scans, with m, h or d; empty when it has another form. */
    public static Optional<Duration> span(String text) {
        Matcher form = SPAN.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(form.group(1));
        return Optional.of(
                switch (form.group(2)) {
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                });
    }

    /** Empty when it has another form. */
    public static Optional<Duration> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(form.group(1));
        return Optional.of(
                switch (form.group(2)) {
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    default -> Duration.ofHours(number);
                });
    }
}
