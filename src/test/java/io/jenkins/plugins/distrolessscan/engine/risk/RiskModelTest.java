package io.jenkins.plugins.distrolessscan.engine.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.ScannedTarget;
import io.jenkins.plugins.distrolessscan.engine.Scans;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.Fact.Source;
import io.jenkins.plugins.distrolessscan.engine.model.Level;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Rating;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RiskModelTest {
    @Test
    void everyItemOfThePageAppearsExactlyOnce() {
        Assessed assessed = Assessed.of(Scans.sound());
        List<String> ids =
                new ArrayList<>(assessed.items().stream().map(Assessed.Item::id).toList());
        assessed.risk().scenarios().forEach(scenario -> ids.add(scenario.id()));
        assessed.risk().limits().forEach(limit -> ids.add(limit.id()));
        // S-1 to S-3 are the head of the report, S-9 is the words of the ratings, S-24 the rule of the residuals.
        List<String> expected = Stream.concat(
                        IntStream.rangeClosed(4, 44)
                                .filter(n -> n != 9 && n != 24)
                                .mapToObj(n -> "S-" + n),
                        Stream.of("S-21", "S-22", "S-23").flatMap(s -> Stream.of(s + "a", s + "b", s + "c", s + "d")))
                .toList();
        assertThat(ids).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void aSoundScanHasTheseStates() {
        assertThat(Assessed.of(Scans.sound()).states())
                .containsEntry("S-4", State.NOT_MET)
                .containsEntry("S-5", State.VERIFIED)
                .containsEntry("S-6", State.VERIFIED)
                .containsEntry("S-7", State.VERIFIED)
                .containsEntry("S-8", State.VERIFIED)
                .containsEntry("S-10", State.VERIFIED)
                .containsEntry("S-11", State.NOT_MET)
                .containsEntry("S-12", State.ENFORCED)
                .containsEntry("S-13", State.VERIFIED)
                .containsEntry("S-14", State.OBSERVED)
                .containsEntry("S-15", State.OBSERVED)
                .containsEntry("S-16", State.VERIFIED)
                .containsEntry("S-17", State.OBSERVED)
                .containsEntry("S-18", State.NOT_VERIFIABLE)
                .containsEntry("S-21a", State.ENFORCED)
                .containsEntry("S-21b", State.OBSERVED)
                .containsEntry("S-21c", State.OBSERVED)
                .containsEntry("S-21d", State.VERIFIED)
                .containsEntry("S-22a", State.VERIFIED)
                .containsEntry("S-22b", State.OBSERVED)
                .containsEntry("S-22c", State.VERIFIED)
                .containsEntry("S-22d", State.NOT_VERIFIABLE)
                .containsEntry("S-23a", State.OBSERVED)
                .containsEntry("S-23b", State.VERIFIED)
                .containsEntry("S-23c", State.NOT_VERIFIABLE)
                .containsEntry("S-23d", State.VERIFIED)
                .containsEntry("S-25", State.OBSERVED)
                .containsEntry("S-26", State.NOT_VERIFIABLE)
                .containsEntry("S-27", State.OBSERVED)
                .containsEntry("S-28", State.NOT_VERIFIABLE)
                .containsEntry("S-29", State.NOT_VERIFIABLE)
                .containsEntry("S-33", State.VERIFIED)
                .containsEntry("S-36", State.NOT_MET)
                .hasSize(41);
    }

    @Test
    void theRightToAddDebugContainersIsNotMetUntilItsMisuseWasShownRefused() {
        Assessed sound = Assessed.of(Scans.sound());
        assertThat(sound.rating("S-4")).isEqualTo(Rating.HIGH);
        assertThat(sound.residual("S-11")).isEqualTo(Level.HIGH);
        assertThat(sound.item("S-11").text()).contains("as strong as exec");
        assertThat(sound.risk("S-11").advice()).contains("ValidatingAdmissionPolicy");
    }

    @Test
    void theProfileIsTheWorstOfItsPartsAndSaysWhich() {
        Assessed sound = Assessed.of(Scans.sound());
        assertThat(sound.risk().overall().baseline()).isEqualTo(Level.MEDIUM);
        assertThat(sound.risk().overall().level()).isEqualTo(Level.HIGH);
        assertThat(sound.risk().overall().text()).contains("High", "(S-4)", "(S-11)");
        assertThat(sound.state("S-30")).isEqualTo(State.NOT_MET);

        Assessed worse = Assessed.of(Scans.empty()
                .target(ScannedTarget.named("checkout")
                        .hostNetwork()
                        .hostPath("logs")
                        .context("{}")));
        assertThat(worse.residual("S-22")).isEqualTo(Level.CRITICAL);
        assertThat(worse.risk().overall().level()).isEqualTo(Level.CRITICAL);
    }

    @Test
    void aScenarioIsOneStepWorseForEachMitigationThatDoesNotHold() {
        assertThat(Assessed.of(Scans.sound()).residual("S-21")).isEqualTo(Level.LOW);
        Assessed one = Assessed.of(Scans.empty()
                .target(ScannedTarget.named("checkout").context(ScannedTarget.RESTRICTED.replace("[\"ALL\"]", "[]"))));
        assertThat(one.state("S-21d")).isEqualTo(State.NOT_MET);
        assertThat(one.residual("S-21")).isEqualTo(Level.MEDIUM);
        Assessed two = Assessed.of(Scans.empty()
                .target(ScannedTarget.named("checkout")
                        .context(ScannedTarget.RESTRICTED.replace("[\"ALL\"]", "[]"))
                        .runningSince("old", Scans.START.minusSeconds(3600))));
        assertThat(two.residual("S-21")).isEqualTo(Level.HIGH);
        assertThat(two.risk().scenarios().get(0).reason()).contains("S-21c", "S-21d");
    }

    @Test
    void withNothingAttachedEverythingThatDependsOnADebugContainerIsNotVerifiable() {
        Assessed nothing = Assessed.of(Scans.empty());
        List<String> independent =
                List.of("S-4", "S-6", "S-10", "S-11", "S-12", "S-26", "S-29", "S-30", "S-36", "S-37");
        assertThat(nothing.items())
                .filteredOn(item -> !independent.contains(item.id()))
                .allSatisfy(item -> assertThat(item.state()).isEqualTo(State.NOT_VERIFIABLE));
        assertThat(nothing.rating("S-8")).isEqualTo(Rating.MODERATE);
        assertThat(nothing.item("S-8").text()).contains("No debug container was attached");
    }

    @Test
    void theStateOverSeveralTargetsIsTheWorstAndNamesThem() {
        Assessed mixed =
                Assessed.of(Scans.sound().target(ScannedTarget.named("cart").restarted()));
        assertThat(mixed.state("S-15")).isEqualTo(State.NOT_MET);
        assertThat(mixed.item("S-15").text()).contains("shop/cart/app: The target is not as before");
        assertThat(mixed.item("S-15").text()).contains("All 2 attached targets: ");
    }

    @Test
    void atMostFiveTargetsAreNamedAndTheRestIsCounted() {
        Scans scans = Scans.sound();
        IntStream.range(0, 30)
                .forEach(n -> scans.target(ScannedTarget.named("cart-" + n).restarted()));
        String text = Assessed.of(scans).item("S-15").text();
        assertThat(text).contains("shop/cart-4/app and 25 more: ").doesNotContain("cart-5/");
    }

    @Test
    void evidenceStaysBoundedWhateverTheNumberOfTargets() {
        Scans scans = Scans.empty();
        IntStream.range(0, 500)
                .forEach(n -> scans.target(
                        ScannedTarget.named("p" + n).image("registry.test/x:" + n, "registry.test/x:" + n)));
        Assessed assessed = Assessed.of(scans);
        assertThat(assessed.items())
                .allSatisfy(item -> assertThat(item.evidence()).hasSizeLessThanOrEqualTo(40));
        assertThat(assessed.item("S-23a").text()).contains("further facts are not repeated here");
    }

    @Test
    void aDemonstrationSaysThatAllFactsWerePlayedAndProvesNoTarget() {
        Assessed demo = Assessed.of(Scans.sound().demo());
        assertThat(demo.state("S-31")).isEqualTo(State.NOT_VERIFIABLE);
        assertThat(demo.item("S-8").text()).contains("Demonstration: cluster, node and probe were played");
        assertThat(demo.items())
                .filteredOn(item -> item.evidence().stream().anyMatch(fact -> fact.source() != Source.CLIENT))
                .allSatisfy(item -> assertThat(item.text()).contains("were played"));
    }

    @Test
    void hostileTextIsMadePlainAndShort() {
        String hostile = "\u202E<script>\u0000\n" + "x".repeat(100_000);
        Assessed assessed = Assessed.of(Scans.empty()
                .target(ScannedTarget.named("checkout")
                        .image(hostile, hostile)
                        .endedBy(hostile, 1)
                        .hostPath(hostile)
                        .difference(hostile)
                        .unknownEphemeral(hostile)
                        .context(hostile))
                .excess(hostile)
                .userName(hostile)
                .tls(hostile));
        assertThat(assessed.items().stream().flatMap(item -> item.evidence().stream()))
                .extracting(Fact::text)
                .allSatisfy(text -> assertThat(text).hasSizeLessThan(1_500).doesNotContain("\u202E", "\u0000", "\n"));
    }

    @Test
    void theComparisonShowsThisRunBesideBothOtherApproaches() {
        Assessed sound = Assessed.of(Scans.sound());
        assertThat(sound.risk().comparison())
                .filteredOn(row -> row.id().equals("S-4"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.kubernetesApi()).isEqualTo("Low");
                    assertThat(row.debugContainer()).isEqualTo("Moderate");
                    assertThat(row.thisRun()).isEqualTo("High");
                    assertThat(row.sidecar()).isEqualTo("Moderate");
                });
        assertThat(sound.item("S-20").text()).contains("2 s of the pod's life of 9 d");
    }

    @Test
    void theLimitsAreInEveryAssessment() {
        Stream.of(Scans.sound(), Scans.empty(), Scans.tampered(), Scans.mixed())
                .map(Assessed::of)
                .forEach(assessed -> assertThat(assessed.risk().limits())
                        .extracting(limit -> limit.id())
                        .containsExactly("S-38", "S-39", "S-40", "S-41", "S-42", "S-43", "S-44"));
    }
}
