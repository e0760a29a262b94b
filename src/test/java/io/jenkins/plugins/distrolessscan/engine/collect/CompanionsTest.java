package io.jenkins.plugins.distrolessscan.engine.collect;

import static io.jenkins.plugins.distrolessscan.engine.collect.PlayedNode.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange.Place;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Companion;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.EphemeralFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.Phase;
import io.jenkins.plugins.distrolessscan.engine.probe.SamplePods;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which ephemeral containers of others count, and as what. */
class CompanionsTest {
    private static PodFacts pod(EphemeralFacts... ephemeral) {
        return SamplePods.pod(SamplePods.storage(OptionalLong.empty()), ephemeral);
    }

    private static EphemeralFacts running(String name) {
        return SamplePods.ephemeral(name, Phase.RUNNING, Optional.of(NOW), Optional.empty());
    }

    private static EphemeralFacts ended(String name) {
        return SamplePods.ephemeral(name, Phase.TERMINATED, Optional.of(NOW), Optional.of(NOW.plusSeconds(9)));
    }

    @Test
    void whatRanBeforeCountsAndWhatHadEndedDoesNot() {
        Companions companions = new Companions(pod(running("a"), ended("b")), "own", List.of());
        assertThat(companions.found()).extracting(Companion::name).containsExactly("a");
        companions.seen(pod(ended("a"), ended("b"), running("own"), running("c")));
        assertThat(companions.found()).extracting(Companion::name).containsExactly("a", "c");
        assertThat(companions.found().get(0).finished())
                .as("what is known of it is what was seen last")
                .contains(NOW.plusSeconds(9));
    }

    @Test
    void onlyWhatAdmissionAddedAsAnotherContainerIsInjected() {
        List<AdmissionChange> changes = List.of(
                new AdmissionChange(Place.OTHER_CONTAINER, Kind.ADDED, "added"),
                new AdmissionChange(Place.OTHER_CONTAINER, Kind.CHANGED, "changed"),
                new AdmissionChange(Place.ENTRY, Kind.ADDED, "env"));
        Companions companions =
                new Companions(pod(running("added"), running("changed"), running("env")), "own", changes);
        assertThat(companions.found())
                .filteredOn(Companion::injected)
                .extracting(Companion::name)
                .containsExactly("added");
    }

    @Test
    void aNameAsThisProgramGivesIsCalledOurs() {
        Companions companions =
                new Companions(pod(running("distroless-scan-aaaaaaaaaa"), running("debugger")), "own", List.of());
        assertThat(companions.found()).extracting(Companion::ours).containsExactly(true, false);
    }

    @Test
    void beyondThirtyTwoOnlyTheKnownOnesAreKeptUpToDate() {
        Companions companions = new Companions(
                pod(IntStream.range(0, 40).mapToObj(i -> running("x" + i)).toArray(EphemeralFacts[]::new)),
                "own",
                List.of());
        assertThat(companions.found()).hasSize(32);
        companions.seen(pod(Stream.of(ended("x0"), ended("x39")).toArray(EphemeralFacts[]::new)));
        assertThat(companions.found())
                .hasSize(32)
                .filteredOn(c -> c.finished().isPresent())
                .extracting(Companion::name)
                .containsExactly("x0");
    }
}
