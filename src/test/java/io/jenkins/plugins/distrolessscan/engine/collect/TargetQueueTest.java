package io.jenkins.plugins.distrolessscan.engine.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.ScannedTarget;
import io.jenkins.plugins.distrolessscan.engine.cluster.Pace;
import io.jenkins.plugins.distrolessscan.engine.collect.TargetResult.LeftAlone;
import io.jenkins.plugins.distrolessscan.engine.collect.TargetResult.Scanned;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.probe.Margins;
import io.jenkins.plugins.distrolessscan.engine.probe.SamplePods;
import io.jenkins.plugins.distrolessscan.engine.target.TargetSelection.Choice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The first target goes alone, and what would only repeat a failure is not begun. */
class TargetQueueTest {
    private static final Pace PACE = Pace.system();

    private final List<String> begun = Collections.synchronizedList(new ArrayList<>());
    private final List<PassedOver> passed = Collections.synchronizedList(new ArrayList<>());

    private static List<Choice> choices(String... pods) {
        return Stream.of(pods).map(pod -> choice(ScannedTarget.named(pod))).toList();
    }

    private static Choice choice(ScannedTarget target) {
        Observation observation = target.observation();
        return new Choice(
                observation.pod(),
                observation.pod().container(observation.target().container()).orElseThrow());
    }

    private static Choice choice(String pod, String container) {
        return new Choice(ScannedTarget.named(pod).observation().pod(), SamplePods.named(container));
    }

    private TargetQueue queue(TargetQueue.Scanning scanning) {
        return queue(scanning, 1);
    }

    private TargetQueue queue(TargetQueue.Scanning scanning, int parallel) {
        Limits limits = new Limits(
                Duration.ofMinutes(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                1024 * 1024,
                parallel,
                Margins.DEFAULT);
        return new TargetQueue(
                target -> {
                    begun.add(target.pod().name());
                    return scanning.scan(target);
                },
                passed::add,
                limits,
                PACE,
                PACE.now());
    }

    private static Scanned read(Choice target) {
        return new Scanned(ScannedTarget.named(target.pod().name()).observation(), "", false);
    }

    private static Scanned failed(Choice target, StartFailure failure) {
        return new Scanned(ScannedTarget.named(target.pod().name()).notStarted().observation(), failure.name(), false);
    }

    @Test
    void twoEqualFailuresToStartEndIt() throws Exception {
        TargetQueue queue = queue(target -> failed(target, StartFailure.IMAGE_NOT_PULLED));
        assertThat(queue.run(choices("a", "b", "c", "d"))).hasSize(2);
        assertThat(begun).containsExactly("a", "b");
        assertThat(passed).extracting(PassedOver::pod).containsExactly("c", "d");
        assertThat(passed).extracting(PassedOver::reason).containsOnly(PassedOver.Reason.STOPPED_EARLY);
    }

    @Test
    void differentFailuresDoNot() throws Exception {
        TargetQueue queue = queue(target ->
                failed(target, target.pod().name().equals("a") ? StartFailure.IMAGE_NOT_PULLED : StartFailure.NOT_RUN));
        assertThat(queue.run(choices("a", "b"))).hasSize(2);
        assertThat(passed).isEmpty();
    }

    @Test
    void whatWasReadIsNoFailureHoweverOften() throws Exception {
        assertThat(queue(TargetQueueTest::read).run(choices("a", "b", "c"))).hasSize(3);
    }

    /** Both workers would meet in the second pod; the canary's pod is no exception. */
    @Test
    void aPodHasOneDebugContainerAtATime() throws Exception {
        Map<String, Integer> underWay = new ConcurrentHashMap<>();
        CountDownLatch met = new CountDownLatch(1);
        TargetQueue queue = queue(
                target -> {
                    String pod = target.pod().name();
                    if (underWay.merge(pod, 1, Integer::sum) > 1) {
                        met.countDown();
                    } else if (!target.container().name().equals("first")) {
                        met.await(200, TimeUnit.MILLISECONDS);
                    }
                    underWay.merge(pod, -1, Integer::sum);
                    return read(target);
                },
                2);
        List<Choice> targets = List.of(
                choice("a", "first"),
                choice("a", "second"),
                choice("a", "third"),
                choice("b", "app"),
                choice("b", "side"));
        assertThat(queue.run(targets))
                .extracting(observation -> observation.target().pod())
                .containsExactly("a", "a", "a", "b", "b");
        assertThat(met.getCount()).as("two debug containers in one pod at once").isEqualTo(1);
    }

    @Test
    void noOtherIsAddedToAPodWhoseDebugContainerMayStillRun() throws Exception {
        TargetQueue queue = queue(target -> new Scanned(
                read(target).observation(), "", target.container().name().equals("first")));
        assertThat(queue.run(List.of(choice("a", "first"), choice("a", "second"), choice("b", "app"))))
                .hasSize(2);
        assertThat(passed).singleElement().satisfies(one -> {
            assertThat(one.key()).isEqualTo("shop/a/second");
            assertThat(one.reason()).isEqualTo(PassedOver.Reason.STOPPED_EARLY);
            assertThat(one.text()).contains("container first", "not seen to end", "scan again");
        });
    }

    @Test
    void aTargetThatMayNotBeScannedAnyMoreIsPassedOverAndTheOthersAreScanned() throws Exception {
        PassedOver refused = new PassedOver("shop", "a", "app", PassedOver.Reason.HOST_PID, "It shares too much.");
        TargetQueue queue = queue(target -> target.pod().name().equals("a") ? new LeftAlone(refused) : read(target));
        assertThat(queue.run(choices("a", "b"))).hasSize(1);
        assertThat(passed).containsExactly(refused);
    }

    @Test
    void noTargetIsBegunWhoseEvidenceMightNotFit() throws Exception {
        byte[] large = new byte[1024 * 1024];
        TargetQueue queue = queue(target -> new Scanned(
                withEvidence(ScannedTarget.named(target.pod().name()).observation(), large), "", false));
        String[] pods = IntStream.range(0, 60).mapToObj(i -> "pod-" + i).toArray(String[]::new);
        assertThat(queue.run(choices(pods))).hasSize(48);
        assertThat(passed)
                .hasSize(12)
                .allSatisfy(passed -> assertThat(passed.text()).contains("48 MiB", "another scan"));
    }

    @Test
    void smallEvidenceLeavesRoomForMore() throws Exception {
        TargetQueue queue = queue(target -> new Scanned(
                withEvidence(ScannedTarget.named(target.pod().name()).observation(), new byte[300]), "", false));
        String[] pods = IntStream.range(0, 60).mapToObj(i -> "pod-" + i).toArray(String[]::new);
        assertThat(queue.run(choices(pods))).hasSize(60);
    }

    @Test
    void aFaultOfTheWholeScanIsHandedOn() {
        TargetQueue queue = queue(target -> {
            if (target.pod().name().equals("a")) {
                return read(target);
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
                return read(target);
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

    private static Observation withEvidence(Observation o, byte[] evidence) {
        return new Observation(
                o.target(),
                o.pod(),
                o.outcome(),
                o.reason(),
                o.identity(),
                o.debugContainer(),
                o.before(),
                o.after(),
                o.stream(),
                Optional.of(evidence));
    }
}
