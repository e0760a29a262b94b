package io.jenkins.plugins.distrolessscan.engine;

import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange.Place;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.End;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.Landlock;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.Limit;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.Probe;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.ProofOfTarget;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.ReadError;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.TargetProcess;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Companion;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.DebugContainer;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.EndedProcess;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.PodEntry;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Stream;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.StreamState;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.TargetState;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.EphemeralFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.Phase;
import io.jenkins.plugins.distrolessscan.engine.model.ProcessStatus;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.model.Target;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport.Classification;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport.ContextRow;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport.PodSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** One target of a sample scan: a distroless container of user 65532, looked at for two seconds, unless told otherwise. */
public final class ScannedTarget {
    /** The security context of the restricted profile, as an API server stores it. */
    public static final String RESTRICTED =
            "{\"allowPrivilegeEscalation\":false,\"capabilities\":{\"drop\":[\"ALL\"]},\"readOnlyRootFilesystem\":true,"
                    + "\"runAsGroup\":65532,\"runAsNonRoot\":true,\"runAsUser\":65532,"
                    + "\"seccompProfile\":{\"type\":\"RuntimeDefault\"}}";

    private static final String CONTAINER_ID = "containerd://" + "3f".repeat(32);
    private static final Identity IDENTITY = new Identity(65532, 65532, "The target's own runAsUser and runAsGroup.");

    private final String pod;
    private final List<String> hostPaths = new ArrayList<>();
    private final List<AdmissionChange> changes = new ArrayList<>();
    private final List<Companion> companions = new ArrayList<>();
    private List<RuntimeEvidence.Pressure> pressure = List.of();
    private final List<EndedProcess> processesEnded = new ArrayList<>();
    private final List<String> restarted = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final List<EphemeralFacts> earlier = new ArrayList<>();
    private final List<Limit> limits = new ArrayList<>();
    private final List<ReadError> errors = new ArrayList<>();
    private Outcome outcome = Outcome.COLLECTED;
    private String reason = "";
    private boolean attached = true;
    private boolean started = true;
    private boolean ended = true;
    private Duration ran = Duration.ofSeconds(2);
    private String endReason = "Completed";
    private int exitCode;
    private String image = Scans.IMAGE;
    private String imageId = Scans.IMAGE;
    private String context = RESTRICTED;
    private boolean hostNetwork;
    private boolean sharedProcesses;
    private boolean readOnlyRoot = true;
    private boolean probeSpoke = true;
    private boolean rootReadable = true;
    private boolean rootDiffers = true;
    private boolean contextDiffers;
    private Landlock landlock = Landlock.ENFORCED;
    private Classification classification = Classification.DISTROLESS;
    private int restartsAfter;
    private String containerAfter = CONTAINER_ID;
    private boolean readyAfter = true;
    private boolean readAgain = true;
    private StreamState stream = StreamState.COMPLETE;
    private long bytes = 78_000;
    private boolean cut;
    private boolean owned = true;
    private Optional<String> owner = Optional.empty();
    private OptionalLong memoryLimit = OptionalLong.of(128L << 20);
    private OptionalLong podMemoryLimit = OptionalLong.empty();

    private ScannedTarget(String pod) {
        this.pod = pod;
    }

    /** The container {@code app} of that pod in {@code shop}. */
    public static ScannedTarget named(String pod) {
        return new ScannedTarget(pod);
    }

    public ScannedTarget unreadable() {
        rootReadable = false;
        classification = Classification.UNKNOWN;
        return outcome(Outcome.NOT_READABLE, "The target runs as another user.");
    }

    public ScannedTarget tampered() {
        stream = StreamState.TAMPERED;
        probeSpoke = false;
        classification = Classification.UNKNOWN;
        return outcome(Outcome.TAMPERED, "A second valid frame is in the stream.");
    }

    public ScannedTarget notStarted() {
        started = false;
        ended = false;
        imageId = "";
        bytes = 0;
        return silent().outcome(Outcome.NOT_STARTED, "The image cannot be pulled.");
    }

    public ScannedTarget refused() {
        return nothingAttached(Outcome.REFUSED, "Pod Security does not admit it.");
    }

    public ScannedTarget failed() {
        return nothingAttached(Outcome.FAILED, "The connection broke.");
    }

    private ScannedTarget nothingAttached(Outcome how, String why) {
        attached = false;
        return silent().outcome(how, why);
    }

    /** Attached and started, and not seen to end. */
    public ScannedTarget running() {
        ended = false;
        return silent().outcome(Outcome.INCOMPLETE, "The stream has no end.");
    }

    /** No word from the probe. */
    public ScannedTarget silent() {
        probeSpoke = false;
        stream = StreamState.NONE;
        bytes = 0;
        classification = Classification.UNKNOWN;
        return this;
    }

    public ScannedTarget outcome(Outcome value, String why) {
        outcome = value;
        reason = why;
        return this;
    }

    public ScannedTarget ran(Duration value) {
        ran = value;
        return this;
    }

    public ScannedTarget endedBy(String why, int code) {
        endReason = why;
        exitCode = code;
        return this;
    }

    public ScannedTarget image(String asked, String resolved) {
        image = asked;
        imageId = resolved;
        return this;
    }

    public ScannedTarget context(String json) {
        context = json;
        return this;
    }

    public ScannedTarget contextDiffers() {
        contextDiffers = true;
        return this;
    }

    public ScannedTarget landlock(Landlock value) {
        landlock = value;
        return this;
    }

    public ScannedTarget rootWritable() {
        readOnlyRoot = false;
        return this;
    }

    public ScannedTarget ownRootRead() {
        rootDiffers = false;
        return this;
    }

    public ScannedTarget hostNetwork() {
        hostNetwork = true;
        return this;
    }

    public ScannedTarget sharedProcesses() {
        sharedProcesses = true;
        return this;
    }

    public ScannedTarget hostPath(String volume) {
        hostPaths.add(volume);
        return this;
    }

    /** The pod has a limit of its own, in bytes. */
    public ScannedTarget podMemoryLimit(long bytes) {
        podMemoryLimit = OptionalLong.of(bytes);
        return this;
    }

    /** A member of the pod outside the entry was changed on the way in. */
    public ScannedTarget difference(String what) {
        changes.add(new AdmissionChange(Place.POD, Kind.CHANGED, what));
        return this;
    }

    /** A member of the debug container's entry was changed on the way in. */
    public ScannedTarget altered(String member) {
        changes.add(new AdmissionChange(Place.ENTRY, Kind.CHANGED, member));
        return this;
    }

    /** What the probe told of memory and CPU, before and after. */
    public ScannedTarget pressure(RuntimeEvidence.Pressure before, RuntimeEvidence.Pressure after) {
        pressure = List.of(before, after);
        return this;
    }

    /** A process of the target ended while it was scanned. */
    public ScannedTarget processEnded(String name, long seconds) {
        processesEnded.add(new EndedProcess(name, seconds));
        return this;
    }

    /** Another container of the pod was restarted while it was scanned. */
    public ScannedTarget restarted(String container) {
        restarted.add(container);
        return this;
    }

    /** Another ephemeral container stood beside it. */
    public ScannedTarget companion(Companion other) {
        companions.add(other);
        return this;
    }

    public ScannedTarget unknownEphemeral(String name) {
        unknown.add(name);
        return this;
    }

    /** An ephemeral container of that name has been running since then. */
    public ScannedTarget runningSince(String name, Instant since) {
        earlier.add(new EphemeralFacts(
                name,
                "busybox",
                "",
                "",
                "app",
                "{}",
                0,
                0,
                false,
                false,
                Phase.RUNNING,
                "",
                "",
                Optional.empty(),
                Optional.of(since),
                Optional.empty()));
        return this;
    }

    public ScannedTarget classification(Classification value) {
        classification = value;
        return this;
    }

    public ScannedTarget restarted() {
        restartsAfter = 1;
        return this;
    }

    /** Another container was in its place afterwards. */
    public ScannedTarget replaced() {
        containerAfter = "containerd://" + "00".repeat(32);
        return this;
    }

    public ScannedTarget notReadyAfter() {
        readyAfter = false;
        return this;
    }

    public ScannedTarget notReadAgain() {
        readAgain = false;
        return this;
    }

    public ScannedTarget bytes(long value) {
        bytes = value;
        return this;
    }

    public ScannedTarget cut(String what) {
        cut = true;
        limits.add(new Limit(what, ""));
        return this;
    }

    /** The probe could not read that path. */
    public ScannedTarget unread(String path, String operation, String code) {
        errors.add(new ReadError(path, operation, code));
        return this;
    }

    public ScannedTarget ownedBy(String controller) {
        owner = Optional.of(controller);
        return this;
    }

    public ScannedTarget withoutOwner() {
        owned = false;
        return this;
    }

    public ScannedTarget withoutMemoryLimit() {
        memoryLimit = OptionalLong.empty();
        return this;
    }

    /** {@code namespace/pod/container} of the target. */
    public String key() {
        return target().key();
    }

    public Observation observation() {
        return new Observation(
                target(),
                pod(),
                outcome,
                reason,
                IDENTITY,
                debugContainer(),
                before(),
                after(),
                stream(),
                outcome == Outcome.COLLECTED ? Optional.of(new byte[] {1}) : Optional.empty());
    }

    TargetReport report() {
        return new TargetReport(
                target(),
                outcome == Outcome.COLLECTED ? "5b".repeat(16) : "",
                outcome == Outcome.COLLECTED ? TargetReport.Basis.SCANNED : TargetReport.Basis.NOTHING,
                outcome,
                reason,
                classification,
                List.of(Fact.probe("No shell at the usual places.")),
                IDENTITY,
                debugContainer(),
                before(),
                after(),
                stream(),
                List.of(new ContextRow(
                        "capabilities",
                        "drop ALL",
                        contextDiffers ? "CHOWN" : "none",
                        contextDiffers ? State.NOT_MET : State.VERIFIED)),
                new PodSummary(
                        "Burstable",
                        "checkout",
                        hostNetwork,
                        false,
                        sharedProcesses,
                        hostPaths,
                        readOnlyRoot,
                        earlier.size() + unknown.size(),
                        unknown),
                probeSpoke ? Optional.of(probe()) : Optional.empty(),
                probeSpoke ? Optional.of(process()) : Optional.empty(),
                probeSpoke ? Optional.of(end()) : Optional.empty(),
                limits,
                errors,
                errors.size());
    }

    private Target target() {
        return new Target(
                "shop",
                pod,
                "uid-of-" + pod,
                "app",
                CONTAINER_ID,
                "shop/" + pod + ":1",
                "shop/" + pod + "@" + Scans.DIGEST,
                "node-1",
                Scans.START.minus(Duration.ofDays(9)),
                owned ? owner.or(() -> Optional.of("ReplicaSet/" + pod)) : Optional.empty());
    }

    private Optional<DebugContainer> debugContainer() {
        if (!attached) {
            return Optional.empty();
        }
        Instant start = Scans.START.plusSeconds(3);
        return Optional.of(new DebugContainer(
                "distroless-scan-0a1b2c",
                image,
                imageId,
                420,
                context,
                Scans.START.plusSeconds(2),
                started ? Optional.of(start) : Optional.empty(),
                started && ended ? Optional.of(start.plus(ran)) : Optional.empty(),
                ended ? endReason : "",
                started && ended ? Optional.of(exitCode) : Optional.empty(),
                Scans.END,
                Scans.START.plusSeconds(90).getEpochSecond(),
                new PodEntry("", List.of(), changes, companions, 1, pressure, processesEnded, restarted)));
    }

    private TargetState before() {
        return new TargetState(CONTAINER_ID, 0, true, Phase.RUNNING, Scans.START);
    }

    private Optional<TargetState> after() {
        return readAgain
                ? Optional.of(new TargetState(containerAfter, restartsAfter, readyAfter, Phase.RUNNING, Scans.END))
                : Optional.empty();
    }

    private Stream stream() {
        return new Stream(stream, "", bytes, "1.0", "ab".repeat(32));
    }

    private PodFacts pod() {
        return new PodFacts(
                "shop",
                pod,
                "uid-of-" + pod,
                "1001",
                Scans.START.minus(Duration.ofDays(9)),
                false,
                "Running",
                "node-1",
                "",
                "checkout",
                "Burstable",
                false,
                "",
                false,
                hostNetwork,
                false,
                false,
                sharedProcesses,
                hostPaths,
                Map.of("app", pod),
                Map.of(),
                target().owner(),
                podMemoryLimit,
                List.of(container()),
                earlier);
    }

    private ContainerFacts container() {
        return new ContainerFacts(
                "app",
                ContainerFacts.Kind.REGULAR,
                "shop/" + pod + ":1",
                "shop/" + pod + "@" + Scans.DIGEST,
                CONTAINER_ID,
                Phase.RUNNING,
                "",
                true,
                0,
                Optional.of(Scans.START.minus(Duration.ofDays(9))),
                OptionalLong.of(65532),
                OptionalLong.of(65532),
                Optional.of(true),
                readOnlyRoot,
                false,
                List.of(),
                Optional.empty(),
                memoryLimit,
                OptionalLong.empty(),
                OptionalLong.of(500),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Probe probe() {
        return new Probe("1.0", "amd64", status(), "", landlock, 6, false, false);
    }

    private TargetProcess process() {
        return new TargetProcess(
                1,
                ProofOfTarget.CGROUP,
                rootDiffers,
                rootReadable,
                rootReadable ? Optional.empty() : Optional.of("EACCES"),
                Optional.of(status()),
                "app",
                "/app",
                false);
    }

    private static ProcessStatus status() {
        String none = "0000000000000000";
        return new ProcessStatus(65532, 65532, List.of(), none, none, none, true, 2);
    }

    private End end() {
        return new End(1_924, 30, 1, 2, 1, 3, 1, 500_000, 0, cut, 26, 6_300, 2_000);
    }
}
