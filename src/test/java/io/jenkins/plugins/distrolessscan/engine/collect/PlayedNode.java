package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.SilentCluster;
import io.jenkins.plugins.distrolessscan.engine.TestPace;
import io.jenkins.plugins.distrolessscan.engine.cluster.Admission;
import io.jenkins.plugins.distrolessscan.engine.cluster.PodChanges;
import io.jenkins.plugins.distrolessscan.engine.cluster.StoredPod;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Answer;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Right;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange;
import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.EphemeralFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.Phase;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.probe.FrameWriter;
import io.jenkins.plugins.distrolessscan.engine.probe.SamplePods;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * A cluster of one pod whose debug container goes through the states that a test gives it. Each look at the pod shows the
 * next one, and the last one stays.
 */
class PlayedNode extends SilentCluster {
    static final Instant NOW = Instant.parse("2026-11-23T10:15:00Z");
    static final String DIGEST = "0123456789abcdef".repeat(4);

    /** One state of the debug container. */
    interface State {
        EphemeralFacts of(String name);
    }

    /** One answer to the question for its log; empty is "waiting to start". */
    interface Log {
        Optional<InputStream> open(DebugContainerSpec spec) throws ScanException;
    }

    final TestPace pace = new TestPace(NOW);
    final Deque<State> states = new ArrayDeque<>();
    final Deque<Log> logs = new ArrayDeque<>();
    final List<EphemeralFacts> others = new ArrayList<>();
    final List<String> asked = new ArrayList<>();
    final List<AdmissionChange> dryRunChanges = new ArrayList<>();
    final List<AdmissionChange> storedChanges = new ArrayList<>();
    /** What becomes of the pod once the debug container is in it. */
    UnaryOperator<PodFacts> later = pod -> pod;

    Optional<PodChanges> watched = Optional.empty();
    DebugContainerSpec sent;

    static EphemeralFacts state(
            String name,
            Phase phase,
            String reason,
            Optional<Integer> exit,
            Optional<Instant> started,
            Optional<Instant> finished) {
        return new EphemeralFacts(
                name,
                "registry.example/scan/probe:1",
                "registry.example/scan/probe@sha256:1",
                "",
                "app",
                "{\"stored\":true}",
                0,
                0,
                false,
                false,
                phase,
                reason,
                "",
                exit,
                started,
                finished);
    }

    static State waiting(String reason) {
        return name -> state(name, Phase.WAITING, reason, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static State running() {
        return name ->
                state(name, Phase.RUNNING, "", Optional.empty(), Optional.of(NOW.plusSeconds(1)), Optional.empty());
    }

    static State ended(String reason, int exit) {
        return name -> state(
                name,
                Phase.TERMINATED,
                reason,
                Optional.of(exit),
                Optional.of(NOW.plusSeconds(1)),
                Optional.of(NOW.plusSeconds(3)));
    }

    static byte[] frame(DebugContainerSpec spec) {
        return new FrameWriter(spec.args(), "1.0.0", DIGEST, new SecureRandom()).frame(new byte[] {1, 2, 3});
    }

    /** The log of an honest probe. */
    static Log whole() {
        return spec -> Optional.of(new ByteArrayInputStream(frame(spec)));
    }

    static Log of(byte[] bytes) {
        return spec -> Optional.of(new ByteArrayInputStream(bytes));
    }

    static Log notYet() {
        return spec -> Optional.empty();
    }

    PodFacts pod() {
        return SamplePods.pod(container(0), others.toArray(EphemeralFacts[]::new));
    }

    static ContainerFacts container(int restarts) {
        ContainerFacts app = SamplePods.storage(OptionalLong.empty());
        return restarts == 0 ? app : with(app, app.containerId(), restarts);
    }

    static ContainerFacts with(ContainerFacts c, String containerId, int restarts) {
        return new ContainerFacts(
                c.name(),
                c.kind(),
                c.image(),
                c.imageId(),
                containerId,
                c.phase(),
                c.reason(),
                c.ready(),
                restarts,
                c.started(),
                c.runAsUser(),
                c.runAsGroup(),
                c.runAsNonRoot(),
                c.readOnlyRootFilesystem(),
                c.privileged(),
                c.addedCapabilities(),
                c.statusUser(),
                c.memoryLimit(),
                c.memoryRequest(),
                c.cpuLimitMillis(),
                c.ephemeralStorageLimit(),
                c.appArmorProfile(),
                c.seLinuxOptions());
    }

    private PodFacts with(State state) {
        List<EphemeralFacts> all = new ArrayList<>(others);
        all.add(state.of(sent.name()));
        return SamplePods.pod(container(0), all.toArray(EphemeralFacts[]::new));
    }

    private static <T> T next(Deque<T> all) {
        return all.size() > 1 ? all.poll() : all.element();
    }

    @Override
    public PodFacts pod(String namespace, String name) throws ScanException {
        asked.add("pod");
        return sent == null ? pod() : later.apply(with(next(states)));
    }

    @Override
    public Admission dryRun(StoredPod pod, DebugContainerSpec spec) throws ScanException {
        asked.add("dry run");
        return new Admission(pod.facts(), dryRunChanges);
    }

    @Override
    public Admission attach(StoredPod pod, DebugContainerSpec spec) throws ScanException {
        asked.add("attach");
        sent = spec;
        return new Admission(with(next(states)), storedChanges);
    }

    @Override
    public Optional<InputStream> followLog(String namespace, String pod, String container) throws ScanException {
        asked.add("log");
        return next(logs).open(sent);
    }

    @Override
    public Optional<PodChanges> watch(PodFacts pod) {
        asked.add("watch");
        return watched;
    }

    @Override
    public String version() throws ScanException {
        asked.add("version");
        return "v1.34.4";
    }

    @Override
    public Optional<String> userName() {
        return Optional.of("system:serviceaccount:shop:scanner");
    }

    @Override
    public HeldRights heldRights(String namespace) {
        return new HeldRights(
                List.of(
                        new Rule(List.of("get"), List.of(""), List.of("pods"), List.of()),
                        new Rule(List.of("list"), List.of(""), List.of("pods"), List.of()),
                        new Rule(List.of("patch"), List.of(""), List.of("pods/ephemeralcontainers"), List.of()),
                        new Rule(List.of("get"), List.of(""), List.of("pods/log"), List.of())),
                true,
                "");
    }

    @Override
    public Answer mayI(String namespace, Right right) {
        return Answer.DENIED;
    }

    @Override
    public List<PodFacts> pods(String namespace, Optional<String> labelSelector) throws ScanException {
        asked.add("pods " + labelSelector.orElse("all"));
        return List.of(pod());
    }

    long count(String what) {
        return asked.stream().filter(what::equals).count();
    }

    /** Time that has gone by since the start. */
    Duration passed() {
        return Duration.between(NOW, pace.now());
    }
}
