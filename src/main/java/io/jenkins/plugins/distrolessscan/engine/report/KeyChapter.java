package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.Fact.Source;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Block;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Section;
import java.util.List;

/** How to read a report: the states, the sources, and where each statement of the analysis is answered. */
final class KeyChapter {
    private record Place(String ids, String about, String section, String title) {}

    private static final List<Place> PLACES = List.of(
            new Place("S-1", "What was analysed, where and when", "scan", "This scan"),
            new Place("S-2, S-3", "How the target was reached, and whether it is distroless", "targets", "Targets"),
            new Place("S-4 to S-9", "The five security factors", "factors", "Security factors"),
            new Place("S-10 to S-18", "The nine risks", "risks", "Risks"),
            new Place("S-19, S-20", "Comparison with other approaches", "conclusions", "Conclusions and comparison"),
            new Place("S-21 to S-24", "The three scenarios and their mitigations", "scenarios", "Scenarios"),
            new Place("S-25 to S-29", "The five enterprise considerations", "enterprise", "Enterprise considerations"),
            new Place("S-29", "The record of creation and end", "audit", "Audit record"),
            new Place("S-30 to S-37", "Overall profile and conclusions", "conclusions", "Conclusions and comparison"),
            new Place("S-38 to S-44", "What cannot be kept as it is said", "limits", "What cannot be promised"));

    private KeyChapter() {}

    static Section section() {
        return Section.of(
                "key",
                "How to read this report",
                Block.Table.of(
                        "States",
                        List.of("State", "Meaning"),
                        List.of(State.values()),
                        s -> List.of(Words.of(s), Phrase.of(meaning(s)))),
                Block.Table.of(
                        "Sources of evidence",
                        List.of("Source", "Whose word it is"),
                        List.of(Source.values()),
                        s -> List.of(Phrase.name(s.toString()), Phrase.of(meaning(s)))),
                Block.Table.of(
                        "Where each statement of the analysis is answered",
                        List.of("Statement", "About", "Section"),
                        PLACES,
                        p -> List.of(
                                Phrase.of(p.ids()), Phrase.of(p.about()), Phrase.EMPTY.link(p.section(), p.title()))));
    }

    private static String meaning(State state) {
        return switch (state) {
            case ENFORCED -> "The scan set it itself.";
            case VERIFIED -> "Read back from the cluster, or proved by behaviour.";
            case OBSERVED -> "Seen, but not the scan's to set, or seen in a way that is no proof.";
            case ATTESTED -> "An administrator says so.";
            case NOT_VERIFIABLE -> "The token may not look, or nobody can.";
            case NOT_MET -> "It does not hold.";
        };
    }

    private static String meaning(Source source) {
        return switch (source) {
            case API -> "The API server's stored object, or its answer.";
            case KUBELET -> "The status that the node reported to the API server.";
            case PROBE ->
                "The probe's stream. With the target's own user the target could forge it: never more than seen.";
            case CLIENT -> "The scan's own side: its connection, its clock, its bounds, its counting.";
        };
    }
}
