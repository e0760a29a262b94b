package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import java.time.Duration;
import java.util.List;

/** Turns values into words of a sentence. Whatever a target could have chosen is made plain and short on the way. */
final class FactWords {
    /** Names that a sentence lists before it counts. */
    static final int NAMES = 5;

    private static final int LONGEST = 160;
    private static final int SENTENCE = 500;

    private FactWords() {}

    /** One line without control or formatting characters, at most {@value #LONGEST} characters: a name, a word. */
    static String plain(String text) {
        return plain(text, LONGEST);
    }

    /** The same with room for {@value #SENTENCE} characters and a full stop at the end. */
    static String sentence(String text) {
        String plain = plain(text, SENTENCE);
        return plain.endsWith(".") ? plain : plain + ".";
    }

    private static String plain(String text, int longest) {
        return PlainText.bounded(text, longest, c -> "?");
    }

    /** At most {@value #NAMES} names, then a count. */
    static String list(List<String> names) {
        String shown = String.join(
                ", ", names.stream().limit(NAMES).map(FactWords::plain).toList());
        return names.size() > NAMES ? shown + " and " + (names.size() - NAMES) + " more" : shown;
    }

    /** A number with its noun: {@code 1 target}, {@code 3 targets}. */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** A duration in its two largest units: {@code 42 s}, {@code 15 min}, {@code 9 d 3 h}. */
    static String time(Duration duration) {
        if (duration.isNegative()) {
            return "0 s";
        }
        if (duration.toDays() > 0) {
            return two(duration.toDays(), "d", duration.toHoursPart(), "h");
        }
        if (duration.toHours() > 0) {
            return two(duration.toHours(), "h", duration.toMinutesPart(), "min");
        }
        return duration.toMinutes() > 0
                ? two(duration.toMinutes(), "min", duration.toSecondsPart(), "s")
                : duration.toSeconds() + " s";
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
