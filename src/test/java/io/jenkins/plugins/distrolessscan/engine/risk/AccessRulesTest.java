package io.jenkins.plugins.distrolessscan.engine.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.Scans;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Credential.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Need;
import io.jenkins.plugins.distrolessscan.engine.model.Level;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Rating;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Credential, rights and the server: S-4, S-6, S-10 to S-12. */
class AccessRulesTest {
    @ParameterizedTest
    @CsvSource({
        "15, VERIFIED, MINIMAL",
        "30, VERIFIED, MINIMAL",
        "31, OBSERVED, MINIMAL",
        "60, OBSERVED, MINIMAL",
        "61, NOT_MET, MODERATE"
    })
    void theLifetimeOfATokenDecides(long minutes, State state, Rating rating) {
        Assessed assessed = Assessed.of(Scans.sound().tokenMinutes(minutes));
        assertThat(assessed.state("S-6")).isEqualTo(state);
        assertThat(assessed.rating("S-6")).isEqualTo(rating);
    }

    @Test
    void aTokenOfMoreThanHalfAnHourIsObservedWithAWarning() {
        assertThat(Assessed.of(Scans.sound().tokenMinutes(45)).item("S-6").text())
                .contains("Warning: this is more than 30 min");
    }

    @Test
    void aTokenWithoutEndIsNotMet() {
        Assessed assessed = Assessed.of(Scans.sound().tokenWithoutEnd());
        assertThat(assessed.state("S-6")).isEqualTo(State.NOT_MET);
        assertThat(assessed.rating("S-6")).isEqualTo(Rating.MODERATE);
        assertThat(assessed.state("S-10")).isEqualTo(State.NOT_MET);
        assertThat(assessed.residual("S-10")).isEqualTo(Level.HIGH);
        assertThat(assessed.risk("S-10").advice()).contains("Delete the Secret");
    }

    @Test
    void aTokenThatSaysNothingCannotBeVerifiedAndEarnsNoGreenRating() {
        Assessed assessed = Assessed.of(Scans.sound().credential(Kind.OPAQUE_TOKEN));
        assertThat(assessed.state("S-6")).isEqualTo(State.NOT_VERIFIABLE);
        assertThat(assessed.rating("S-6")).isEqualTo(Rating.MODERATE);
    }

    @Test
    void aClientCertificateIsNoShortLivedToken() {
        assertThat(Assessed.of(Scans.sound().credential(Kind.CLIENT_CERTIFICATE))
                        .state("S-6"))
                .isEqualTo(State.NOT_MET);
    }

    @Test
    void claimsThatTheServerDidNotConfirmAreTheTokensOwnWord() {
        Assessed assessed = Assessed.of(Scans.sound().userName(""));
        assertThat(assessed.state("S-6")).isEqualTo(State.OBSERVED);
        assertThat(assessed.item("S-6").text()).contains("the token's own word");
        assertThat(Assessed.of(Scans.sound().userName("somebody-else")).state("S-6"))
                .isEqualTo(State.OBSERVED);
    }

    @Test
    void aRightBeyondTheNeedIsNotMetAndNamed() {
        Assessed assessed = Assessed.of(Scans.sound().misuseAdmitted().excess("get secrets in shop"));
        assertThat(assessed.item("S-4").text()).contains("get secrets in shop");
        assertThat(assessed.state("S-10")).isEqualTo(State.NOT_MET);
        assertThat(assessed.risk("S-11").advice()).startsWith("Take these rights");
    }

    @Test
    void theMostPowerfulRightsAreNamedFirst() {
        Scans scans = Scans.sound();
        for (String right :
                new String[] {"get a", "list b", "get c", "list d", "get e", "get secrets", "create pods", "* *"}) {
            scans.excess(right);
        }
        assertThat(Assessed.of(scans).item("S-11").text())
                .contains("8 rights: * *, get secrets, create pods, get a, list b and 3 more");
    }

    @Test
    void anUnwantedRightThatTheServerGrantsIsExcess() {
        assertThat(Assessed.of(Scans.sound().right("create", "pods/exec", "", Need.UNWANTED, true))
                        .item("S-11")
                        .text())
                .contains("create pods/exec");
    }

    @Test
    void theLogsOfEveryPodAreExcessAndCountOnce() {
        Scans scans = Scans.sound().right("get", "pods/log", "", Need.NEEDED, true);
        Assessed alone = Assessed.of(scans);
        assertThat(alone.state("S-10")).isEqualTo(State.NOT_MET);
        assertThat(alone.item("S-10").text()).contains("1 right: get pods/log of every pod");
        assertThat(alone.risk("S-10").advice()).contains("resourceNames");
        Assessed listed = Assessed.of(scans.excess("get pods/log of every pod in shop (no resourceNames)"));
        assertThat(listed.item("S-10").text()).contains("1 right: get pods/log of every pod in shop");
    }

    @Test
    void anIncompleteListOfRightsRulesNothingOut() {
        assertThat(Assessed.of(Scans.sound().excessUnknown()).state("S-10")).isEqualTo(State.NOT_VERIFIABLE);
    }

    @Test
    void theScopeOfTheRightIsSaid() {
        assertThat(Assessed.of(Scans.sound()).item("S-4").text()).contains("held on 1 pod");
        assertThat(Assessed.of(Scans.sound().right("patch", "pods/ephemeralcontainers", "", Need.NEEDED, true))
                        .item("S-4")
                        .text())
                .contains("every pod of the namespace");
    }

    @Test
    void theServersCertificateIsEnforcedAndTheAnonymousRequestIsSaidToBeUntried() {
        Assessed assessed = Assessed.of(Scans.sound());
        assertThat(assessed.state("S-12")).isEqualTo(State.ENFORCED);
        assertThat(assessed.item("S-12").text()).contains("A request without a credential was not tried");
    }

    @Test
    void withoutHttpsOrAsAnonymousTheServerIsNotTrusted() {
        assertThat(Assessed.of(Scans.sound().server("http://cluster.test")).state("S-12"))
                .isEqualTo(State.NOT_MET);
        assertThat(Assessed.of(Scans.sound().userName("system:anonymous")).state("S-12"))
                .isEqualTo(State.NOT_MET);
        assertThat(Assessed.of(Scans.sound().tls("")).state("S-12")).isEqualTo(State.NOT_VERIFIABLE);
    }
}
