package io.jenkins.plugins.distrolessscan.engine.inventory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Debian's control format: paragraphs of {@code Field: value} lines; continuation lines begin with a blank. */
final class ControlParagraphs {
    /** The fields that are read; others are not kept, so that a hostile file cannot become many objects. */
    private static final Set<String> FIELDS = Set.of("Package", "Status", "Version", "Architecture", "Source");

    private ControlParagraphs() {}

    /** The paragraphs that have one of the fields, each by field name; continuation lines are not kept. */
    static List<Map<String, String>> of(String text) {
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
            String name = colon < 0 ? "" : line.substring(0, colon);
            if (FIELDS.contains(name)) {
                paragraph.putIfAbsent(name, line.substring(colon + 1).strip());
            }
        }
        if (!paragraph.isEmpty()) {
            paragraphs.add(paragraph);
        }
        return paragraphs;
    }
}
