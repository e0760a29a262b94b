package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.function.IntFunction;

/** Text from a cluster or a target made fit to be shown: names and messages may hold escape sequences, or be endless. */
public final class PlainText {
    private static final int LONGEST = 4000;
    private static final int LONGEST_LINK = 500;

    private PlainText() {}

    /** One line for a terminal or a log; line breaks become spaces. */
    public static String line(String text) {
        return bounded(text, LONGEST, c -> c == '\n' ? " " : "\uFFFD");
    }

    /** The same, but line breaks stay: for sentences that carry a manifest to apply. */
    public static String lines(String text) {
        return bounded(text, LONGEST, c -> c == '\n' ? "\n" : "\uFFFD");
    }

    /**
     * The beginning of a text, with something else for every character that is not plain.
     *
     * @param most code points to keep; a longer text ends with an ellipsis
     * @param instead what stands for a code point that is not plain
     */
    public static String bounded(String text, int most, IntFunction<String> instead) {
        StringBuilder plain = new StringBuilder(Math.min(text.length(), most) + 1);
        int at = 0;
        for (int kept = 0; at < text.length() && kept < most; kept++) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (isPlain(c)) {
                plain.appendCodePoint(c);
            } else {
                plain.append(instead.apply(c));
            }
        }
        return at < text.length() ? plain.append('…').toString() : plain.toString();
    }

    /**
     * Whether a character neither moves, hides nor reorders its neighbours, as control characters, bidirectional
     * overrides, zero widths, line separators and lone surrogates do, and means the same everywhere.
     */
    public static boolean isPlain(int codePoint) {
        if (codePoint >= ' ' && codePoint < 0x7f) {
            return true;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    /** Whether a text is a link that may be written as one: http or https, and no character that an address does not have. */
    public static boolean isLink(String text) {
        return text.length() <= LONGEST_LINK
                && (text.startsWith("https://") || text.startsWith("http://"))
                && text.chars().allMatch(c -> c > ' ' && c < 127 && "\"<>\\^`{|}[]".indexOf(c) < 0);
    }
}
