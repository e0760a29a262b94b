package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** The worst findings for a person at a terminal; all of them are in the report's files. */
final class FindingTable {
    static final int MAX_ROWS = 20;

    private static final int GAP = 2;

    private final List<FindingRow> rows;
    private final int all;
    private final List<Severity> wanted;
    private final Ansi colours;
    private final List<Column> columns = new ArrayList<>();

    /** @param widest characters; longer values lose their middle, since a path says most at its ends */
    private record Column(String title, int widest, Function<FindingRow, String> value) {
        String of(FindingRow row) {
            String text = PlainText.line(value.apply(row));
            int half = (widest - 1) / 2;
            return text.length() <= widest
                    ? text
                    : text.substring(0, widest - 1 - half) + "…" + text.substring(text.length() - half);
        }
    }

    /**
     * @param rows the worst first
     * @param wanted the severities to show; empty for all
     */
    FindingTable(List<FindingRow> rows, List<Severity> wanted, Ansi colours) {
        this.all = rows.size();
        this.wanted = wanted;
        this.rows = rows.stream()
                .filter(row -> wanted.isEmpty() || wanted.contains(row.severity()))
                .toList();
        this.colours = colours;
        columns.add(new Column("SEVERITY", 8, row -> row.severity().name()));
        columns.add(new Column("WHAT", 64, FindingRow::what));
        columns.add(new Column("WHERE", 72, FindingRow::where));
        optional(new Column("LOADED", 15, FindingRow::loaded));
        optional(new Column("FIXED IN", 24, FindingRow::fixedIn));
    }

    private void optional(Column column) {
        if (rows.stream().anyMatch(row -> !column.of(row).isEmpty())) {
            columns.add(column);
        }
    }

    /** The table with a line on what it leaves out, and an empty line after it; empty when there is nothing to say. */
    String text() {
        if (all == 0) {
            return "";
        }
        List<FindingRow> shown = rows.subList(0, Math.min(MAX_ROWS, rows.size()));
        StringBuilder text = new StringBuilder();
        if (!shown.isEmpty()) {
            line(text, Column::title, "", "");
            shown.forEach(
                    row -> line(text, column -> column.of(row), row.severity().name(), colour(row.severity())));
        }
        if (shown.size() < all) {
            text.append(leftOut(shown.size())).append('\n');
        }
        return text.append('\n').toString();
    }

    private String leftOut(int shown) {
        String worst = "Shown are " + shown + " of " + all + " findings";
        return wanted.isEmpty()
                ? worst + ", the worst; all are in the report's files."
                : worst + ", of severity "
                        + wanted.stream().map(Severity::name).collect(Collectors.joining(", "))
                        + "; all are in the report's files.";
    }

    private void line(StringBuilder text, Function<Column, String> value, String coloured, String colour) {
        StringBuilder line = new StringBuilder();
        for (Column column : columns) {
            int width = Math.max(
                    column.title().length(),
                    rows.stream()
                            .limit(MAX_ROWS)
                            .mapToInt(row -> column.of(row).length())
                            .max()
                            .orElse(0));
            String cell = value.apply(column);
            // Only a word of ours is ever coloured: a target's text is no markup.
            line.append(
                            colours.enabled() && !colour.isEmpty() && cell.equals(coloured)
                                    ? Style.on(Style.parse(colour)) + cell + Style.off(Style.parse(colour))
                                    : cell)
                    .append(" ".repeat(width - cell.length() + GAP));
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private static String colour(Severity severity) {
        return switch (severity) {
            case CRITICAL, HIGH -> "red";
            case MEDIUM, UNKNOWN -> "yellow";
            case LOW -> "cyan";
            case NONE -> "";
        };
    }
}
