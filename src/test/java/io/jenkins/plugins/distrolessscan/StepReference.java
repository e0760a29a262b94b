package io.jenkins.plugins.distrolessscan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of {@code docs/step.md} that list parameters. */
public final class StepReference {
    private StepReference() {}

    /**
     * The rows of the table whose head's first column is {@code head}: what stands in the first column, without
     * back-ticks, to the other columns. Columns are split at {@code |}, which these tables do not hold otherwise.
     */
    public static Map<String, List<String>> table(String head) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        boolean within = false;
        for (String line : lines()) {
            if (line.startsWith("| " + head + " |")) {
                within = true;
            } else if (!line.startsWith("|")) {
                within = false;
            } else if (within && !line.startsWith("|---")) {
                List<String> cells = new ArrayList<>(List.of(line.substring(1).split("\\|")));
                cells.replaceAll(String::strip);
                rows.put(cells.get(0).replace("`", ""), List.copyOf(cells.subList(1, cells.size())));
            }
        }
        return rows;
    }

    /** The word that the reference uses for a Java type. */
    public static String type(Class<?> type) {
        return type == String.class
                ? "text"
                : type == boolean.class ? "boolean" : type == List.class ? "list" : "integer";
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(Path.of("docs/step.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
