package io.jenkins.plugins.distrolessscan.engine.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.ScannedTarget;
import io.jenkins.plugins.distrolessscan.engine.Scans;
import io.jenkins.plugins.distrolessscan.engine.model.Level;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Companion;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Rating;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Pressure;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How debug containers ended, how long they ran, what they were: S-5, S-8, S-13, S-14, S-17, S-21 to S-23, S-33. */
class DebugContainerRulesTest {
    private static final ScannedTarget SOUND = ScannedTarget.named("checkout");

    @Test
    void persistenceIsNoneOnlyWhenEveryDebugContainerIsSeenToHaveEnded() {
        assertThat(Assessed.of(Scans.sound()).rating("S-8")).isEqualTo(Rating.NONE);
        Assessed one =
                Assessed.of(Scans.sound().target(ScannedTarget.named("cart").running()));
        assertThat(one.state("S-8")).isEqualTo(State.NOT_MET);
        assertThat(one.rating("S-8")).isEqualTo(Rating.MODERATE);
        assertThat(one.item("S-8").text()).contains("shop/cart/app: The debug container was not seen to end");
        assertThat(one.residual("S-13")).isEqualTo(Level.HIGH);
        assertThat(one.state("S-32")).isEqualTo(State.NOT_MET);
    }

    @Test
    void anEntryThatNeverStartedHasNotEnded() {
        Assessed assessed = Assessed.of(Scans.notStarted());
        assertThat(assessed.state("S-8")).isEqualTo(State.NOT_MET);
        assertThat(assessed.item("S-8").text()).contains("its entry stays");
        assertThat(assessed.state("S-21a")).isEqualTo(State.NOT_VERIFIABLE);
    }

    @Test
    void aLostAnswerLeavesOpenWhetherADebugContainerWasStored() {
        Assessed assessed =
                Assessed.of(Scans.sound().target(ScannedTarget.named("cart").failed()));
        assertThat(assessed.state("S-8")).isEqualTo(State.NOT_VERIFIABLE);
        assertThat(assessed.rating("S-8")).isEqualTo(Rating.MODERATE);
        assertThat(assessed.item("S-8").text()).contains("shop/cart/app: the request");
        assertThat(assessed.state("S-5")).isEqualTo(State.NOT_VERIFIABLE);
        assertThat(assessed.item("S-5").text()).contains("shop/cart/app: whether a debug container was added");
    }

    @Test
    void nothingIsSaidToBeUnattachedWhenTheOnlyAnswerWasLost() {
        Assessed lost =
                Assessed.of(Scans.empty().target(ScannedTarget.named("cart").failed()));
        assertThat(lost.item("S-5").text())
                .contains("Whether a debug container was attached in this run is not known: the exposure window")
                .doesNotContain("No debug container was attached");
        assertThat(lost.risk().toString()).doesNotContain("No debug container was attached");
        Assessed refused =
                Assessed.of(Scans.empty().target(ScannedTarget.named("cart").refused()));
        assertThat(refused.item("S-5").text()).contains("No debug container was attached in this run");
    }

    @Test
    void aRefusedDryRunLeavesNothingBehind() {
        assertThat(Assessed.of(Scans.sound().target(ScannedTarget.named("cart").refused()))
                        .rating("S-8"))
                .isEqualTo(Rating.NONE);
    }

    @Test
    void aPodThatWentAwayTookItsDebugContainerAlongButTheKubeletDidNotSaySo() {
        Assessed assessed = Assessed.of(Scans.empty()
                .target(ScannedTarget.named("cart")
                        .running()
                        .notReadAgain()
                        .outcome(Outcome.TARGET_CHANGED, "The pod is gone.")));
        assertThat(assessed.state("S-8")).isEqualTo(State.NOT_VERIFIABLE);
        assertThat(assessed.state("S-5")).isEqualTo(State.NOT_VERIFIABLE);
    }

    @Test
    void theExposureWindowIsSummedOverAllTargets() {
        Assessed assessed =
                Assessed.of(Scans.sound().target(ScannedTarget.named("cart").ran(Duration.ofSeconds(40))));
        assertThat(assessed.item("S-5").text())
                .contains("Exposure window: 42 s over 2 debug containers, the longest 40 s; the limit is 120 s each.");
    }

    @Test
    void aWindowBeyondTheLifetimeIsNotMet() {
        Assessed assessed =
                Assessed.of(Scans.empty().target(ScannedTarget.named("cart").ran(Duration.ofSeconds(300))));
        assertThat(assessed.state("S-5")).isEqualTo(State.NOT_MET);
        assertThat(assessed.state("S-21a")).isEqualTo(State.NOT_MET);
        assertThat(assessed.state("S-23b")).isEqualTo(State.NOT_MET);
    }

    @Test
    void resourceLimitsAreNeverSaidToBeEnforced() {
        Assessed assessed = Assessed.of(Scans.sound());
        assertThat(assessed.state("S-14")).isEqualTo(State.OBSERVED);
        assertThat(assessed.item("S-14").text())
                .contains("Resource limits cannot be set on an ephemeral container", "S-39", "128 MiB");
    }

    @Test
    void aTargetThatSufferedOrACapThatWasNotKeptIsNotMet() {
        for (ScannedTarget target : List.of(
                ScannedTarget.named("cart").endedBy("OOMKilled", 0),
                ScannedTarget.named("cart").bytes(2 << 20),
                ScannedTarget.named("cart").restarted())) {
            assertThat(Assessed.of(Scans.empty().target(target)).state("S-14")).isEqualTo(State.NOT_MET);
        }
    }

    @Test
    void aPodWithoutAMemoryLimitIsNotMet() {
        Assessed assessed = of(ScannedTarget.named("cart").withoutMemoryLimit());
        assertThat(assessed.state("S-14")).isEqualTo(State.NOT_MET);
        assertThat(assessed.item("S-14").text()).contains("because these containers have none: app");
        assertThat(assessed.risk("S-14").advice()).contains("every container of it");
    }

    @Test
    void aMemoryLimitOfThePodItselfHoldsTheDebugContainerToo() {
        Assessed assessed = of(ScannedTarget.named("cart").withoutMemoryLimit().podMemoryLimit(96L << 20));
        assertThat(assessed.state("S-14")).isEqualTo(State.OBSERVED);
        assertThat(assessed.item("S-14").text()).contains("the pod, which has a memory limit of 96 MiB.");
    }

    @Test
    void anImageByTagIsNotMetAndOneByDigestIsObserved() {
        assertThat(Assessed.of(Scans.sound()).state("S-23a")).isEqualTo(State.OBSERVED);
        Assessed tag = Assessed.of(Scans.empty()
                .target(ScannedTarget.named("cart").image("registry.test/probe:1", "registry.test/probe@sha256:ab")));
        assertThat(tag.state("S-23a")).isEqualTo(State.NOT_MET);
        assertThat(tag.residual("S-17")).isEqualTo(Level.HIGH);
        assertThat(tag.risk("S-17").advice()).contains("by its digest");
        Assessed unknown =
                Assessed.of(Scans.empty().target(ScannedTarget.named("cart").image(Scans.IMAGE, "")));
        assertThat(unknown.state("S-23a")).isEqualTo(State.NOT_VERIFIABLE);
    }

    @Test
    void theStoredSecurityContextIsReadBack() {
        assertThat(Assessed.of(Scans.sound()).state("S-22a")).isEqualTo(State.VERIFIED);
        for (String weaker : List.of(
                ScannedTarget.RESTRICTED.replace("\"allowPrivilegeEscalation\":false,", ""),
                ScannedTarget.RESTRICTED.replace("[\"ALL\"]", "[\"ALL\"],\"add\":[\"SYS_PTRACE\"]"),
                ScannedTarget.RESTRICTED.replace("\"readOnlyRootFilesystem\":true,", ""),
                ScannedTarget.RESTRICTED.replace("RuntimeDefault", "Unconfined"),
                ScannedTarget.RESTRICTED.replace("\"runAsUser\":65532", "\"runAsUser\":0"),
                ScannedTarget.RESTRICTED.replace("\"runAsNonRoot\":true", "\"privileged\":true"),
                "{}")) {
            assertThat(of(ScannedTarget.named("cart").context(weaker)).state("S-22a"))
                    .as(weaker)
                    .isEqualTo(State.NOT_MET);
        }
    }

    @Test
    void aContextThatWasNotReadBackIsNotVerifiable() {
        for (String text : List.of("", "no JSON", "[]", "null")) {
            assertThat(of(ScannedTarget.named("cart").context(text)).state("S-21d"))
                    .isEqualTo(State.NOT_VERIFIABLE);
        }
    }

    @Test
    void anEffectiveContextThatDiffersIsNotMetAndItsSilenceWeakensNothing() {
        assertThat(of(ScannedTarget.named("cart").contextDiffers()).state("S-22a"))
                .isEqualTo(State.NOT_MET);
        assertThat(of(ScannedTarget.named("cart").silent()).state("S-22a")).isEqualTo(State.VERIFIED);
    }

    @Test
    void aPodThatDiffersByTheOneEntryIsVerified() {
        assertThat(of(SOUND).state("S-33")).isEqualTo(State.VERIFIED);
        Assessed changed = of(ScannedTarget.named("cart").difference("labels changed"));
        assertThat(changed.state("S-33")).isEqualTo(State.NOT_MET);
        assertThat(changed.state("S-5")).isEqualTo(State.NOT_MET);
        assertThat(changed.item("S-33").text()).contains("labels changed");
    }

    private static Assessed of(ScannedTarget target) {
        return Assessed.of(Scans.empty().target(target));
    }

    @Test
    void aDebugContainerThatAdmissionChangedKeepsNoneOfItsPromises() {
        Assessed altered = of(ScannedTarget.named("cart").altered("args"));
        for (String id : List.of("S-5", "S-8", "S-13", "S-17", "S-21a", "S-22a", "S-22b", "S-22c", "S-32", "S-33")) {
            assertThat(altered.state(id)).as(id).isEqualTo(State.NOT_MET);
        }
        assertThat(altered.item("S-21a").text()).contains("args was changed").doesNotContain("was told to");
    }

    @Test
    void whatCameInWithItAndRunsOnIsHeldAgainstTheEnd() {
        Companion injected = new Companion("injected", false, true, "x", Optional.empty(), Optional.empty());
        Assessed two = of(ScannedTarget.named("cart").companion(injected));
        for (String id : List.of("S-5", "S-8", "S-13", "S-32")) {
            assertThat(two.state(id)).as(id).isEqualTo(State.NOT_MET);
        }
        assertThat(two.item("S-8").text()).contains("injected");
    }

    @Test
    void anotherScanAtTheSameTimeTakesOneAtATime() {
        Companion other = new Companion(
                "distroless-scan-aaaaaaaaaa", true, false, "x", Optional.of(Scans.START), Optional.of(Scans.END));
        Assessed two = of(ScannedTarget.named("cart").companion(other));
        assertThat(two.state("S-5")).isEqualTo(State.NOT_MET);
        assertThat(two.item("S-5").text()).contains("another scan's debug container, distroless-scan-aaaaaaaaaa");
        assertThat(two.state("S-8")).isEqualTo(State.VERIFIED);
    }

    private static Pressure pressure(Optional<Long> kills, long cpu, long wall) {
        return new Pressure(
                2,
                "",
                Optional.of(50_331_648L),
                Optional.of(40_000_000L),
                Optional.of(45_000_000L),
                Optional.of(1_000_000L),
                kills,
                Optional.of(0L),
                Optional.of(0L),
                cpu,
                Optional.of(cpu),
                Optional.of(cpu / 2),
                wall);
    }

    @Test
    void aProcessThatTheKernelKilledMeanwhileIsHeldAgainstTheScan() {
        Assessed killed = of(ScannedTarget.named("cart")
                .pressure(pressure(Optional.of(1L), 10, 0), pressure(Optional.of(2L), 110, 1_000)));
        assertThat(killed.state("S-14")).isEqualTo(State.NOT_MET);
        assertThat(killed.item("S-14").text()).contains("During the scan the kernel killed", "1 in number");
        assertThat(killed.item("S-14").text())
                .contains("used 100 ms of CPU time in 1000 ms", "ran for 100 ms a second");
    }

    /** The runtime starts the debug container in the pod's memory, before the probe can look. */
    @Test
    void aKillBeforeTheProbesFirstLookIsNotSaidToBeNone() {
        Assessed before = of(ScannedTarget.named("cart")
                .pressure(pressure(Optional.of(1L), 10, 0), pressure(Optional.of(1L), 20, 1_000)));
        assertThat(before.state("S-14")).isEqualTo(State.NOT_VERIFIABLE);
        Assessed unknown = of(ScannedTarget.named("cart")
                .pressure(pressure(Optional.empty(), 10, 0), pressure(Optional.empty(), 20, 1_000)));
        assertThat(unknown.state("S-14")).isEqualTo(State.NOT_VERIFIABLE);
        Assessed none = of(ScannedTarget.named("cart")
                .pressure(pressure(Optional.of(0L), 10, 0), pressure(Optional.of(0L), 20, 1_000)));
        assertThat(none.state("S-14")).isEqualTo(State.OBSERVED);
    }

    @Test
    void whatEndedInThePodMeanwhileIsTold() {
        assertThat(of(ScannedTarget.named("cart")).item("S-15").text()).doesNotContain("ended during");
        Assessed worker = of(ScannedTarget.named("cart").processEnded("worker", 12));
        assertThat(worker.state("S-15")).isEqualTo(State.OBSERVED);
        assertThat(worker.item("S-15").text()).contains("worker (12 s old)");
        Assessed restarted = of(ScannedTarget.named("cart").restarted("proxy"));
        assertThat(restarted.state("S-15")).isEqualTo(State.NOT_MET);
        assertThat(restarted.item("S-15").text()).contains("restarted or replaced during the scan: proxy");
    }
}
