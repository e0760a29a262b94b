package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Block;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Section;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Collectors;

/** {@code report.md}: the page as GitHub-flavoured Markdown, its tables cut to what a comment or a mail can bear. */
public final class MarkdownReport implements ReportFile {
    /** Rows and items that are printed of one table or list. */
    private static final int MOST_ROWS = 100;

    @Override
    public String name() {
        return "report.md";
    }

    @Override
    public void write(ScanReport report, OutputStream stream) throws IOException {
        TextOut.write(stream, out -> page(report, out));
    }

    private static void page(ScanReport report, TextOut out) {
        Page page = ReportPage.of(report);
        line(out, "# " + (page.demo() ? "DEMO: " : "") + MarkdownText.text(page.title()));
        if (page.demo()) {
            line(out, "> **DEMO.** Cluster, node and probe were played: nothing of this is about a real system.");
        }
        page.sections().forEach(section -> section(out, section));
    }

    private static void section(TextOut out, Section section) {
        line(out, "<a id=\"" + section.id() + "\"></a>");
        line(out, "## " + section.title());
        section.blocks().forEach(block -> block(out, block));
    }

    private static void block(TextOut out, Block block) {
        if (block instanceof Block.Paragraph paragraph) {
            line(out, phrase(paragraph.phrase()));
        } else if (block instanceof Block.Items items) {
            items(out, items);
        } else if (block instanceof Block.Table table) {
            table(out, table);
        } else if (block instanceof Block.Pairs pairs) {
            line(out, "**" + MarkdownText.text(pairs.caption()) + "**");
            row(out, List.of("", ""));
            out.append("|---|---|\n");
            pairs.pairs().forEach(p -> row(out, List.of(MarkdownText.text(p.name()), phrase(p.value()))));
            out.append('\n');
        } else if (block instanceof Block.Cards cards) {
            row(
                    out,
                    cards.cards().stream().map(c -> MarkdownText.text(c.name())).toList());
            out.append("|---".repeat(cards.cards().size())).append("|\n");
            row(
                    out,
                    cards.cards().stream()
                            .map(c -> phrase(Phrase.tone(c.value(), c.tone())) + "<br>" + MarkdownText.text(c.note()))
                            .toList());
            out.append('\n');
        } else if (block instanceof Block.Part part) {
            line(out, "### " + phrase(part.title()));
            part.blocks().forEach(b -> block(out, b));
        } else if (block instanceof Block.Fold fold) {
            String anchor = fold.id().isEmpty() ? "" : " id=\"" + fold.id() + "\"";
            line(out, "<details" + anchor + "><summary>" + MarkdownText.html(fold.summary()) + "</summary>");
            fold.blocks().forEach(b -> block(out, b));
            line(out, "</details>");
        }
    }

    private static void items(TextOut out, Block.Items items) {
        items.phrases().stream()
                .limit(MOST_ROWS)
                .forEach(p -> out.append(items.ordered() ? "1. " : "- ")
                        .append(phrase(p))
                        .append('\n'));
        out.append('\n');
        more(out, items.total());
    }

    private static void table(TextOut out, Block.Table table) {
        line(out, "**" + MarkdownText.text(table.caption()) + "**");
        row(out, table.columns().stream().map(MarkdownText::text).toList());
        out.append("|---".repeat(table.columns().size())).append("|\n");
        table.rows().stream()
                .limit(MOST_ROWS)
                .forEach(cells ->
                        row(out, cells.stream().map(MarkdownReport::phrase).toList()));
        out.append('\n');
        more(out, table.total());
    }

    private static void more(TextOut out, int total) {
        if (total > MOST_ROWS) {
            line(out, "and " + Words.number(total - MOST_ROWS) + " more in report.json");
        }
    }

    private static void row(TextOut out, List<String> cells) {
        out.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    private static void line(TextOut out, String text) {
        out.append(text).append("\n\n");
    }

    private static String phrase(Phrase phrase) {
        StringBuilder out = new StringBuilder();
        for (Phrase.Run run : phrase.runs()) {
            if (run instanceof Phrase.Run.Text text) {
                out.append(MarkdownText.text(text.text()));
            } else if (run instanceof Phrase.Run.Code code) {
                out.append(code.text().isEmpty() ? "" : MarkdownText.code(code.text()));
            } else if (run instanceof Phrase.Run.Word word) {
                out.append(sign(word.tone()))
                        .append("**")
                        .append(MarkdownText.text(word.text()))
                        .append("**");
            } else if (run instanceof Phrase.Run.Mark mark) {
                out.append('(').append(MarkdownText.text(mark.id())).append(')');
            } else if (run instanceof Phrase.Run.Evidence evidence) {
                out.append(out.isEmpty() ? "" : "<br>");
                out.append('*').append(evidence.source()).append(":* ").append(MarkdownText.text(evidence.text()));
            } else if (run instanceof Phrase.Run.Link link) {
                out.append('[')
                        .append(MarkdownText.text(link.text()))
                        .append("](#")
                        .append(link.section())
                        .append(')');
            }
        }
        return out.toString().strip();
    }

    private static String sign(Tone tone) {
        return switch (tone) {
            case GOOD -> "\ud83d\udfe2 ";
            case NOTE -> "\ud83d\udd35 ";
            case WARN -> "\ud83d\udfe0 ";
            case BAD -> "\ud83d\udd34 ";
            case PLAIN -> "";
        };
    }
}
