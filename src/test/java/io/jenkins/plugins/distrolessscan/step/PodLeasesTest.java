package io.jenkins.plugins.distrolessscan.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose turn it is at a pod. */
class PodLeasesTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
    private static final String SERVER = "https://cluster.example";

    private final ScanState first = new ScanState();
    private final ScanState second = new ScanState();
    private final PodLeases leases = new PodLeases(List::of);

    @Test
    void aPodIsOneScansUntilItLeaves() {
        assertThat(ask(first, NOW)).isNull();
        assertThat(ask(first, NOW)).isNull();
        assertThat(ask(second, NOW)).isEqualTo("build of first");
        leases.leave(SERVER, "uid", second);
        assertThat(ask(second, NOW)).isEqualTo("build of first");
        leases.leave(SERVER, "uid", first);
        assertThat(ask(second, NOW)).isNull();
        assertThat(ask(first, NOW)).isEqualTo("build of second");
    }

    @Test
    void theUidOfAnotherClusterIsAnotherPod() {
        assertThat(ask(first, NOW)).isNull();
        assertThat(leases.ask("https://other.example", "uid", second, "build of second", NOW))
                .isEmpty();
    }

    @Test
    void itEndsWithTheDebugContainersOwnEndWhoeverForgetsToSaySo() {
        ask(first, NOW);
        attach(first, NOW.plusSeconds(130));
        leases.end(first);
        assertThat(leases.ask(SERVER, "uid", second, "build of second", NOW))
                .hasValue(new PodLeases.Held("build of first", NOW.plusSeconds(130)));
        assertThat(ask(second, NOW.plusSeconds(129))).isEqualTo("build of first");
        assertThat(ask(second, NOW.plusSeconds(130))).isNull();
        assertThat(leases.size()).isEqualTo(1);
    }

    @Test
    void aScanThatAttachedNothingHoldsNothingAfterItsEnd() {
        ask(first, NOW);
        leases.end(first);
        assertThat(leases.size()).isZero();
    }

    @Test
    void anAgentCannotHoldAPodForLongerThanADebugContainerLives() {
        ask(first, NOW);
        attach(first, Instant.ofEpochSecond(253_402_300_799L));
        assertThat(ask(second, NOW.plusSeconds(301))).isNull();
    }

    @Test
    void nothingIsAddedToAPodThatAnotherScanHasMeanwhile() {
        ask(first, NOW);
        Instant late = NOW.plusSeconds(121);
        assertThat(ask(second, late)).isNull();
        assertThat(leases.attaching(SERVER, added(late.plusSeconds(100)), first, "build of first", late))
                .hasValueSatisfying(held -> assertThat(held.build()).isEqualTo("build of second"));
    }

    @Test
    void theEndThatTheKubeletHasSeenFreesThePod() {
        ask(first, NOW);
        attach(first, NOW.plusSeconds(130));
        leases.ended("uid", "another");
        assertThat(ask(second, NOW)).isEqualTo("build of first");
        leases.ended("uid", "distroless-scan-x");
        assertThat(ask(second, NOW)).isNull();
    }

    @Test
    void afterARestartTheRegisteredContainersHoldTheirPodsAndTheirOwnScanGoesOn() {
        ScanState.Added added = added(NOW.plusSeconds(100));
        RegisteredContainer.ScanOrigin origin =
                new RegisteredContainer.ScanOrigin("shop", 3, "id", "prod", SERVER, "", "scanner", "", "image");
        PodLeases restarted = new PodLeases(() -> List.of(new RegisteredContainer(origin, added)));
        assertThat(restarted.ask(SERVER, "uid", second, "build of second", NOW))
                .hasValue(new PodLeases.Held("shop#3", NOW.plusSeconds(100)));
        first.add(added);
        assertThat(restarted.ask(SERVER, "uid", first, "shop#3", NOW)).isEmpty();
        assertThat(restarted.ask(SERVER, "uid", second, "build of second", NOW)).isPresent();
    }

    private String ask(ScanState scan, Instant now) {
        return leases.ask(SERVER, "uid", scan, scan == first ? "build of first" : "build of second", now)
                .map(PodLeases.Held::build)
                .orElse(null);
    }

    private void attach(ScanState scan, Instant endsBy) {
        assertThat(leases.attaching(SERVER, added(endsBy), scan, "build of first", NOW))
                .isEmpty();
    }

    private static ScanState.Added added(Instant endsBy) {
        return new ScanState.Added("shop", "checkout", "uid", "distroless-scan-x", "nonce", 0, endsBy.getEpochSecond());
    }
}
