package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations on the command line: a number with s, m or h. */
final class TimeText {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,4})([smh])");

    private TimeText() {}

    static Duration parse(String text, String option) throws ScanException {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new ScanException(
                    ScanException.Kind.CONFIGURATION, option + " is a number with s, m or h, such as 90s or 10m.");
        }
        long number = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }
}
