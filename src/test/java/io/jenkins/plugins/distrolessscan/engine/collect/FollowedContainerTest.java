package io.jenkins.plugins.distrolessscan.engine.collect;

import static io.jenkins.plugins.distrolessscan.engine.collect.PlayedNode.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.cluster.Pods;
import io.jenkins.plugins.distrolessscan.engine.cluster.ToldStates;
import io.jenkins.plugins.distrolessscan.engine.collect.TargetResult.Scanned;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.DebugContainer;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.StreamState;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.EphemeralFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.Phase;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.probe.KeyRing;
import io.jenkins.plugins.distrolessscan.engine.probe.SamplePods;
import io.jenkins.plugins.distrolessscan.engine.target.TargetSelection.Choice;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the PATCH that stored a debug container to the word that it has ended, and what is made of it. */
class FollowedContainerTest {
    private final PlayedNode node = new PlayedNode();
    private final AuditLog audit = new AuditLog(node.pace);
    private final List<String> said = new ArrayList<>();

    private Scanned scan() throws Exception {
        return scan(node);
    }

    private Scanned scan(PlayedNode cluster) throws Exception {
        SecureRandom random = new SecureRandom();
        MisuseDryRuns noChecks = new MisuseDryRuns(false, cluster, cluster.pace, random, said::add, audit);
        TargetScan scan = new TargetScan(
                cluster,
                cluster.pace,
                random,
                new KeyRing(random),
                said::add,
                audit,
                noChecks,
                TargetScanTest.request(),
                NOW);
        PodFacts pod = cluster.pod();
        return (Scanned) scan.scan(new Choice(pod, pod.containers().get(0)));
    }

    private String event(String name) {
        return audit.events().stream()
                .filter(event -> event.event().equals(name))
                .map(AuditEvent::text)
                .findFirst()
                .orElse("none");
    }

    private void plays(PlayedNode.Log log, PlayedNode.State... states) {
        node.logs.add(log);
        node.states.addAll(List.of(states));
    }

    @Test
    void aWholeFrameAndAGoodEndAreCollected() throws Exception {
        plays(PlayedNode.whole(), PlayedNode.waiting(""), PlayedNode.running(), PlayedNode.ended("Completed", 0));
        Scanned scanned = scan();
        Observation observation = scanned.observation();
        assertThat(observation.outcome()).isEqualTo(Outcome.COLLECTED);
        assertThat(observation.reason()).isEmpty();
        assertThat(observation.evidence()).isPresent();
        assertThat(scanned.mayStillRun()).isFalse();
        DebugContainer container = observation.debugContainer().orElseThrow();
        assertThat(container)
                .returns(node.sent.name(), DebugContainer::name)
                .returns("registry.example/scan/probe@sha256:1", DebugContainer::imageId)
                .returns("{\"stored\":true}", DebugContainer::storedSecurityContext)
                .returns(
                        String.join("", node.sent.command()).length()
                                + String.join("", node.sent.args()).length(),
                        DebugContainer::argumentBytes);
        assertThat(container.entry().asked()).containsAll(node.sent.args()).containsAll(node.sent.command());
        assertThat(container.entry().nonce()).isNotEmpty();
        String name = node.sent.name();
        long bytes = observation.stream().bytes();
        assertThat(said)
                .containsExactly(
                        "shop/checkout-5d9-x7/app: attached " + name + " as " + observation.identity(),
                        "shop/checkout-5d9-x7/app: the probe's answer is complete");
        assertThat(event("dry-run")).isEqualTo("Asked the API server whether " + name + " would be admitted.");
        assertThat(event("attach"))
                .isEqualTo("Adding the ephemeral container " + name + " as " + observation.identity() + ".");
        assertThat(event("collected")).isEqualTo("Read " + bytes + " bytes of the debug container's log: COMPLETE.");
        assertThat(event("ended"))
                .isEqualTo("The debug container " + name + " terminated: Completed, exit code 0, "
                        + "2026-11-23T10:15:03Z. Its record stays in the pod until the pod is deleted.");
    }

    @Test
    void aRootThatTheProbeCouldNotReadIsToldWithTheIdentityAndOnceForEachImage() throws Exception {
        plays(PlayedNode.whole(), PlayedNode.ended("Error", 77));
        Scanned scanned = scan();
        assertThat(scanned.observation().outcome()).isEqualTo(Outcome.NOT_READABLE);
        assertThat(scanned.observation().reason())
                .isEqualTo("The probe could not read the target's root as "
                        + scanned.observation().identity() + " (exit code 77).");
        assertThat(scanned.failure()).isEqualTo(scanned.observation().target().imageId());
    }

    @ParameterizedTest
    @CsvSource({
        "Error,64,its arguments",
        "Error,70,The probe failed",
        "Error,76,within its lifetime",
        "Error,78,Less memory",
        "OOMKilled,137,memory limit",
        "Error,0,which is no success",
        "Completed,3,which is no success"
    })
    void aWholeFrameWithABadEndIsNotCollected(String reason, int code, String words) throws Exception {
        plays(PlayedNode.whole(), PlayedNode.ended(reason, code));
        Observation observation = scan().observation();
        assertThat(observation.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(observation.reason()).contains(words);
    }

    @Test
    void theDetailOfAnIncompleteLogStandsBehindTheBadEnd() throws Exception {
        plays(PlayedNode.of(new byte[0]), PlayedNode.ended("Error", 70));
        assertThat(scan().observation().reason()).matches("The probe failed \\(exit code 70\\)\\. \\S.*\\.");
        assertThat(node.count("log"))
                .as("an ended container's log is read once")
                .isEqualTo(1);
    }

    @Test
    void aGoodEndWithoutAFrameIsNotCollected() throws Exception {
        plays(PlayedNode.of("no frame\n".getBytes()), PlayedNode.ended("Completed", 0));
        Observation observation = scan().observation();
        assertThat(observation.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(observation.reason())
                .isNotBlank()
                .isEqualTo(observation.reason().strip());
        assertThat(observation.evidence()).isEmpty();
        assertThat(observation.stream().bytes()).isEqualTo(9);
    }

    @Test
    void aLogThatBrokeOffIsReadAnewWhileTheContainerRuns() throws Exception {
        node.logs.add(spec -> Optional.of(new ByteArrayInputStream(Arrays.copyOf(PlayedNode.frame(spec), 40))));
        plays(PlayedNode.whole(), PlayedNode.running(), PlayedNode.running(), PlayedNode.ended("Completed", 0));
        assertThat(scan().observation().outcome()).isEqualTo(Outcome.COLLECTED);
        assertThat(node.count("log")).isEqualTo(2);
        assertThat(node.passed()).isBetween(Duration.ofMillis(700), Duration.ofSeconds(2));
    }

    @Test
    void aForgedLogIsNotReadAgain() throws Exception {
        node.logs.add(spec -> {
            byte[] one = PlayedNode.frame(spec);
            byte[] two = PlayedNode.frame(spec);
            byte[] both = Arrays.copyOf(one, one.length + two.length);
            System.arraycopy(two, 0, both, one.length, two.length);
            return Optional.of(new ByteArrayInputStream(both));
        });
        node.states.addAll(List.of(PlayedNode.running(), PlayedNode.running(), PlayedNode.ended("Completed", 0)));
        Observation observation = scan().observation();
        assertThat(observation.outcome()).isEqualTo(Outcome.TAMPERED);
        assertThat(observation.stream().state()).isEqualTo(StreamState.TAMPERED);
        assertThat(observation.reason())
                .isEqualTo(observation.stream().detail())
                .isNotBlank();
        assertThat(node.count("log")).isEqualTo(1);
    }

    @Test
    void aTargetThatWasRestartedMeanwhileIsNotCollected() throws Exception {
        ContainerFacts before = PlayedNode.container(0);
        List<ContainerFacts> afterwards =
                List.of(PlayedNode.container(1), PlayedNode.with(before, "containerd://" + "7".repeat(64), 0));
        for (ContainerFacts now : afterwards) {
            PlayedNode restarted = new PlayedNode();
            restarted.logs.add(PlayedNode.whole());
            restarted.states.add(PlayedNode.ended("Completed", 0));
            restarted.later =
                    pod -> SamplePods.pod(now, pod.ephemeralContainers().toArray(EphemeralFacts[]::new));
            Observation observation = scan(restarted).observation();
            assertThat(observation.outcome()).isEqualTo(Outcome.TARGET_CHANGED);
            assertThat(observation.reason()).contains("was restarted while it was scanned", "scan again");
        }
    }

    @Test
    void aTargetThatIsNotInItsPodAnyMoreIsNotCollected() throws Exception {
        plays(PlayedNode.whole(), PlayedNode.ended("Completed", 0));
        node.later = pod -> SamplePods.pod(
                SamplePods.named("another"), pod.ephemeralContainers().toArray(EphemeralFacts[]::new));
        assertThat(scan().observation().outcome()).isEqualTo(Outcome.TARGET_CHANGED);
    }

    @Test
    void aPodThatIsGoneTookItsDebugContainerWithIt() throws Exception {
        PlayedNode deleted = new PlayedNode() {
            @Override
            public PodFacts pod(String namespace, String name) throws ScanException {
                if (sent != null) {
                    throw new ScanException(ScanException.Kind.NOT_FOUND, "no such pod");
                }
                return super.pod(namespace, name);
            }
        };
        deleted.logs.add(PlayedNode.of(new byte[0]));
        deleted.states.add(PlayedNode.running());
        Scanned scanned = scan(deleted);
        assertThat(scanned.observation().outcome()).isEqualTo(Outcome.TARGET_CHANGED);
        assertThat(scanned.observation().reason()).contains("deleted or replaced", "scan its successor");
        assertThat(scanned.mayStillRun()).isFalse();
        assertThat(event("ended"))
                .isEqualTo("The pod is gone, and the debug container " + deleted.sent.name() + " with it.");
        assertThat(deleted.passed()).isLessThan(Duration.ofSeconds(5));
        assertThat(scanned.observation().debugContainer().orElseThrow().asOf())
                .as("when it was looked for last")
                .isAfter(NOW);
    }

    @Test
    void aReplacedPodIsAnotherPod() throws Exception {
        plays(PlayedNode.of(new byte[0]), PlayedNode.running());
        node.later = pod -> TargetScanTest.changed(json -> json.put("uid", "another"));
        Scanned scanned = scan();
        assertThat(scanned.observation().outcome()).isEqualTo(Outcome.TARGET_CHANGED);
        assertThat(scanned.observation().debugContainer().orElseThrow().terminated())
                .isFalse();
    }

    @Test
    void aContainerThatTakesItsTimeIsAskedForLessAndLessOften() throws Exception {
        for (int i = 0; i < 60; i++) {
            node.logs.add(PlayedNode.notYet());
        }
        plays(PlayedNode.whole(), PlayedNode.waiting("ContainerCreating"), PlayedNode.ended("Completed", 0));
        node.states.clear();
        for (int i = 0; i < 35; i++) {
            node.states.add(PlayedNode.waiting("ContainerCreating"));
        }
        node.states.add(PlayedNode.ended("Completed", 0));
        assertThat(scan().observation().outcome()).isEqualTo(Outcome.COLLECTED);
        assertThat(node.passed())
                .as("a tenth of a second at first, one second at the end")
                .isBetween(Duration.ofSeconds(42), Duration.ofSeconds(50));
        assertThat(node.count("pod")).as("looks at its state").isBetween(35L, 60L);
    }

    @Test
    void aContainerThatDoesNotStartInTimeIsGivenUpWithTheNodesReason() throws Exception {
        plays(PlayedNode.notYet(), PlayedNode.waiting("ContainerCreating"));
        Scanned scanned = scan();
        assertThat(scanned.observation().outcome()).isEqualTo(Outcome.NOT_STARTED);
        assertThat(scanned.observation().reason())
                .isEqualTo("The debug container did not start within 60 s (ContainerCreating, image"
                        + " registry.example/scan/probe:1). Should it start after 2026-11-23T10:16:05Z, the probe ends at"
                        + " once.");
        assertThat(scanned.failure()).isEqualTo(StartFailure.TOO_LATE.name());
        assertThat(scanned.mayStillRun()).isTrue();
        assertThat(event("ended"))
                .isEqualTo("The debug container " + node.sent.name() + " was not seen as terminated.");
        assertThat(event("collected")).isEqualTo("none");
        assertThat(node.passed()).isBetween(Duration.ofSeconds(65), Duration.ofSeconds(67));
    }

    @Test
    void withoutAReasonOfTheNodeThatIsSaid() throws Exception {
        plays(PlayedNode.notYet(), PlayedNode.waiting(""));
        assertThat(scan().observation().reason()).contains("within 60 s (no reason given, image");
    }

    @Test
    void aReasonThatWillNotPassEndsTheWaiting() throws Exception {
        plays(PlayedNode.notYet(), PlayedNode.waiting(""), PlayedNode.waiting("ImagePullBackOff"));
        Scanned scanned = scan();
        assertThat(scanned.observation().outcome()).isEqualTo(Outcome.NOT_STARTED);
        assertThat(scanned.failure()).isEqualTo(StartFailure.IMAGE_NOT_PULLED.name());
        assertThat(node.passed()).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void aContainerThatIsSaidNotToStartAndDidIsFollowed() throws Exception {
        plays(PlayedNode.whole(), PlayedNode.waiting("ImagePullBackOff"), PlayedNode.ended("Completed", 0));
        assertThat(scan().observation().outcome()).isEqualTo(Outcome.NOT_STARTED);
        assertThat(node.count("log")).isZero();
    }

    /** A log that stays open; each read takes a second. */
    private InputStream endless(boolean[] closed) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                if (closed[0]) {
                    throw new IOException("closed");
                }
                node.pace.pass(Duration.ofSeconds(1));
                return 'x';
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                buffer[offset] = (byte) read();
                return 1;
            }

            @Override
            public void close() {
                closed[0] = true;
            }
        };
    }

    @Test
    void aLogThatDoesNotEndIsClosedAfterTheProbesLifetime() throws Exception {
        boolean[] closed = new boolean[1];
        plays(spec -> Optional.of(endless(closed)), PlayedNode.running(), PlayedNode.ended("Completed", 0));
        Observation observation = scan().observation();
        assertThat(closed[0]).isTrue();
        assertThat(observation.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(observation.reason()).startsWith("The log did not end in time. ");
        Duration follow = Limits.DEFAULT.follow();
        assertThat(observation.stream().bytes()).isBetween(follow.toSeconds() - 1, follow.toSeconds() + 1);
        assertThat(node.count("log")).isEqualTo(1);
    }

    @Test
    void aProbeThatOutlivesItsTimeIsSaidToHaveNoVerifiedEnd() throws Exception {
        boolean[] closed = new boolean[1];
        plays(spec -> Optional.of(endless(closed)), PlayedNode.running());
        Scanned scanned = scan();
        assertThat(scanned.observation().outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(scanned.observation().reason())
                .matches(
                        "The debug container ran, and \\d+ bytes of its log were read\\. The end of the debug container"
                                + " could not be verified within 30 s\\. It ends by itself by 2026-11-23T10:17:20Z, unless its"
                                + " target keeps it stopped; then it ends with the pod\\.");
        assertThat(scanned.mayStillRun()).isTrue();
    }

    @Test
    void theEndIsWaitedForAsLongAsTheLimitSays() throws Exception {
        plays(PlayedNode.whole(), PlayedNode.running());
        scan();
        assertThat(node.passed()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
        assertThat(node.count("pod")).isBetween(95L, 110L);
    }

    @Test
    void anEndThatIsToldIsNotAskedFor() throws Exception {
        node.logs.add(PlayedNode.whole());
        node.states.add(PlayedNode.waiting(""));
        PlayedNode told = new PlayedNode() {
            @Override
            public Optional<io.jenkins.plugins.distrolessscan.engine.cluster.PodChanges> watch(PodFacts pod) {
                return Optional.of(ToldStates.of(json("running"), json("terminated")));
            }

            private ObjectNode json(String state) {
                ObjectNode pod = Pods.json("shop", "checkout-5d9-x7");
                ((ObjectNode) pod.path("metadata")).put("uid", pod().uid());
                ((ObjectNode) Pods.array(pod, "status", "containerStatuses").get(0))
                        .put("containerID", container(0).containerId())
                        .put("restartCount", 0);
                Pods.array(pod, "spec", "ephemeralContainers")
                        .addObject()
                        .put("name", sent.name())
                        .put("image", sent.image());
                ObjectNode status = Pods.array(pod, "status", "ephemeralContainerStatuses")
                        .addObject()
                        .put("name", sent.name());
                ObjectNode told = status.putObject("state").putObject(state).put("startedAt", "2026-11-23T10:15:01Z");
                if (state.equals("terminated")) {
                    told.put("finishedAt", "2026-11-23T10:15:03Z")
                            .put("exitCode", 0)
                            .put("reason", "Completed");
                }
                return pod;
            }
        };
        told.logs.add(PlayedNode.whole());
        told.states.add(PlayedNode.waiting(""));
        Observation observation = scan(told).observation();
        assertThat(observation.outcome()).isEqualTo(Outcome.COLLECTED);
        assertThat(told.count("pod")).as("once, before it was added").isEqualTo(1);
        assertThat(told.passed()).isZero();
    }

    @Test
    void aWatchThatEndsWithoutAWordIsNotTrusted() throws Exception {
        node.watched = Optional.of(ToldStates.of());
        plays(PlayedNode.whole(), PlayedNode.waiting(""), PlayedNode.ended("Completed", 0));
        assertThat(scan().observation().outcome()).isEqualTo(Outcome.COLLECTED);
        assertThat(node.count("pod")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 8, 9})
    void theLastPlacesOfAPodAreTold(int others) throws Exception {
        IntStream.range(0, others)
                .mapToObj(
                        i -> SamplePods.ephemeral("foreign" + i, Phase.TERMINATED, Optional.of(NOW), Optional.of(NOW)))
                .forEach(node.others::add);
        plays(PlayedNode.whole(), PlayedNode.ended("Completed", 0));
        scan();
        String end = " left in its pod of 10, restart its workload before they are used up (kubectl rollout restart)";
        String expected =
                switch (others) {
                    case 6 -> "; 3 places are" + end;
                    case 8 -> "; 1 place is" + end;
                    default -> "; 0 places are" + end;
                };
        assertThat(said.get(said.size() - 1)).endsWith("the probe's answer is complete" + expected);
        assertThat(event("full")).contains(others == 9 ? "takes no more from this program" : "none");
        assertThat(said.stream().anyMatch(line -> line.contains("takes no more")))
                .isEqualTo(others == 9);
    }

    @Test
    void whileThereIsRoomNothingIsSaidOfPlaces() throws Exception {
        for (int i = 0; i < 5; i++) {
            node.others.add(SamplePods.ephemeral("foreign" + i, Phase.TERMINATED, Optional.of(NOW), Optional.of(NOW)));
        }
        plays(PlayedNode.whole(), PlayedNode.ended("Completed", 0));
        scan();
        assertThat(said.get(said.size() - 1)).endsWith("the probe's answer is complete");
    }

    @Test
    void whatIsNotCollectedIsSaidByItsOutcome() throws Exception {
        plays(PlayedNode.of(new byte[0]), PlayedNode.ended("Error", 70));
        scan();
        assertThat(said.get(said.size() - 1)).isEqualTo("shop/checkout-5d9-x7/app: INCOMPLETE");
    }

    @Test
    void twoTargetsThatFailAlikeFailInTheSameWords() throws Exception {
        plays(PlayedNode.of(new byte[0]), PlayedNode.ended("Error", 70));
        Scanned first = scan();
        assertThat(first.failure()).isNotEmpty().doesNotContain("checkout", node.sent.name());
    }

    @Test
    void aProbeThatStartedTooLateIsExplainedByTheClocks() throws Exception {
        Instant late = NOW.plusSeconds(100);
        plays(
                PlayedNode.of(new byte[0]),
                name -> PlayedNode.state(
                        name, Phase.TERMINATED, "Error", Optional.of(75), Optional.of(late), Optional.of(late)));
        assertThat(scan().observation().reason())
                .contains(
                        "started too late",
                        "By the node's clock it started at 2026-11-23T10:16:40Z, 100 s after it was added");
    }
}
