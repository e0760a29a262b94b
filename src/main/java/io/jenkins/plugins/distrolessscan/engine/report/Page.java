package io.jenkins.plugins.distrolessscan.engine.report;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A report as a reader meets it, in sections and blocks: what {@code report.md} and {@code report.html} both say. The
 * writers only give it a form.
 *
 * @param title the page's title
 * @param demo whether the page has to say that the scan was played
 * @param sections in reading order
 */
record Page(String title, boolean demo, List<Section> sections) {
    /** The most rows that a page prints of one table; the rest is counted and is in {@code report.json}. */
    static final int MOST_ROWS = 1_000;

    Page {
        sections = List.copyOf(sections);
    }

    /** A section with a stable identifier that links go to. */
    record Section(String id, String title, List<Block> blocks) {
        Section {
            blocks = List.copyOf(blocks);
        }

        static Section of(String id, String title, Block... blocks) {
            return new Section(id, title, Arrays.asList(blocks));
        }
    }

    /** A block of a section. */
    sealed interface Block {
        /** A paragraph. */
        record Paragraph(Phrase phrase) implements Block {}

        /** A list of phrases; {@code total} counts those left out as well. */
        record Items(boolean ordered, List<Phrase> phrases, int total) implements Block {
            public Items {
                phrases = List.copyOf(phrases);
            }
        }

        /**
         * A table whose first column heads its rows; {@code total} counts the rows left out as well.
         *
         * @param lastBelow the last cell is long: a format that can puts it below its row, over the full width
         */
        record Table(String caption, List<String> columns, List<List<Phrase>> rows, int total, boolean lastBelow)
                implements Block {
            public Table {
                columns = List.copyOf(columns);
                rows = List.copyOf(rows);
            }

            /** The same table with its last cells below their rows. */
            Table withLastBelow() {
                return new Table(caption, columns, rows, total, true);
            }

            static <T> Table of(String caption, List<String> columns, List<T> items, Function<T, List<Phrase>> row) {
                return new Table(
                        caption,
                        columns,
                        items.stream().limit(MOST_ROWS).map(row).toList(),
                        items.size(),
                        false);
            }
        }

        /** Names with values. */
        record Pairs(String caption, List<Pair> pairs) implements Block {
            public Pairs {
                pairs = List.copyOf(pairs);
            }

            static Pairs of(String caption, Pair... pairs) {
                return new Pairs(caption, Arrays.asList(pairs));
            }
        }

        /** The few numbers that a reader looks for first. */
        record Cards(List<Card> cards) implements Block {
            public Cards {
                cards = List.copyOf(cards);
            }
        }

        /** Blocks under a heading of their own. */
        record Part(Phrase title, List<Block> blocks) implements Block {
            public Part {
                blocks = List.copyOf(blocks);
            }
        }

        /**
         * Blocks that are closed until the reader opens them.
         *
         * @param id what links go to, in small letters and hyphens; empty when none does
         */
        record Fold(String id, String summary, List<Block> blocks) implements Block {
            public Fold {
                blocks = List.copyOf(blocks);
            }

            public Fold(String summary, List<Block> blocks) {
                this("", summary, blocks);
            }
        }

        static Block paragraph(String text) {
            return new Paragraph(Phrase.of(text));
        }
    }

    /** A name with its value. */
    record Pair(String name, Phrase value) {}

    /** A number with its name and one line of explanation. */
    record Card(String name, String value, Tone tone, String note) {}
}
