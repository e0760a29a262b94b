package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.Fact.Source;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A state with the facts behind it and, where one is known, the next step. It cannot exist without a fact, and what only
 * the probe says cannot make it better than OBSERVED, because the stream is the target's word (S-44).
 *
 * @param state how far the control holds
 * @param evidence at least one fact
 * @param advice one sentence, empty when nothing particular is to be done
 */
record Judgement(State state, List<Fact> evidence, Optional<String> advice) {
    /** From the strongest statement to the weakest. */
    private static final List<State> STRONGEST_FIRST = List.of(
            State.VERIFIED, State.ENFORCED, State.OBSERVED, State.ATTESTED, State.NOT_VERIFIABLE, State.NOT_MET);

    /** Orders judgements so that the worst is the greatest. */
    static final Comparator<Judgement> BY_WEAKNESS = Comparator.comparingInt(Judgement::weakness);

    Judgement {
        evidence = List.copyOf(evidence);
        if (evidence.isEmpty()) {
            throw new IllegalArgumentException("a state needs evidence");
        }
        if (evidence.stream().allMatch(fact -> fact.source() == Source.PROBE)
                && weakness(state) < weakness(State.OBSERVED)) {
            state = State.OBSERVED;
        }
    }

    static Judgement of(State state, Fact... evidence) {
        return new Judgement(state, List.of(evidence), Optional.empty());
    }

    /** The same state with more to read; the new facts neither carry nor weaken it. */
    Judgement with(Fact... more) {
        return new Judgement(
                state,
                Stream.concat(evidence.stream(), Stream.of(more)).distinct().toList(),
                advice);
    }

    /** The same with the next step. */
    Judgement advising(String next) {
        return new Judgement(state, evidence, Optional.of(next));
    }

    boolean is(State other) {
        return state == other;
    }

    /**
     * A control that rests on several aspects holds as far as the weakest does. The facts of the weakest come first,
     * and the advice is the first one given by the weakest.
     */
    static Judgement weakest(Judgement... aspects) {
        return weakest(List.of(aspects));
    }

    static Judgement weakest(List<Judgement> aspects) {
        List<Judgement> ordered = new ArrayList<>(aspects);
        ordered.sort(BY_WEAKNESS.reversed());
        State state = ordered.get(0).state();
        LinkedHashSet<Fact> facts = new LinkedHashSet<>();
        ordered.forEach(aspect -> facts.addAll(aspect.evidence()));
        Optional<String> advice = ordered.stream()
                .filter(aspect -> aspect.is(state))
                .flatMap(aspect -> aspect.advice().stream())
                .findFirst();
        return new Judgement(state, List.copyOf(facts), advice);
    }

    static int weakness(State state) {
        return STRONGEST_FIRST.indexOf(state);
    }

    private int weakness() {
        return weakness(state);
    }
}
