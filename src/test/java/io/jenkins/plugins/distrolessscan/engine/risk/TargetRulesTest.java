package io.jenkins.plugins.distrolessscan.engine.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.ScannedTarget;
import io.jenkins.plugins.distrolessscan.engine.Scans;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.Landlock;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Rating;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport.Classification;
import org.junit.jupiter.api.Test;

/** What the targets were and what became of them: S-7, S-15, S-18, S-22, S-25 to S-29, S-31, S-35. */
class TargetRulesTest {
    @Test
    void readOnlyIsObservedAtBestBecauseOnlyTheProbeSaysSo() {
        assertThat(of(sound()).state("S-22b")).isEqualTo(State.OBSERVED);
        assertThat(of(sound().rootWritable()).state("S-22b")).isEqualTo(State.OBSERVED);
    }

    @Test
    void withoutLandlockAWritableRootIsNotMet() {
        assertThat(of(sound().rootWritable().landlock(Landlock.UNSUPPORTED)).state("S-15"))
                .isEqualTo(State.NOT_MET);
        assertThat(of(sound().rootWritable().landlock(Landlock.FAILED)).state("S-22b"))
                .isEqualTo(State.NOT_MET);
        assertThat(of(sound().rootWritable().silent()).state("S-22b")).isEqualTo(State.NOT_VERIFIABLE);
    }

    @Test
    void aReadOnlyRootHoldsWithoutLandlock() {
        assertThat(of(sound().landlock(Landlock.UNSUPPORTED)).state("S-22b")).isEqualTo(State.OBSERVED);
    }

    @Test
    void aTargetThatIsNotAsBeforeIsNotMet() {
        assertThat(of(sound().restarted()).state("S-15")).isEqualTo(State.NOT_MET);
        assertThat(of(sound().notReadyAfter()).state("S-15")).isEqualTo(State.NOT_MET);
        assertThat(of(sound().notReadAgain()).state("S-15")).isEqualTo(State.NOT_VERIFIABLE);
    }

    @Test
    void theNodesNamespacesRaiseTheIsolationRating() {
        Assessed host = of(sound().hostNetwork());
        assertThat(host.state("S-7")).isEqualTo(State.NOT_MET);
        assertThat(host.rating("S-7")).isEqualTo(Rating.HIGH);
        assertThat(host.state("S-18")).isEqualTo(State.NOT_MET);
        assertThat(of(sound().sharedProcesses()).state("S-7")).isEqualTo(State.OBSERVED);
    }

    @Test
    void whatWasWithinReachIsSaid() {
        assertThat(of(sound()).item("S-7").text()).contains("environment, memory and mounted ServiceAccount token");
    }

    @Test
    void hostPathVolumesAreNotMetBecauseTheyCanBeReachedThroughTheTargetsRoot() {
        assertThat(of(sound()).state("S-22c")).isEqualTo(State.VERIFIED);
        Assessed hostPath = of(sound().hostPath("logs"));
        assertThat(hostPath.state("S-22c")).isEqualTo(State.NOT_MET);
        assertThat(hostPath.item("S-22c").text()).contains("logs");
    }

    @Test
    void policiesThatWereNotReadAreNotVerifiableWithTheRightAndItsCost() {
        for (String id : new String[] {"S-18", "S-22d", "S-23c", "S-28"}) {
            assertThat(of(sound()).state(id)).isEqualTo(State.NOT_VERIFIABLE);
            assertThat(of(sound()).item(id).text()).contains("list networkpolicies", "its cost is");
        }
    }

    @Test
    void rolesAndTheAuditPolicyAreNotVerifiableWithWhatWouldShowThem() {
        assertThat(of(sound()).state("S-26")).isEqualTo(State.NOT_VERIFIABLE);
        assertThat(of(sound()).item("S-26").text()).contains("list roles, rolebindings", "its cost is");
        assertThat(of(sound()).state("S-29")).isEqualTo(State.NOT_VERIFIABLE);
        assertThat(of(sound()).item("S-29").text()).contains("no right in the API shows");
        assertThat(Assessed.of(Scans.sound().notAudited()).state("S-29")).isEqualTo(State.NOT_MET);
    }

    @Test
    void anUnknownOrLongRunningDebugContainerIsNotMet() {
        assertThat(of(sound().unknownEphemeral("debugger-x")).state("S-25")).isEqualTo(State.NOT_MET);
        assertThat(of(sound().runningSince("old", Scans.START.minusSeconds(901)))
                        .state("S-21c"))
                .isEqualTo(State.NOT_MET);
        assertThat(of(sound().runningSince("new", Scans.START.minusSeconds(899)))
                        .state("S-21c"))
                .isEqualTo(State.OBSERVED);
        assertThat(of(sound()).item("S-21c").text()).contains("not a watch");
    }

    /** The second of a pod's containers is scanned when the record of the first is in the pod. */
    @Test
    void whatThisScanAddedToAPodIsNotTakenForWhatWasThereBefore() {
        ScannedTarget first = ScannedTarget.named("checkout");
        ScannedTarget second =
                ScannedTarget.named("checkout").runningSince("distroless-scan-aaaaaaaaaa", Scans.START.plusSeconds(3));
        Assessed assessed = Assessed.of(Scans.empty().target(first).target(second));
        assertThat(assessed.item("S-25").text()).contains("No ephemeral container had been added");
    }

    @Test
    void onlyACollectedTargetShowsThatDistrolessContainersCanBeScanned() {
        assertThat(of(sound()).state("S-31")).isEqualTo(State.OBSERVED);
        assertThat(Assessed.of(Scans.unreadable()).state("S-31")).isEqualTo(State.NOT_MET);
        assertThat(Assessed.of(Scans.tampered()).state("S-31")).isEqualTo(State.NOT_MET);
        assertThat(Assessed.of(Scans.mixed()).state("S-31")).isEqualTo(State.NOT_MET);
        assertThat(of(sound().running()).state("S-31")).isEqualTo(State.NOT_VERIFIABLE);
    }

    @Test
    void forATargetWithAShellALowerRiskApproachWouldDo() {
        assertThat(of(sound().classification(Classification.STANDARD)).state("S-35"))
                .isEqualTo(State.NOT_MET);
        assertThat(of(sound().classification(Classification.UNKNOWN)).state("S-35"))
                .isEqualTo(State.NOT_VERIFIABLE);
    }

    @Test
    void evidenceCutAtABoundDoesNotShowThatTheTargetWasScanned() {
        Assessed cut = of(sound().cut("time"));
        assertThat(cut.state("S-31")).isEqualTo(State.NOT_VERIFIABLE);
        assertThat(cut.item("S-31").text()).contains("its evidence was cut at a bound (time)");
    }

    private static ScannedTarget sound() {
        return ScannedTarget.named("cart");
    }

    private static Assessed of(ScannedTarget target) {
        return Assessed.of(Scans.empty().target(target));
    }
}
