package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Makes a text that came from a target fit to be looked at: one line, bounded, and without a character that moves,
 * hides or reorders its neighbours. Such a character is written as {@code \}{@code u{202E}} so that a reader sees it.
 * It does not escape for any format; each writer does that after it.
 */
final class PageText {
    /** Longest text that a page prints, in characters. */
    static final int SENTENCE = 500;

    /** Longest piece of JSON or YAML that a page prints, in characters. */
    static final int CODE = 2_000;

    /** Longest name, path or identifier that a page prints, in characters. */
    static final int NAME = 200;

    /** Names of one kind that a line holds. */
    private static final int NAMES = 3;

    private PageText() {}

    /** A sentence of at most {@value #SENTENCE} characters. */
    static String sentence(String text) {
        return of(text, SENTENCE);
    }

    /** Names, the first {@value #NAMES} of them, then how many more there are. */
    static String names(List<String> names) {
        String first = names.stream().limit(NAMES).map(PageText::name).collect(Collectors.joining(", "));
        return names.size() > NAMES ? first + " and " + (names.size() - NAMES) + " more" : first;
    }

    /** A name of at most {@value #NAME} characters. */
    static String name(String text) {
        return of(text, NAME);
    }

    /**
     * @param most characters to keep; a longer text ends with its true length
     */
    static String of(String text, int most) {
        StringBuilder plain = new StringBuilder(Math.min(text.length(), most) + 16);
        int kept = 0;
        boolean space = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                space = !plain.isEmpty();
                continue;
            }
            if (++kept > most) {
                return plain + String.format(Locale.ROOT, "\u2026 (%,d characters)", text.length());
            }
            if (space) {
                plain.append(' ');
                space = false;
                kept++;
            }
            append(plain, c);
        }
        return plain.toString();
    }

    private static void append(StringBuilder plain, int c) {
        if (!PlainText.isPlain(c)) {
            plain.append(String.format(Locale.ROOT, "\\u{%X}", c));
        } else if (Character.getType(c) == Character.SPACE_SEPARATOR) {
            plain.append(' ');
        } else {
            plain.appendCodePoint(c);
        }
    }
}
