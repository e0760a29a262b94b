package io.jenkins.plugins.distrolessscan.engine.inventory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Debian's control format: paragraphs of {@code Field: value} lines; continuation lines begin with a blank.
 *
 * @param paragraphs those that have one of the fields that are read, each by field name
 * @param understood whether every line is a field, a continuation or blank: else it is another file, or a damaged one
 */
record ControlParagraphs(List<Map<String, String>> paragraphs, boolean understood) {
    /** The fields that are read; others are not kept, so that a hostile file cannot become many objects. */
    private static final Set<String> FIELDS = Set.of(
            "package", "status", "version", "architecture", "source", "maintainer", "origin", "vendor", "essential");

    private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_+.-]*");
    private static final int LONGEST_NAME = 64;
    private static final char BYTE_ORDER_MARK = '\ufeff';

    /**
     * Reads a file. Field names are lower case in the result: as for dpkg, case means nothing in them, and blanks may stand
     * before the colon.
     */
    static ControlParagraphs of(String file) {
        boolean marked = !file.isEmpty() && file.charAt(0) == BYTE_ORDER_MARK;
        List<Map<String, String>> paragraphs = new ArrayList<>();
        Map<String, String> paragraph = new HashMap<>();
        boolean understood = true;
        for (String line : new TextLines(marked ? file.substring(1) : file)) {
            if (line.isBlank()) {
                if (!paragraph.isEmpty()) {
                    paragraphs.add(paragraph);
                    paragraph = new HashMap<>();
                }
            } else if (line.charAt(0) != ' ' && line.charAt(0) != '\t') {
                understood &= field(line, paragraph);
            }
        }
        if (!paragraph.isEmpty()) {
            paragraphs.add(paragraph);
        }
        return new ControlParagraphs(paragraphs, understood);
    }

    /** Whether the line is one of a field, which is kept when it is one that is read. */
    private static boolean field(String line, Map<String, String> paragraph) {
        int colon = line.indexOf(':');
        if (colon <= 0 || colon > LONGEST_NAME) {
            return false;
        }
        String name = line.substring(0, colon).stripTrailing();
        if (!FIELD.matcher(name).matches()) {
            return false;
        }
        String field = name.toLowerCase(Locale.ROOT);
        if (FIELDS.contains(field)) {
            paragraph.putIfAbsent(field, line.substring(colon + 1).strip());
        }
        return true;
    }
}
