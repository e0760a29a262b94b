package io.jenkins.plugins.distrolessscan.engine.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.SilentCluster;
import io.jenkins.plugins.distrolessscan.engine.TestPace;
import io.jenkins.plugins.distrolessscan.engine.collect.EndVerification.End;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.EphemeralFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.Phase;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.probe.SamplePods;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndVerificationTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:00Z");
    private static final TestPace PACE = new TestPace(NOW);
    private static final PodFacts WITHOUT = pod();
    private static final PodFacts RUNS =
            pod(SamplePods.ephemeral("dbg", Phase.RUNNING, Optional.of(NOW), Optional.empty()));
    private static final PodFacts ENDED = pod(SamplePods.ended("dbg", "Completed", 0, Optional.of(NOW)));

    private static PodFacts pod(EphemeralFacts... ephemeral) {
        return SamplePods.pod(SamplePods.named("app"), ephemeral);
    }

    private static Progress.Attachment attachment(String podUid, Instant notAfter) {
        return new Progress.Attachment(
                WITHOUT.namespace(), WITHOUT.name(), podUid, "dbg", "nonce", notAfter, notAfter.plusSeconds(75));
    }

    /** Answers one of these at a time, the last for ever: a pod, or a kind of failure. */
    private static EndVerification over(Object... answers) {
        Deque<Object> left = new ArrayDeque<>(Arrays.asList(answers));
        return new EndVerification(
                new SilentCluster() {
                    @Override
                    public PodFacts pod(String namespace, String name) throws ScanException {
                        Object answer = left.size() > 1 ? left.poll() : left.peek();
                        if (answer instanceof ScanException.Kind kind) {
                            throw new ScanException(kind, "It went wrong.");
                        }
                        return (PodFacts) answer;
                    }
                },
                PACE);
    }

    private static End now(Object answer, Progress.Attachment attachment) throws ScanException {
        return over(answer).now(attachment);
    }

    @Test
    void whatTerminatedOrWentWithItsPodHasEnded() throws Exception {
        Progress.Attachment ours = attachment(WITHOUT.uid(), NOW.plusSeconds(30));
        assertThat(now(ENDED, ours).ended()).isTrue();
        assertThat(now(ENDED, ours).text()).contains("terminated at", "Completed");
        assertThat(now(RUNS, attachment("another", NOW)).text()).contains("was replaced");
        assertThat(now(ScanException.Kind.NOT_FOUND, ours).ended()).isTrue();
    }

    @Test
    void whatRunsOrMayStillBeStoredHasNot() throws Exception {
        Progress.Attachment ours = attachment(WITHOUT.uid(), NOW.plusSeconds(30));
        assertThat(now(RUNS, ours).ended()).isFalse();
        assertThat(now(RUNS, ours).text()).contains("has not been seen to end; it ends by itself by");
        assertThat(now(WITHOUT, ours).ended()).isFalse();
        assertThat(now(WITHOUT, attachment(WITHOUT.uid(), NOW.minusSeconds(1))).ended())
                .isTrue();
    }

    @Test
    void theEndIsWaitedForThroughAFaultOfTheConnection() throws Exception {
        Progress.Attachment ours = attachment(WITHOUT.uid(), NOW.plusSeconds(30));
        assertThat(over(ScanException.Kind.CONNECTION, RUNS, ENDED).await(List.of(ours)))
                .singleElement()
                .satisfies(end -> assertThat(end.ended()).isTrue());
    }

    @Test
    void nothingIsWaitedForBeyondTheMomentThatWasGiven() throws Exception {
        Progress.Attachment ours = attachment(WITHOUT.uid(), NOW.plusSeconds(30));
        assertThat(over(ScanException.Kind.CONNECTION).await(List.of(ours), NOW.minus(Duration.ofSeconds(1))))
                .singleElement()
                .satisfies(end -> {
                    assertThat(end.ended()).isFalse();
                    assertThat(end.text()).isEqualTo("It went wrong.");
                });
    }
}
