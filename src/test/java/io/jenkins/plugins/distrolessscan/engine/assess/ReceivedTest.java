package io.jenkins.plugins.distrolessscan.engine.assess;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.ScannedTarget;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange;
import io.jenkins.plugins.distrolessscan.engine.model.ContainerId;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.DebugContainer;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.PodEntry;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Pressure;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Self;
import io.jenkins.plugins.distrolessscan.engine.probe.Frames;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the probe says that it received and read, and as whom, is not what was asked for: then nothing is believed. */
class ReceivedTest {
    private static final List<String> ASKED = List.of("/probe", "--lifetime=75");
    private final Observation target = target();
    private final String container =
            ContainerId.digits(target.target().containerId()).orElse("");

    private static Observation target() {
        Observation observation = ScannedTarget.named("cart").observation();
        DebugContainer debug = observation.debugContainer().orElseThrow();
        return observation.with(
                debug.with(new PodEntry("n", ASKED, List.of(), List.of(), 1, List.of(), List.of(), List.of())));
    }

    private Optional<String> alteration(List<String> received, String read, long uid, String capabilities) {
        Evidence e = Frames.distroless();
        RuntimeEvidence runtime = new RuntimeEvidence(
                Optional.of(new Self(received, read)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
        Evidence own = Frames.withRuntime(
                Frames.with(e, Frames.probe(uid, target.identity().gid(), capabilities), e.target()), runtime);
        return Received.alteration(Received.with(target, own));
    }

    @Test
    void whatIsAsAskedForIsNoAlteration() {
        long uid = target.identity().uid();
        assertThat(alteration(ASKED, container, uid, Frames.NO_CAPABILITIES)).isEmpty();
        assertThat(alteration(ASKED, "", uid, Frames.NO_CAPABILITIES))
                .as("nothing named a container")
                .isEmpty();
    }

    @Test
    void everyDifferenceIsNamed() {
        long uid = target.identity().uid();
        assertThat(alteration(List.of("/probe", "--lifetime=9000"), container, uid, Frames.NO_CAPABILITIES))
                .get()
                .asString()
                .contains("arguments as the probe received them");
        assertThat(alteration(ASKED, "5".repeat(64), uid, Frames.NO_CAPABILITIES))
                .get()
                .asString()
                .contains("another container");
        assertThat(alteration(ASKED, container, uid + 1, Frames.NO_CAPABILITIES))
                .get()
                .asString()
                .contains("user or group");
        assertThat(alteration(ASKED, container, uid, "0000000000080000"))
                .get()
                .asString()
                .contains("capabilities");
    }

    @Test
    void suchAChangeCountsAsOneOfTheDebugContainer() {
        Observation seen = Received.with(
                target,
                Frames.with(
                        Frames.distroless(),
                        Frames.probe(0, 0, Frames.NO_CAPABILITIES),
                        Frames.distroless().target()));
        assertThat(seen.debugContainer().orElseThrow().altered()).isTrue();
        assertThat(seen.debugContainer().orElseThrow().entry().changes())
                .extracting(AdmissionChange::text)
                .containsExactly("what the node ran of the debug container: its user or group was changed");
    }

    private static Optional<String> killed(long before, long after, Optional<Long> peak, ScannedTarget pod) {
        return Received.killed(
                pod.pressure(pressure(before, peak), pressure(after, peak)).observation());
    }

    private static Pressure pressure(long kills, Optional<Long> peak) {
        return new Pressure(
                1,
                "",
                Optional.empty(),
                Optional.of(1L << 20),
                peak,
                Optional.empty(),
                Optional.of(kills),
                Optional.empty(),
                Optional.empty(),
                1,
                Optional.empty(),
                Optional.empty(),
                1);
    }

    /** The runtime's own process takes memory of the pod before the probe can look. */
    @Test
    void aKillThatTheStartMayHaveCausedIsNoCompleteScan() {
        long limit =
                ScannedTarget.named("cart").observation().pod().memoryLimit().orElseThrow();
        assertThat(killed(0, 0, Optional.of(limit), ScannedTarget.named("cart")))
                .isEmpty();
        assertThat(killed(0, 1, Optional.of(0L), ScannedTarget.named("cart")))
                .get()
                .asString()
                .contains("0 before and 1 after");
        assertThat(killed(1, 1, Optional.of(limit), ScannedTarget.named("cart")))
                .get()
                .asString()
                .contains("already (oom_kill 1)");
        assertThat(killed(1, 1, Optional.empty(), ScannedTarget.named("cart"))).isPresent();
        assertThat(killed(1, 1, Optional.of(1L << 20), ScannedTarget.named("cart")))
                .as("the target never came near the limit of its pod")
                .isEmpty();
        assertThat(killed(1, 1, Optional.of(limit), ScannedTarget.named("cart").withoutMemoryLimit()))
                .as("nothing but the node limits the pod")
                .isEmpty();
    }

    @Test
    void whatEndedMeanwhileIsKeptWithItsAge() {
        RuntimeEvidence runtime = new RuntimeEvidence(
                Optional.empty(),
                Optional.of(new RuntimeEvidence.Clock(0, 100, 1_000, 10_000, 40_000)),
                Optional.empty(),
                Optional.empty(),
                List.of(new RuntimeEvidence.Ended(7, "worker", 2_500)),
                List.of(),
                Optional.empty(),
                Optional.empty());
        Observation seen = Received.with(target, Frames.withRuntime(Frames.distroless(), runtime));
        assertThat(seen.debugContainer().orElseThrow().entry().ended())
                .containsExactly(new Observation.EndedProcess("worker", 15));
    }
}
