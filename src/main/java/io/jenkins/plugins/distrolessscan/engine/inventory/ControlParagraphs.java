package io.jenkins.plugins.distrolessscan.engine.inventory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Debian's control format: paragraphs of {@code Field: value} lines; continuation lines begin with a blank. */
final class ControlParagraphs {
    private ControlParagraphs() {}

    /** The paragraphs, each by field name in its usual spelling; continuation lines are not kept. */
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
            if (colon > 0 && !Character.isWhitespace(line.charAt(0))) {
                paragraph.putIfAbsent(
                        line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        if (!paragraph.isEmpty()) {
            paragraphs.add(paragraph);
        }
        return paragraphs;
    }
}
