package io.jenkins.plugins.distrolessscan.engine.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.Scans;
import io.jenkins.plugins.distrolessscan.engine.model.Level;
import io.jenkins.plugins.distrolessscan.engine.model.Misuse;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks.Answer;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks.Made;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Rating;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Careful RBAC counts only where the cluster was shown to refuse the misuse: S-4 and S-11. */
class MisuseRefusedTest {
    @Test
    void whenEveryMisuseWasRefusedTheRightIsConfined() {
        Assessed assessed = Assessed.of(Scans.sound().misuseAdmitted());
        assertThat(assessed.state("S-4")).isEqualTo(State.VERIFIED);
        assertThat(assessed.state("S-11")).isEqualTo(State.VERIFIED);
        assertThat(assessed.rating("S-4")).isEqualTo(Rating.MODERATE);
        assertThat(assessed.residual("S-11")).isEqualTo(Level.MEDIUM);
        assertThat(assessed.item("S-4").text())
                .contains("refused in shop/checkout/app: another image, another command (a shell), a privileged")
                .contains("this one pod");
    }

    @Test
    void oneAdmittedMisuseIsEnoughAndIsNamed() {
        Assessed assessed = Assessed.of(Scans.sound().misuseAdmitted(Misuse.COMMAND));
        assertThat(assessed.state("S-4")).isEqualTo(State.NOT_MET);
        assertThat(assessed.rating("S-4")).isEqualTo(Rating.HIGH);
        assertThat(assessed.state("S-11")).isEqualTo(State.NOT_MET);
        assertThat(assessed.residual("S-11")).isEqualTo(Level.HIGH);
        assertThat(assessed.item("S-4").text()).contains("admitted in shop/checkout/app: another command (a shell).");
        assertThat(assessed.risk("S-11").advice()).contains("ValidatingAdmissionPolicy");
    }

    @Test
    void refusedMisuseDoesNotOutweighRightsBeyondTheNeed() {
        Assessed assessed = Assessed.of(Scans.sound().misuseAdmitted().excess("get secrets in shop"));
        assertThat(assessed.state("S-4")).isEqualTo(State.NOT_MET);
        assertThat(assessed.state("S-11")).isEqualTo(State.NOT_MET);
        assertThat(assessed.risk("S-11").advice()).startsWith("Take these rights");
    }

    @Test
    void noAdviceHidesAnother() {
        Scans scans = Scans.sound().misuseAdmitted(Misuse.COMMAND).excess("get secrets in shop");
        Assessed assessed = Assessed.of(scans);
        assertThat(assessed.risk("S-10").advice()).startsWith("Take these rights");
        assertThat(assessed.risk("S-11").advice())
                .startsWith("Install a ValidatingAdmissionPolicy")
                .doesNotContain("Take these rights");
        assertThat(Assessed.of(scans.tokenWithoutEnd()).risk("S-11").advice())
                .startsWith("Install a ValidatingAdmissionPolicy")
                .contains(" Take these rights");
    }

    @Test
    void aMisuseWithoutAnAnswerIsNotRefused() {
        Assessed assessed = Assessed.of(Scans.sound()
                .misuse(Scans.checks(misuse -> misuse == Misuse.IMAGE ? Answer.NO_ANSWER : Answer.REFUSED)));
        assertThat(assessed.state("S-4")).isEqualTo(State.NOT_MET);
        assertThat(assessed.item("S-4").text()).contains("got no answer in shop/checkout/app, so that nothing shows");
    }

    @Test
    void aMisuseThatIsMissingFromTheFactsIsNotRefused() {
        Assessed none = Assessed.of(Scans.sound().misuse(new MisuseChecks(Made.MADE, "shop/checkout/app", List.of())));
        assertThat(none.state("S-4")).isEqualTo(State.NOT_MET);
        MisuseChecks all = Scans.checks(misuse -> Answer.REFUSED);
        Assessed withoutImage = Assessed.of(Scans.sound()
                .misuse(new MisuseChecks(
                        Made.MADE,
                        "shop/checkout/app",
                        all.attempts().subList(1, all.attempts().size()))));
        assertThat(withoutImage.state("S-4")).isEqualTo(State.NOT_MET);
        assertThat(withoutImage.item("S-4").text()).contains("another image");
    }

    @Test
    void rootIsNoMisuseWhereTheScanItselfNeedsIt() {
        MisuseChecks all = Scans.checks(misuse -> Answer.REFUSED);
        Assessed assessed = Assessed.of(Scans.sound()
                .misuse(new MisuseChecks(
                        Made.MADE,
                        "shop/checkout/app",
                        all.attempts().stream()
                                .filter(attempt -> attempt.misuse() != Misuse.ROOT)
                                .toList())));
        assertThat(assessed.state("S-4")).isEqualTo(State.VERIFIED);
    }

    @Test
    void whatWasNotTriedIsNotMetAndSaysWhy() {
        assertThat(Assessed.of(Scans.sound().misuse(MisuseChecks.none(Made.SWITCHED_OFF)))
                        .item("S-4")
                        .text())
                .contains("switched off");
        Assessed assessed = Assessed.of(Scans.sound().misuse(MisuseChecks.none(Made.NO_TARGET)));
        assertThat(assessed.state("S-4")).isEqualTo(State.NOT_MET);
        assertThat(assessed.state("S-11")).isEqualTo(State.NOT_MET);
        assertThat(assessed.item("S-11").text()).contains("no pod admitted the scan's own debug container");
    }
}
