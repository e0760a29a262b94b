package io.jenkins.plugins.distrolessscan.engine.report;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes hostile text into GitHub-flavoured Markdown so that it stays text: no markup, HTML, table cell, link, image,
 * mention, issue reference, emoji or formula comes of it. The text is one line already ({@link PageText}).
 */
final class MarkdownText {
    private static final String PUNCTUATION = "\\`*_[]<>|~!$&";

    /** Words that a reader of Markdown turns into a link by itself, whatever is escaped in them, except in a code span. */
    private static final Pattern LINKED = Pattern.compile("(?i).*(@|#\\d|:[^\\d\\s]|www\\.|\\bgh-\\d).*");

    /** Punctuation of the sentence around a word, not of the name that the word is. */
    private static final Pattern END_OF_WORD = Pattern.compile("(?<=.)[.,;]+$");

    /** What begins a list at the start of a line. */
    private static final Pattern LIST = Pattern.compile("^( *)(?:(\\d+)([.)])|([-+=#]))");

    private MarkdownText() {}

    /** Running text. */
    static String text(String text) {
        String words = Arrays.stream(text.split(" ", -1))
                .map(word -> LINKED.matcher(word).matches() ? literal(word) : escaped(word))
                .collect(Collectors.joining(" "));
        return LIST.matcher(words).replaceFirst("$1$2\\\\$3$4");
    }

    /** A literal, in code spans around its pipes: tables are cut into cells before spans are read. */
    static String code(String text) {
        return Arrays.stream(text.split("\\|", -1)).map(MarkdownText::span).collect(Collectors.joining("\\|"));
    }

    /** Text in an HTML element, such as a summary, where Markdown is not read. */
    static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String literal(String word) {
        Matcher end = END_OF_WORD.matcher(word);
        return end.find() ? code(word.substring(0, end.start())) + end.group() : code(word);
    }

    private static String escaped(String word) {
        StringBuilder out = new StringBuilder(word.length() + 8);
        for (int i = 0; i < word.length(); i++) {
            if (PUNCTUATION.indexOf(word.charAt(i)) >= 0) {
                out.append('\\');
            }
            out.append(word.charAt(i));
        }
        return out.toString();
    }

    /** A span loses a space at both its ends, so those are put around it. */
    private static String span(String part) {
        String text = part.strip();
        if (text.isEmpty()) {
            return part;
        }
        String before = part.startsWith(" ") ? " " : "";
        String after = part.endsWith(" ") ? " " : "";
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        String fence = "`".repeat(longest + 1);
        String pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
        return before + fence + pad + text + pad + fence + after;
    }
}
