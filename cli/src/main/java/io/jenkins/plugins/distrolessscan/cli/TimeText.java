package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.collect.DurationText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.time.Duration;

/** Durations on the command line: a number with s, m or h. */
final class TimeText {
    private TimeText() {}

    static Duration parse(String text, String option) throws ScanException {
        return DurationText.parse(text)
                .orElseThrow(() -> new ScanException(
                        ScanException.Kind.CONFIGURATION, option + " is a number with s, m or h, such as 90s or 10m."));
    }
}
