package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A piece of text of a page, run by run, still without any format. Texts are plain and bounded from here on. */
record Phrase(List<Run> runs) {
    static final Phrase EMPTY = new Phrase(List.of());

    /** Facts that are printed behind one state. */
    private static final int MOST_FACTS = 20;

    Phrase {
        runs = List.copyOf(runs);
    }

    /** A part of a phrase. */
    sealed interface Run {
        /** Running text. */
        record Text(String text) implements Run {}

        /** A name, path, identifier or other literal. */
        record Code(String text) implements Run {}

        /** A word of a closed vocabulary, such as a state. */
        record Word(String text, Tone tone) implements Run {}

        /** The number of the statement in the analysis, such as {@code S-14}. */
        record Mark(String id) implements Run {}

        /** A line of evidence with who says so. */
        record Evidence(Fact.Source source, String text) implements Run {}

        /** A reference to a section, or to a fold with an id, of the same page. */
        record Link(String section, String text) implements Run {}
    }

    static Phrase of(String text) {
        return EMPTY.text(text);
    }

    static Phrase name(String text) {
        return EMPTY.code(text);
    }

    /** A name, or a word in its place when it is empty. */
    static Phrase nameOr(String text, String otherwise) {
        return text.isBlank() ? of(otherwise) : name(text);
    }

    static Phrase tone(String word, Tone tone) {
        return EMPTY.word(word, tone);
    }

    static Phrase number(long value) {
        return of(Words.number(value));
    }

    static Phrase names(List<String> names, String none) {
        if (names.isEmpty()) {
            return of(none);
        }
        Phrase all = EMPTY;
        for (String name : names.subList(0, Math.min(names.size(), MOST_FACTS))) {
            all = (all.runs.isEmpty() ? all : all.text(", ")).code(name);
        }
        return names.size() > MOST_FACTS ? all.text(" and " + Words.number(names.size() - MOST_FACTS) + " more") : all;
    }

    static Phrase facts(List<Fact> facts) {
        List<Run> lines = new ArrayList<>(facts.stream()
                .limit(MOST_FACTS)
                .<Run>map(f -> new Run.Evidence(f.source(), PageText.sentence(f.text())))
                .toList());
        if (facts.size() > MOST_FACTS) {
            lines.add(new Run.Text("and " + Words.number(facts.size() - MOST_FACTS) + " more in report.json"));
        }
        return new Phrase(lines);
    }

    Phrase text(String text) {
        // Spaces at the ends join this run to its neighbours, so they are kept.
        String plain = PageText.sentence(text);
        String start = text.startsWith(" ") ? " " : "";
        String end = text.endsWith(" ") && !plain.isEmpty() ? " " : "";
        return plus(new Run.Text(start + plain + end));
    }

    Phrase code(String text) {
        return plus(new Run.Code(PageText.name(text)));
    }

    /** A document such as JSON text: longer than a name may be. */
    Phrase document(String text) {
        return plus(new Run.Code(PageText.of(text, PageText.CODE)));
    }

    Phrase word(String text, Tone tone) {
        return plus(new Run.Word(PageText.name(text), tone));
    }

    Phrase mark(String id) {
        return plus(new Run.Mark(PageText.of(id, 12)));
    }

    Phrase link(String section, String text) {
        return plus(new Run.Link(section, text));
    }

    Phrase and(Phrase other) {
        return new Phrase(Stream.concat(runs.stream(), other.runs.stream()).toList());
    }

    private Phrase plus(Run run) {
        return new Phrase(Stream.concat(runs.stream(), Stream.of(run)).toList());
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }
}
