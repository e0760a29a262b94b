package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.report.Page.Block;
import java.util.List;
import java.util.Locale;

/** Writes the blocks of one page as HTML. */
final class HtmlBlocks {
    /** From so many columns on, a table keeps a width that can be read and scrolls within itself. */
    private static final int WIDE = 6;

    private final Html html;
    private int tables;

    HtmlBlocks(Html html) {
        this.html = html;
    }

    /**
     * @param level of a heading in the block, 3 to 6
     */
    void write(Block block, int level) {
        if (block instanceof Block.Paragraph paragraph) {
            html.open("p");
            phrase(paragraph.phrase());
            html.close().line();
        } else if (block instanceof Block.Items items) {
            items(items);
        } else if (block instanceof Block.Table table) {
            table(table);
        } else if (block instanceof Block.Pairs pairs) {
            pairs(pairs, level);
        } else if (block instanceof Block.Cards cards) {
            cards(cards);
        } else if (block instanceof Block.Part part) {
            html.open("article").open("h" + level);
            phrase(part.title());
            html.close().line();
            part.blocks().forEach(b -> write(b, Math.min(level + 1, 6)));
            html.close().line();
        } else if (block instanceof Block.Fold fold) {
            (fold.id().isEmpty() ? html.open("details") : html.open("details", "id", fold.id()))
                    .leaf("summary", fold.summary())
                    .line();
            fold.blocks().forEach(b -> write(b, level));
            html.close().line();
        }
    }

    private void cards(Block.Cards cards) {
        html.open("ul", "class", "cards").line();
        cards.cards()
                .forEach(card -> html.open("li", "class", "card " + tone(card.tone()))
                        .leaf("span", card.name(), "class", "name")
                        .text(" ")
                        .leaf("strong", card.value())
                        .text(" ")
                        .leaf("span", card.note(), "class", "note")
                        .close()
                        .line());
        html.close().line();
    }

    private void items(Block.Items items) {
        html.open(items.ordered() ? "ol" : "ul", "class", "items").line();
        items.phrases().forEach(item -> {
            html.open("li");
            phrase(item);
            html.close().line();
        });
        html.close().line();
        more(items.total() - items.phrases().size());
    }

    private void pairs(Block.Pairs pairs, int level) {
        html.leaf("h" + level, pairs.caption()).open("dl").line();
        pairs.pairs().forEach(pair -> {
            html.open("div").leaf("dt", pair.name()).open("dd");
            phrase(pair.value());
            html.close().close().line();
        });
        html.close().line();
    }

    private void table(Block.Table table) {
        String caption = PageText.sentence(table.caption());
        int last = table.columns().size() - 1;
        List<String> columns = table.lastBelow() ? table.columns().subList(0, last) : table.columns();
        // The region that scrolls is named by the caption, not by a copy of it: no text of a scan is in an attribute.
        String id = "table-" + ++tables;
        html.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-labelledby", id);
        html.open("table", "class", columns.size() >= WIDE ? "wide" : "narrow").line();
        html.leaf("caption", caption, "id", id).line().open("thead").open("tr");
        columns.forEach(column -> {
            if (column.isEmpty()) {
                html.leaf("td", "");
            } else {
                html.leaf("th", column, "scope", "col");
            }
        });
        html.close().close().line();
        if (table.lastBelow()) {
            table.rows().forEach(cells -> {
                html.open("tbody").line();
                row(cells.subList(0, last));
                below(table.columns().get(last), cells.get(last), last);
                html.close().line();
            });
        } else {
            html.open("tbody").line();
            table.rows().forEach(this::row);
            html.close();
        }
        html.close().close().line();
        more(table.total() - table.rows().size());
    }

    private void row(List<Phrase> cells) {
        html.open("tr");
        for (int i = 0; i < cells.size(); i++) {
            if (i == 0) {
                html.open("th", "scope", "row");
            } else {
                html.open("td");
            }
            phrase(cells.get(i));
            html.close();
        }
        html.close().line();
    }

    private void below(String name, Phrase cell, int columns) {
        html.open("tr", "class", "below").open("td", "colspan", String.valueOf(columns));
        html.leaf("span", name, "class", "mark");
        phrase(cell);
        html.close().close().line();
    }

    private void more(int left) {
        if (left > 0) {
            html.leaf("p", "and " + Words.number(left) + " more in report.json", "class", "more")
                    .line();
        }
    }

    private void phrase(Phrase phrase) {
        boolean evidence = false;
        for (Phrase.Run run : phrase.runs()) {
            boolean line = run instanceof Phrase.Run.Evidence;
            if (line && !evidence) {
                html.open("ul", "class", "evidence");
            } else if (!line && evidence) {
                html.close();
            }
            evidence = line;
            run(run);
        }
        if (evidence) {
            html.close();
        }
    }

    private void run(Phrase.Run run) {
        if (run instanceof Phrase.Run.Text text) {
            html.text(text.text());
        } else if (run instanceof Phrase.Run.Code code) {
            html.leaf("code", code.text());
        } else if (run instanceof Phrase.Run.Word word) {
            html.leaf("span", word.text(), "class", "word " + tone(word.tone()));
        } else if (run instanceof Phrase.Run.Mark mark) {
            html.leaf("span", mark.id(), "class", "mark");
        } else if (run instanceof Phrase.Run.Evidence evidence) {
            html.open("li")
                    .leaf("span", evidence.source().toString(), "class", "source")
                    .text(" " + evidence.text())
                    .close();
        } else if (run instanceof Phrase.Run.Link link) {
            html.leaf("a", link.text(), "href", "#" + link.section());
        }
    }

    private static String tone(Tone tone) {
        return tone.name().toLowerCase(Locale.ROOT);
    }
}
