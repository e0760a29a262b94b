package io.jenkins.plugins.distrolessscan.engine.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/**
 * Writes HTML so that no text becomes markup: names of elements and attributes are words of the program, and every text
 * and attribute value is escaped. Elements are closed in the order in which they were opened.
 */
final class Html {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

    private final TextOut out;
    private final Deque<String> open = new ArrayDeque<>();

    private Html(TextOut out) {
        this.out = out;
    }

    /** A page of its own. */
    static Html document(TextOut out) {
        out.append("<!DOCTYPE html>\n");
        return new Html(out);
    }

    /** A part of a page. */
    static Html fragment(TextOut out) {
        return new Html(out);
    }

    /**
     * Opens an element.
     *
     * @param attributes names and values in turn
     */
    Html open(String element, String... attributes) {
        empty(element, attributes);
        open.push(element);
        return this;
    }

    /** Writes an element that has no content and no end. */
    Html empty(String element, String... attributes) {
        out.append('<').append(name(element));
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(name(attributes[i])).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        out.append('>');
        return this;
    }

    /** Closes the element that was opened last. */
    Html close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element with nothing but text in it. */
    Html leaf(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    Html text(String text) {
        escape(text);
        return this;
    }

    /** A line feed, for those who read the source; only where white space means nothing. */
    Html line() {
        out.append('\n');
        return this;
    }

    /** A style sheet of the program's own. */
    Html style(String css) {
        if (css.contains("<")) {
            throw new IllegalArgumentException("a style sheet with <");
        }
        out.append("<style>").append(css).append("</style>");
        return this;
    }

    /** Ends the page. */
    void end() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("still open: " + open);
        }
    }

    private static String name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("no name: " + name);
        }
        return name;
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }
}
