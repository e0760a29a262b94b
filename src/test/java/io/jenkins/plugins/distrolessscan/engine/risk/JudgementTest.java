package io.jenkins.plugins.distrolessscan.engine.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JudgementTest {
    @Test
    void aStateNeedsAFact() {
        assertThatThrownBy(() -> new Judgement(State.NOT_VERIFIABLE, List.of(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"ENFORCED", "VERIFIED"})
    void whatOnlyTheProbeSaysIsObservedAtBest(State state) {
        assertThat(Judgement.of(state, Fact.probe("All is well.")).state()).isEqualTo(State.OBSERVED);
        assertThat(Judgement.of(state, Fact.probe("All is well."), Fact.api("It is stored."))
                        .state())
                .isEqualTo(state);
    }

    @Test
    void theWeakestAspectDecidesAndItsFactsAndAdviceComeFirst() {
        Judgement good = Judgement.of(State.VERIFIED, Fact.api("Good.")).advising("Keep it.");
        Judgement unknown = Judgement.of(State.NOT_VERIFIABLE, Fact.client("Unknown."));
        Judgement bad = Judgement.of(State.NOT_MET, Fact.kubelet("Bad.")).advising("Mend it.");
        Judgement all = Judgement.weakest(good, unknown, bad);
        assertThat(all.state()).isEqualTo(State.NOT_MET);
        assertThat(all.evidence()).extracting(Fact::text).containsExactly("Bad.", "Unknown.", "Good.");
        assertThat(all.advice()).contains("Mend it.");
        assertThat(Judgement.weakest(good, unknown).advice()).isEmpty();
    }
}
