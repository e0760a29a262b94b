package io.jenkins.plugins.distrolessscan.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.ScannedTarget;
import io.jenkins.plugins.distrolessscan.engine.cluster.TargetSelection.Choice;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The first target goes alone, and what would only repeat a failure is not begun. */
class TargetQueueTest {
    private static final Clock CLOCK = Clock.systemUTC();

    private final List<String> begun = Collections.synchronizedList(new ArrayList<>());

    private static List<Choice> choices(String... pods) {
        return Stream.of(pods).map(pod -> choice(ScannedTarget.named(pod))).toList();
    }

    private static Choice choice(ScannedTarget target) {
        Observation observation = target.observation();
        return new Choice(
                observation.pod(),
                observation.pod().container(observation.target().container()).orElseThrow());
    }

    private TargetQueue queue(TargetQueue.Scanning scanning) {
        Limits oneAtATime = new Limits(
                Duration.ofMinutes(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                1024 * 1024,
                1);
        return new TargetQueue(
                target -> {
                    begun.add(target.pod().name());
                    return scanning.scan(target);
                },
                oneAtATime,
                CLOCK,
                CLOCK.instant());
    }

    private static Scanned failed(Choice target, StartFailure failure) {
        return new Scanned(ScannedTarget.named(target.pod().name()).notStarted().observation(), failure.name());
    }

    @Test
    void twoEqualFailuresToStartEndIt() throws Exception {
        TargetQueue queue = queue(target -> failed(target, StartFailure.IMAGE_NOT_PULLED));
        assertThat(queue.run(choices("a", "b", "c", "d"))).hasSize(2);
        assertThat(begun).containsExactly("a", "b");
        assertThat(queue.notBegun()).extracting(PassedOver::pod).containsExactly("c", "d");
        assertThat(queue.notBegun()).extracting(PassedOver::reason).containsOnly(PassedOver.Reason.STOPPED_EARLY);
    }

    @Test
    void differentFailuresDoNot() throws Exception {
        TargetQueue queue = queue(target ->
                failed(target, target.pod().name().equals("a") ? StartFailure.IMAGE_NOT_PULLED : StartFailure.NOT_RUN));
        assertThat(queue.run(choices("a", "b"))).hasSize(2);
        assertThat(queue.notBegun()).isEmpty();
    }

    @Test
    void whatWasReadIsNoFailureHoweverOften() throws Exception {
        TargetQueue queue = queue(
                target -> new Scanned(ScannedTarget.named(target.pod().name()).observation(), ""));
        assertThat(queue.run(choices("a", "b", "c"))).hasSize(3);
    }

    @Test
    void noTargetIsBegunWhoseEvidenceMightNotFit() throws Exception {
        byte[] large = new byte[1024 * 1024];
        TargetQueue queue = queue(target -> new Scanned(
                FactsFileTest.withEvidence(
                        ScannedTarget.named(target.pod().name()).observation(), large),
                ""));
        String[] pods = IntStream.range(0, 60).mapToObj(i -> "pod-" + i).toArray(String[]::new);
        assertThat(queue.run(choices(pods))).hasSize(48);
        assertThat(queue.notBegun())
                .hasSize(12)
                .allSatisfy(passed -> assertThat(passed.text()).contains("48 MiB", "another scan"));
    }

    @Test
    void smallEvidenceLeavesRoomForMore() throws Exception {
        TargetQueue queue = queue(target -> new Scanned(
                FactsFileTest.withEvidence(
                        ScannedTarget.named(target.pod().name()).observation(), new byte[300]),
                ""));
        String[] pods = IntStream.range(0, 60).mapToObj(i -> "pod-" + i).toArray(String[]::new);
        assertThat(queue.run(choices(pods))).hasSize(60);
    }

    @Test
    void aFaultOfTheWholeScanIsHandedOn() {
        TargetQueue queue = queue(target -> {
            if (target.pod().name().equals("a")) {
                return new Scanned(ScannedTarget.named("a").observation(), "");
            }
            throw new ScanException(ScanException.Kind.INTERRUPTED, "stopped");
        });
        assertThatThrownBy(() -> queue.run(choices("a", "b")))
                .isInstanceOf(ScanException.class)
                .hasMessage("stopped");
    }

    @Test
    @Timeout(120)
    void aTargetThatWasInterruptedHasLeftWhenTheQueueReturns() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        AtomicBoolean left = new AtomicBoolean();
        TargetQueue queue = queue(target -> {
            if (target.pod().name().equals("a")) {
                return new Scanned(ScannedTarget.named("a").observation(), "");
            }
            inside.countDown();
            try {
                Thread.sleep(Duration.ofMinutes(5).toMillis());
            } finally {
                left.set(true);
            }
            throw new AssertionError("it was not interrupted");
        });
        Thread build = Thread.currentThread();
        Thread stop = new Thread(() -> {
            try {
                inside.await();
            } catch (InterruptedException e) {
                return;
            }
            build.interrupt();
        });
        stop.start();
        assertThatThrownBy(() -> queue.run(choices("a", "b"))).isInstanceOf(InterruptedException.class);
        assertThat(left).isTrue();
        stop.join();
    }
}
