package io.jenkins.plugins.distrolessscan.engine.inventory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Debian's control format: paragraphs of {@code Field: value} lines; continuation lines begin with a blank. */
final class ControlParagraphs {
    /** The fields that are read; others are not kept, so that a hostile file cannot become many objects. */
    private static final List<String> FIELDS = List.of("Package", "Status", "Version", "Architecture", "Source");

    private static final int LONGEST_NAME = 64;
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private ControlParagraphs() {}

    /**
     * The paragraphs that have one of the fields, each by field name; continuation lines are not kept. As for dpkg, case
     * means nothing in a field's name, and blanks may stand before the colon.
     */
    static List<Map<String, String>> of(String file) {
        String text = !file.isEmpty() && file.charAt(0) == BYTE_ORDER_MARK ? file.substring(1) : file;
        List<Map<String, String>> paragraphs = new ArrayList<>();
        Map<String, String> paragraph = new HashMap<>();
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (line.isBlank()) {
                if (!paragraph.isEmpty()) {
                    paragraphs.add(paragraph);
                    paragraph = new HashMap<>();
                }
                continue;
            }
            int colon = line.indexOf(':');
            if (colon > 0 && colon <= LONGEST_NAME) {
                String name = line.substring(0, colon).stripTrailing();
                for (String field : FIELDS) {
                    if (field.equalsIgnoreCase(name)) {
                        paragraph.putIfAbsent(field, line.substring(colon + 1).strip());
                    }
                }
            }
        }
        if (!paragraph.isEmpty()) {
            paragraphs.add(paragraph);
        }
        return paragraphs;
    }
}
