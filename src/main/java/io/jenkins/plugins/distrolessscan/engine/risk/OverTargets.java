package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Joins what holds for each of several targets into one judgement that says for which of them. */
final class OverTargets {
    /** Sentences printed before the rest is counted: a report of two thousand targets stays readable. */
    private static final int SENTENCES = 8;

    private OverTargets() {}

    /**
     * The worst over all targets that a debug container was attached to. Targets with the same fact share a sentence that
     * names the first of them.
     *
     * @param nothing what cannot be said when there is no target, such as {@code the exposure window}
     */
    static Judgement worst(RiskEvidence evidence, String nothing, Function<TargetReport, Judgement> judge) {
        List<TargetReport> targets = evidence.attached();
        if (targets.isEmpty()) {
            return Judgement.of(
                    State.NOT_VERIFIABLE,
                    Fact.client((evidence.perhapsAttached().isEmpty()
                                    ? "No debug container was attached in this run: "
                                    : "Whether a debug container was attached in this run is not known: ")
                            + nothing + " was not looked at."));
        }
        return some(targets, new Group(targets.size(), "attached targets"), judge);
    }

    /**
     * The worst over some of a group of targets.
     *
     * @param targets at least one
     * @param of the group that they belong to
     */
    static Judgement some(List<TargetReport> targets, Group of, Function<TargetReport, Judgement> judge) {
        Map<Shared, List<String>> groups = new LinkedHashMap<>();
        Judgement worst = null;
        for (TargetReport target : targets) {
            Judgement judgement = judge.apply(target);
            for (Fact fact : judgement.evidence()) {
                groups.computeIfAbsent(new Shared(judgement.state(), fact), f -> new ArrayList<>())
                        .add(target.target().key());
            }
            if (worst == null || Judgement.BY_WEAKNESS.compare(judgement, worst) > 0) {
                worst = judgement;
            }
        }
        return new Judgement(worst.state(), sentences(groups, of), worst.advice());
    }

    private static List<Fact> sentences(Map<Shared, List<String>> groups, Group of) {
        List<Fact> facts = new ArrayList<>(groups.entrySet().stream()
                .sorted(Comparator.comparing(
                        group -> -Judgement.weakness(group.getKey().state())))
                .limit(SENTENCES)
                .map(group -> named(group.getKey().fact(), group.getValue(), of))
                .toList());
        if (groups.size() > SENTENCES) {
            facts.add(Fact.client((groups.size() - SENTENCES) + " further facts are not repeated here; "
                    + "each target's own section has them."));
        }
        return facts;
    }

    private static Fact named(Fact fact, List<String> names, Group of) {
        if (of.size() == 1) {
            return fact;
        }
        String who = names.size() == of.size() ? "All " + of.size() + " " + of.name() : FactWords.list(names);
        return new Fact(fact.source(), who + ": " + fact.text(), fact.location());
    }

    /** Targets that a sentence may speak of as a whole, with their name in the plural. */
    record Group(int size, String name) {
        /** The targets that a debug container was attached to. */
        static Group attached(RiskEvidence evidence) {
            return new Group(evidence.attached().size(), "attached targets");
        }
    }

    /** A fact that several targets share in the same state. */
    private record Shared(State state, Fact fact) {}
}
