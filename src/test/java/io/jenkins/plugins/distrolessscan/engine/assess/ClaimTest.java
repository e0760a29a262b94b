package io.jenkins.plugins.distrolessscan.engine.assess;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.ScannedTarget;
import io.jenkins.plugins.distrolessscan.engine.Scans;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What of a collecting side's word can be believed. */
class ClaimTest {
    @Test
    void whatFitsAllElseIsBelieved() {
        Claim claim = of(ScannedTarget.named("cart"));
        assertThat(claim.outcome()).isEqualTo(Outcome.COLLECTED);
        assertThat(claim.reason()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Outcome.class, mode = EnumSource.Mode.EXCLUDE, names = "COLLECTED")
    void anyOtherOutcomeIsTakenAsItIs(Outcome outcome) {
        Claim claim = of(ScannedTarget.named("cart").outcome(outcome, "It did not work out."));
        assertThat(claim.outcome()).isEqualTo(outcome);
        assertThat(claim.reason()).isEqualTo("It did not work out.");
    }

    @Test
    void collectedHasToFitTheStreamAndTheEndOfTheDebugContainer() {
        for (ScannedTarget target : List.of(
                ScannedTarget.named("cart").endedBy("Completed", 1),
                ScannedTarget.named("cart").endedBy("OOMKilled", 0),
                ScannedTarget.named("cart").running().outcome(Outcome.COLLECTED, ""),
                ScannedTarget.named("cart").silent())) {
            Claim claim = of(target);
            assertThat(claim.outcome()).isEqualTo(Outcome.INCOMPLETE);
            assertThat(claim.reason()).startsWith("It counts as collected, but its stream is not complete");
        }
    }

    @Test
    void aStreamThatSomebodyElseWroteIntoIsTamperedWith() {
        assertThat(of(ScannedTarget.named("cart").tampered().outcome(Outcome.COLLECTED, ""))
                        .outcome())
                .isEqualTo(Outcome.TAMPERED);
    }

    @Test
    void anAlteredDebugContainerIsNotCollected() {
        assertThat(of(ScannedTarget.named("cart").altered("image").outcome(Outcome.COLLECTED, ""))
                        .outcome())
                .isEqualTo(Outcome.ALTERED);
    }

    @Test
    void collectedNeedsTheSameTargetAfterwards() {
        for (ScannedTarget target : List.of(
                ScannedTarget.named("cart").restarted(),
                ScannedTarget.named("cart").replaced(),
                ScannedTarget.named("cart").notReadAgain())) {
            Claim claim = of(target);
            assertThat(claim.outcome()).isEqualTo(Outcome.TARGET_CHANGED);
            assertThat(claim.reason()).endsWith("scan again.");
        }
    }

    private static Claim of(ScannedTarget target) {
        return Claim.of(
                Scans.empty().target(target).build().scan().observations().get(0));
    }
}
