package io.jenkins.plugins.distrolessscan.engine.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.SilentCluster;
import io.jenkins.plugins.distrolessscan.engine.TestPace;
import io.jenkins.plugins.distrolessscan.engine.cluster.Admission;
import io.jenkins.plugins.distrolessscan.engine.cluster.StoredPod;
import io.jenkins.plugins.distrolessscan.engine.collect.TargetResult.LeftAlone;
import io.jenkins.plugins.distrolessscan.engine.collect.TargetResult.Scanned;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange.Place;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Companion;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver.Reason;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.EphemeralFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.Phase;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.probe.KeyRing;
import io.jenkins.plugins.distrolessscan.engine.probe.Margins;
import io.jenkins.plugins.distrolessscan.engine.probe.PublicKeys;
import io.jenkins.plugins.distrolessscan.engine.probe.SamplePods;
import io.jenkins.plugins.distrolessscan.engine.store.Json;
import io.jenkins.plugins.distrolessscan.engine.target.Selection;
import io.jenkins.plugins.distrolessscan.engine.target.TargetSelection.Choice;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is asked and what is sent, up to the PATCH, and what becomes of a target when something goes wrong. */
class TargetScanTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:00Z");
    private final TestPace pace = new TestPace(NOW);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ContainerFacts APP = SamplePods.storage(OptionalLong.empty());

    private static final Instant SELECTED = NOW.minusSeconds(300);

    private final List<DebugContainerSpec> asked = new ArrayList<>();
    private final List<DebugContainerSpec> sent = new ArrayList<>();
    private final List<Progress.Attachment> announced = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private final AuditLog audit = new AuditLog(pace);

    /** Records what it is asked, admits all, and refuses the PATCH unless a test says otherwise. */
    private class Recording extends SilentCluster {
        private final PodFacts latest;

        Recording(PodFacts latest) {
            this.latest = latest;
        }

        @Override
        public PodFacts pod(String namespace, String name) throws ScanException {
            return latest;
        }

        @Override
        public Admission dryRun(StoredPod pod, DebugContainerSpec spec) throws ScanException {
            asked.add(spec);
            return new Admission(pod.facts(), List.of());
        }

        @Override
        public Admission attach(StoredPod pod, DebugContainerSpec spec) throws ScanException {
            sent.add(spec);
            throw new ScanException(ScanException.Kind.REFUSED, "It is refused now.");
        }
    }

    /** Stores the debug container, which has ended at once. */
    private class Storing extends Recording {
        private PodFacts now;
        List<AdmissionChange> changes = List.of();

        Storing(PodFacts latest) {
            super(latest);
            now = latest;
        }

        @Override
        public PodFacts pod(String namespace, String name) throws ScanException {
            return now;
        }

        @Override
        public Admission attach(StoredPod pod, DebugContainerSpec spec) throws ScanException {
            sent.add(spec);
            List<EphemeralFacts> all = new ArrayList<>(now.ephemeralContainers());
            all.add(end(spec.name()));
            now = SamplePods.pod(now.containers().get(0), all.toArray(EphemeralFacts[]::new));
            return new Admission(now, changes);
        }

        EphemeralFacts end(String name) {
            return SamplePods.ephemeral(name, Phase.TERMINATED, Optional.of(NOW), Optional.of(NOW));
        }

        @Override
        public Optional<InputStream> followLog(String namespace, String pod, String container) throws ScanException {
            return Optional.of(InputStream.nullInputStream());
        }
    }

    private TargetScan targetScan(SilentCluster cluster, ScanRequest request) {
        return targetScan(cluster, request, new KeyRing(new SecureRandom()));
    }

    private TargetScan targetScan(SilentCluster cluster, ScanRequest request, PublicKeys keys) {
        Progress progress = new Progress() {
            @Override
            public void say(String text) {}

            @Override
            public void attaching(Attachment attachment) {
                announced.add(attachment);
            }

            @Override
            public void leaving(String podUid) {
                left.add(podUid);
            }
        };
        SecureRandom random = new SecureRandom();
        MisuseDryRuns noChecks = new MisuseDryRuns(false, cluster, pace, random, progress, audit);
        return new TargetScan(cluster, pace, random, keys, progress, audit, noChecks, request, SELECTED);
    }

    private TargetResult result(PodFacts chosen, SilentCluster cluster) throws Exception {
        return targetScan(cluster, request())
                .scan(new Choice(chosen, chosen.containers().get(0)));
    }

    private Observation observation(SilentCluster cluster) throws Exception {
        return ((Scanned) result(SamplePods.pod(APP), cluster)).observation();
    }

    private Scanned scan(ContainerFacts container) throws Exception {
        PodFacts pod = SamplePods.pod(container);
        return (Scanned) result(pod, new Recording(pod));
    }

    static PodFacts changed(Consumer<ObjectNode> change) {
        try {
            ObjectNode pod = (ObjectNode) JSON.readTree(Json.writer().writeValueAsBytes(SamplePods.pod(APP)));
            change.accept(pod);
            return Json.reader(PodFacts.class).readValue(JSON.writeValueAsBytes(pod));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode container(ObjectNode pod) {
        return (ObjectNode) pod.path("containers").get(0);
    }

    static ScanRequest request() {
        return request(Limits.DEFAULT);
    }

    private static ScanRequest request(Limits limits) {
        return new ScanRequest(
                "0a1b2c3d4e5f",
                Selection.ofPod("shop", "checkout-5d9-x7"),
                "registry.example/scan/probe:1",
                Optional.empty(),
                IdentityProfile.RESTRICTED,
                false,
                false,
                limits,
                "a test",
                "1.0",
                List.of());
    }

    private static String argument(DebugContainerSpec spec, String name) {
        return spec.args().stream()
                .filter(argument -> argument.startsWith("--" + name + "="))
                .map(argument -> argument.substring(name.length() + 3))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theProbeDoesNotStartLongAfterItIsGivenUp() throws Exception {
        Scanned scanned = scan(APP);
        assertThat(scanned.observation().outcome()).isEqualTo(Outcome.REFUSED);
        Instant notAfter = NOW.plus(Limits.DEFAULT.start()).plusSeconds(5);
        assertThat(argument(sent.get(0), "not-after")).isEqualTo(String.valueOf(notAfter.getEpochSecond()));
        assertThat(announced)
                .singleElement()
                .returns(notAfter, Progress.Attachment::notAfter)
                .returns(notAfter.plus(Limits.DEFAULT.lifetime()), Progress.Attachment::endsBy);
    }

    /** In Jenkins another build may be at the pod; the key is given when it has left. */
    @Test
    void theProbesTimeBeginsWhenThePodIsThisScans() throws Exception {
        PodFacts pod = SamplePods.pod(APP);
        KeyRing ring = new KeyRing(new SecureRandom());
        PublicKeys late = (uid, container) -> {
            pace.pass(Duration.ofSeconds(100));
            return ring.next(uid, container);
        };
        targetScan(new Recording(pod), request(), late)
                .scan(new Choice(pod, pod.containers().get(0)));
        Instant notAfter = NOW.plusSeconds(200).plus(Limits.DEFAULT.start()).plusSeconds(5);
        assertThat(argument(sent.get(0), "not-after")).isEqualTo(String.valueOf(notAfter.getEpochSecond()));
    }

    @Test
    void nothingIsAskedOfAPodThatIsNotThisScansInItsTime() throws Exception {
        PodFacts pod = SamplePods.pod(APP);
        PublicKeys never = (uid, container) -> {
            throw new ScanException(ScanException.Kind.CONNECTION, "The pod is held by another build.");
        };
        Scanned scanned = (Scanned) targetScan(new Recording(pod), request(), never)
                .scan(new Choice(pod, pod.containers().get(0)));
        assertThat(scanned.observation().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(scanned.observation().reason()).isEqualTo("The pod is held by another build.");
        assertThat(asked).isEmpty();
        assertThat(sent).isEmpty();
    }

    @Test
    void aPodIsLeftWhenNothingRunsThereAndNotBefore() throws Exception {
        PodFacts pod = SamplePods.pod(APP);
        scan(APP);
        assertThat(left).as("it was refused").containsExactly(pod.uid());
        left.clear();
        result(pod, new Storing(pod));
        assertThat(left).as("it has ended").containsExactly(pod.uid());
        left.clear();
        result(pod, new Recording(pod) {
            @Override
            public Admission attach(StoredPod stored, DebugContainerSpec spec) {
                throw new IllegalStateException();
            }
        });
        assertThat(left).as("nobody knows").isEmpty();
    }

    @Test
    void whatIsSentDiffersFromWhatWasAdmittedInTheValuesOfItsArgumentsAlone() throws Exception {
        scan(APP);
        assertThat(sent.get(0)).isEqualTo(asked.get(0).withArgs(sent.get(0).args()));
        assertThat(argument(sent.get(0), "nonce"))
                .isEqualTo(announced.get(0).nonce())
                .isNotEqualTo(argument(asked.get(0), "nonce"));
    }

    @Test
    void aLimitOfEphemeralStorageLowersWhatTheProbeMayPrint() throws Exception {
        scan(SamplePods.storage(OptionalLong.of(1_000_000)));
        assertThat(argument(sent.get(0), "cap")).isEqualTo("100000");
    }

    @Test
    void nothingIsSentAfterARefusal() throws Exception {
        Observation refused = observation(new Recording(SamplePods.pod(APP)) {
            @Override
            public Admission dryRun(StoredPod pod, DebugContainerSpec spec) throws ScanException {
                super.dryRun(pod, spec);
                throw new ScanException(ScanException.Kind.REFUSED, "A policy refuses it.");
            }
        });
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(asked).hasSize(1);
        assertThat(sent).isEmpty();
        assertThat(announced).isEmpty();
    }

    /** The second container of a pod: the record of the first is in it by now. */
    @Test
    void thePodIsComparedWithWhatItWasWhenTheTargetsTurnCame() throws Exception {
        PodFacts latest = SamplePods.pod(
                APP,
                SamplePods.ephemeral(
                        "distroless-scan-aaaaaaaaaa", Phase.TERMINATED, Optional.of(NOW), Optional.of(NOW)));
        Observation scanned = observation(new Storing(latest));
        assertThat(scanned.pod()).isEqualTo(latest);
        assertThat(scanned.debugContainer().orElseThrow().entry().companions())
                .as("the record of a container that ended before is no companion")
                .isEmpty();
        assertThat(scanned.before().asOf()).isEqualTo(NOW);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(Reason.HOST_PID, (Consumer<ObjectNode>) pod -> pod.put("hostPid", true)),
                Arguments.of(Reason.BEING_DELETED, (Consumer<ObjectNode>) pod -> pod.put("deleting", true)),
                Arguments.of(Reason.COMPLETED, (Consumer<ObjectNode>) pod -> pod.put("phase", "Succeeded")),
                Arguments.of(Reason.OPTED_OUT, (Consumer<ObjectNode>)
                        pod -> pod.withObject("/annotations").put("distroless-scan.jenkins.io/opt-out", "true")),
                Arguments.of(Reason.UNSUPPORTED_RUNTIME, (Consumer<ObjectNode>)
                        pod -> container(pod).put("containerId", "cci://5d1f-uuid")),
                Arguments.of(Reason.NOT_RUNNING, (Consumer<ObjectNode>)
                        pod -> container(pod).put("phase", "TERMINATED")));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatMayNotBeScannedAnyMoreIsLeftAlone(Reason reason, Consumer<ObjectNode> change) throws Exception {
        TargetResult result = result(SamplePods.pod(APP), new Recording(changed(change)));
        assertThat(result)
                .isInstanceOfSatisfying(
                        LeftAlone.class,
                        left -> assertThat(left.passedOver())
                                .returns(reason, PassedOver::reason)
                                .returns("shop/checkout-5d9-x7/app", PassedOver::key));
        assertThat(asked).isEmpty();
        assertThat(sent).isEmpty();
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("replaced", (Consumer<ObjectNode>) pod -> pod.put("uid", "another")),
                Arguments.of("restarted", (Consumer<ObjectNode>)
                        pod -> container(pod).put("containerId", "containerd://" + "5".repeat(64))),
                Arguments.of("restarted", (Consumer<ObjectNode>)
                        pod -> container(pod).put("restartCount", 1)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatIsAnotherByNowIsNotScannedInItsPlace(String word, Consumer<ObjectNode> change) throws Exception {
        Observation lost = observation(new Recording(changed(change)));
        assertThat(lost.outcome()).isEqualTo(Outcome.TARGET_CHANGED);
        assertThat(lost.reason()).contains(word, "scan again", "Nothing was attached.");
        assertThat(lost.before().asOf()).as("when it was read").isEqualTo(SELECTED);
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"FORBIDDEN,FAILED", "CONNECTION,FAILED", "UNAUTHENTICATED,FAILED", "NOT_FOUND,TARGET_CHANGED"})
    void aPodThatCannotBeReadAgainIsTheOutcomeOfThatTarget(ScanException.Kind kind, Outcome outcome) throws Exception {
        Observation lost = observation(new Recording(SamplePods.pod(APP)) {
            @Override
            public PodFacts pod(String namespace, String name) throws ScanException {
                throw new ScanException(kind, "The token may not read pods; add this rule.");
            }
        });
        assertThat(lost.outcome()).isEqualTo(outcome);
        assertThat(lost.reason())
                .contains("Nothing was attached")
                .containsPattern(outcome == Outcome.FAILED ? "add this rule" : "its successor");
        assertThat(asked).isEmpty();
    }

    @Test
    void aFaultThatNobodyExpectedIsTheOutcomeOfThatTarget() throws Exception {
        Observation failed = observation(new Recording(SamplePods.pod(APP)) {
            @Override
            public Admission dryRun(StoredPod pod, DebugContainerSpec spec) {
                throw new IllegalStateException("with a secret");
            }
        });
        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.reason())
                .contains("IllegalStateException at TargetScanTest.java:", "report")
                .doesNotContain("secret");
    }

    @Test
    void afterSuchAFaultOfThePatchItIsNotKnownWhetherItWasStored() throws Exception {
        Scanned scanned = (Scanned) result(SamplePods.pod(APP), new Recording(SamplePods.pod(APP)) {
            @Override
            public Admission attach(StoredPod pod, DebugContainerSpec spec) {
                throw new IllegalStateException();
            }
        });
        assertThat(scanned.observation().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(scanned.observation().reason()).contains("It is not known whether");
        assertThat(scanned.mayStillRun()).isTrue();
        assertThat(audit.events()).extracting(AuditEvent::event).contains("attach-unknown");
    }

    @Test
    void afterSuchAFaultInItsLogTheDebugContainersEndIsLookedFor() throws Exception {
        Scanned scanned = (Scanned) result(SamplePods.pod(APP), new Storing(SamplePods.pod(APP)) {
            @Override
            public Optional<InputStream> followLog(String namespace, String pod, String container) {
                throw new IllegalStateException();
            }
        });
        assertThat(scanned.observation().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(scanned.observation().debugContainer().orElseThrow().terminated())
                .isTrue();
        assertThat(scanned.mayStillRun()).isFalse();
    }

    /** Counted as such, so that a second one ends the scan. */
    @Test
    void aDebugContainerThatTheRuntimeCouldNotStartIsAFailureToStart() throws Exception {
        Scanned scanned = (Scanned) result(SamplePods.pod(APP), new Storing(SamplePods.pod(APP)) {
            @Override
            EphemeralFacts end(String name) {
                return SamplePods.ended(name, "StartError", 128, Optional.of(NOW));
            }
        });
        assertThat(scanned.observation().outcome()).isEqualTo(Outcome.NOT_STARTED);
        assertThat(scanned.failure()).isEqualTo(StartFailure.NOT_RUN.name());
        assertThat(scanned.mayStillRun()).isFalse();
        assertThat(scanned.observation().debugContainer().orElseThrow())
                .returns(true, Observation.DebugContainer::terminated)
                .returns(OptionalLong.empty(), Observation.DebugContainer::exposureSeconds);
    }

    @Test
    void aScanThatIsStoppedWhileItReadsTheLogIsNotTakenForAFaultOfTheTarget() {
        for (String when : List.of("log", "end", "PATCH")) {
            assertThatThrownBy(() -> result(SamplePods.pod(APP), stopped(when)))
                    .as(when)
                    .isInstanceOfSatisfying(
                            ScanException.class, e -> assertThat(e.kind()).isEqualTo(ScanException.Kind.INTERRUPTED));
        }
    }

    private SilentCluster stopped(String when) {
        return new Storing(SamplePods.pod(APP)) {
            private boolean asked;

            @Override
            public PodFacts pod(String namespace, String name) throws ScanException {
                if (asked) {
                    throw new ScanException(ScanException.Kind.INTERRUPTED, "stopped");
                }
                return super.pod(namespace, name);
            }

            @Override
            public Admission attach(StoredPod pod, DebugContainerSpec spec) throws ScanException {
                asked = !when.equals("log");
                if (when.equals("PATCH")) {
                    throw new ScanException(ScanException.Kind.CONNECTION, "broken");
                }
                return super.attach(pod, spec);
            }

            @Override
            public Optional<InputStream> followLog(String namespace, String pod, String container)
                    throws ScanException {
                if (when.equals("log")) {
                    throw new ScanException(ScanException.Kind.INTERRUPTED, "stopped");
                }
                return super.followLog(namespace, pod, container);
            }
        };
    }

    @Test
    void wrongBoundsEndTheScanUntilATargetWasTried() throws Exception {
        Limits wrong = new Limits(
                Limits.DEFAULT.scan(),
                Limits.DEFAULT.start(),
                Duration.ZERO,
                Limits.DEFAULT.verify(),
                1024 * 1024,
                1,
                Margins.DEFAULT);
        PodFacts pod = SamplePods.pod(APP);
        TargetScan scan = targetScan(new Recording(pod), request(wrong));
        Choice choice = new Choice(pod, APP);
        assertThatThrownBy(() -> scan.scan(choice))
                .isInstanceOfSatisfying(
                        ScanException.class, e -> assertThat(e.kind()).isEqualTo(ScanException.Kind.CONFIGURATION));
        PodFacts replaced = changed(json -> json.put("uid", "another"));
        assertThat(scan.scan(new Choice(replaced, APP))).isInstanceOf(Scanned.class);
        assertThat(scan.scan(choice))
                .isInstanceOfSatisfying(
                        Scanned.class,
                        scanned -> assertThat(scanned.observation().outcome()).isEqualTo(Outcome.FAILED));
    }

    private static final AdmissionChange ARGS = new AdmissionChange(Place.ENTRY, Kind.CHANGED, "args");
    private static final AdmissionChange REGISTRY = new AdmissionChange(Place.REGISTRY, Kind.CHANGED, "image");

    @Test
    void nothingIsSentWhenTheDryRunWouldStoreSomethingElse() throws Exception {
        for (AdmissionChange change :
                List.of(ARGS, REGISTRY, new AdmissionChange(Place.POD, Kind.ADDED, "metadata.labels.x"))) {
            Observation refused = observation(new Recording(SamplePods.pod(APP)) {
                @Override
                public Admission dryRun(StoredPod pod, DebugContainerSpec spec) {
                    return new Admission(pod.facts(), List.of(change));
                }
            });
            assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(refused.reason()).contains("Nothing was attached", change.text());
        }
        assertThat(sent).isEmpty();
    }

    @Test
    void whatWasChangedOnlyWhenItWasStoredIsNotReadAndNotSaidToEnd() throws Exception {
        List<String> read = new ArrayList<>();
        Scanned scanned = (Scanned) result(SamplePods.pod(APP), new Storing(SamplePods.pod(APP)) {
            {
                changes = List.of(ARGS);
            }

            @Override
            EphemeralFacts end(String name) {
                return SamplePods.ephemeral(name, Phase.RUNNING, Optional.of(NOW), Optional.empty());
            }

            @Override
            public Optional<InputStream> followLog(String namespace, String pod, String container)
                    throws ScanException {
                read.add(container);
                return super.followLog(namespace, pod, container);
            }
        });
        assertThat(scanned.observation().outcome()).isEqualTo(Outcome.ALTERED);
        assertThat(scanned.observation().reason())
                .contains("its args was changed", "may run on")
                .doesNotContain("ends by itself");
        assertThat(scanned.mayStillRun()).isTrue();
        assertThat(read).isEmpty();
        assertThat(pace.slept()).isGreaterThanOrEqualTo(Limits.DEFAULT.verify());
    }

    @Test
    void aPodThatOthersChangeIsReadAgainAndGivenUpAfterAWhile() throws Exception {
        Observation busy = observation(new Recording(SamplePods.pod(APP)) {
            @Override
            public Admission dryRun(StoredPod pod, DebugContainerSpec spec) throws ScanException {
                super.dryRun(pod, spec);
                throw new ScanException(ScanException.Kind.CONFLICT, "It is being changed.");
            }
        });
        assertThat(busy.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(asked).hasSize(6);
        asked.clear();
        Observation once = observation(new Storing(SamplePods.pod(APP)) {
            @Override
            public Admission attach(StoredPod pod, DebugContainerSpec spec) throws ScanException {
                if (sent.isEmpty()) {
                    sent.add(spec);
                    throw new ScanException(ScanException.Kind.CONFLICT, "It was changed.");
                }
                return super.attach(pod, spec);
            }
        });
        assertThat(once.debugContainer()).isPresent();
        assertThat(asked).hasSize(2);
    }

    @Test
    void anotherScansDebugContainerIsSeenWhenItWasThereBeforeAndWhenItCameLater() throws Exception {
        EphemeralFacts running =
                SamplePods.ephemeral("distroless-scan-aaaaaaaaaa", Phase.RUNNING, Optional.of(NOW), Optional.empty());
        assertThat(observation(new Storing(SamplePods.pod(APP, running)))
                        .debugContainer()
                        .orElseThrow()
                        .entry()
                        .companions())
                .singleElement()
                .returns(running.name(), Companion::name)
                .returns(true, Companion::ours)
                .returns(false, Companion::injected);
        Observation later = observation(new Storing(SamplePods.pod(APP)) {
            @Override
            public PodFacts pod(String namespace, String name) throws ScanException {
                List<EphemeralFacts> all =
                        new ArrayList<>(super.pod(namespace, name).ephemeralContainers());
                if (!all.isEmpty()) {
                    all.add(running);
                }
                return SamplePods.pod(APP, all.toArray(EphemeralFacts[]::new));
            }
        });
        assertThat(later.debugContainer().orElseThrow().entry().companions()).hasSize(1);
    }

    @Test
    void faultsOfTheConnectionInTheMiddleAreWaitedFor() throws Exception {
        List<String> asks = new ArrayList<>();
        Observation scanned = observation(new Storing(SamplePods.pod(APP)) {
            private void flaky(String what) throws ScanException {
                asks.add(what);
                if (asks.stream().filter(what::equals).count() < 4) {
                    throw new ScanException(ScanException.Kind.CONNECTION, "The API server is down.");
                }
            }

            @Override
            public Optional<InputStream> followLog(String namespace, String pod, String container)
                    throws ScanException {
                flaky("log");
                return super.followLog(namespace, pod, container);
            }

            @Override
            public PodFacts pod(String namespace, String name) throws ScanException {
                if (!sent.isEmpty()) {
                    flaky("pod");
                }
                return super.pod(namespace, name);
            }
        });
        assertThat(scanned.reason()).doesNotContain("down");
        assertThat(scanned.debugContainer().orElseThrow().terminated()).isTrue();
    }

    @Test
    void aServerThatStaysAwayIsGivenUpWithWhatWasSeen() throws Exception {
        Observation lost = observation(new Storing(SamplePods.pod(APP)) {
            @Override
            public Optional<InputStream> followLog(String namespace, String pod, String container)
                    throws ScanException {
                throw new ScanException(ScanException.Kind.CONNECTION, "The API server is down.");
            }

            @Override
            public PodFacts pod(String namespace, String name) throws ScanException {
                if (!sent.isEmpty()) {
                    throw new ScanException(ScanException.Kind.CONNECTION, "The API server is down.");
                }
                return super.pod(namespace, name);
            }
        });
        assertThat(lost.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(lost.reason()).contains("could not be looked at again", "The API server is down.");
        assertThat(pace.slept()).isGreaterThan(Duration.ofSeconds(60));
    }

    @Test
    void theLastPlaceOfAPodIsTold() throws Exception {
        EphemeralFacts[] nine = java.util.stream.IntStream.range(0, 9)
                .mapToObj(
                        i -> SamplePods.ephemeral("foreign" + i, Phase.TERMINATED, Optional.of(NOW), Optional.of(NOW)))
                .toArray(EphemeralFacts[]::new);
        observation(new Storing(SamplePods.pod(APP, nine)));
        assertThat(audit.events())
                .filteredOn(event -> event.event().equals("full"))
                .singleElement()
                .satisfies(event -> assertThat(event.text()).contains("takes no more"));
    }
}
