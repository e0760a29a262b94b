package io.jenkins.plugins.distrolessscan.engine.assess;

import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange.Place;
import io.jenkins.plugins.distrolessscan.engine.model.CapabilitySet;
import io.jenkins.plugins.distrolessscan.engine.model.ContainerId;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.DebugContainer;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.EndedProcess;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.PodEntry;
import io.jenkins.plugins.distrolessscan.engine.model.ProcessStatus;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Clock;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Pressure;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Self;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the probe says of its own call, against what was asked for: runtimes and node plugins change what no answer of the
 * API shows. It can only take away: that the two agree is the probe's word.
 */
final class Received {
    /** Bytes that the start of a debug container may take: the runtime's own process, and the probe's. */
    private static final long START = 32L << 20;

    private static final int MOST_ENDED = 20;

    private Received() {}

    /** The observation with what its evidence says of the call and of the target's memory and CPU. */
    static Observation with(Observation observation, Evidence evidence) {
        if (observation.debugContainer().isEmpty()) {
            return observation;
        }
        DebugContainer container = observation.debugContainer().get();
        PodEntry entry = container.entry();
        List<AdmissionChange> changes = new ArrayList<>(entry.changes());
        changes.addAll(differences(observation, entry, evidence));
        Optional<Pressure> before = evidence.runtime().before();
        Optional<Pressure> after = evidence.runtime().after();
        List<Pressure> pressure =
                before.isPresent() && after.isPresent() ? List.of(before.get(), after.get()) : List.of();
        return observation.with(container.with(new PodEntry(
                entry.nonce(),
                entry.asked(),
                changes,
                entry.companions(),
                entry.entries(),
                pressure,
                ended(evidence.runtime()),
                entry.restarted())));
    }

    /** Why the evidence is not believed, when the node ran something else than what was asked for. */
    static Optional<String> alteration(Observation observation) {
        List<String> changed = observation.debugContainer().stream()
                .flatMap(container -> container.entry().changes().stream())
                .filter(change -> change.place() == Place.RUNTIME)
                .map(AdmissionChange::member)
                .toList();
        return changed.isEmpty()
                ? Optional.empty()
                : Optional.of("By the probe's own word the node ran something else than what was asked for and stored ("
                        + String.join(", ", changed)
                        + "), so that nothing of it is believed; find the runtime hook or node"
                        + " plugin that changes containers.");
    }

    /** At most so many as a report tells. */
    private static List<EndedProcess> ended(RuntimeEvidence runtime) {
        Optional<Clock> clock = runtime.clock();
        return runtime.ended().stream()
                .limit(MOST_ENDED)
                .map(process -> new EndedProcess(
                        process.name(),
                        clock.map(c -> Math.max(0, c.readAt() - c.at(process.start())) / 1000)
                                .orElse(-1L)))
                .toList();
    }

    /** That the kernel killed a process of the target meanwhile, or may have done so when the debug container started. */
    static Optional<String> killed(Observation observation) {
        List<Pressure> pressure = observation
                .debugContainer()
                .map(container -> container.entry().pressure())
                .orElse(List.of());
        if (pressure.size() < 2) {
            return Optional.empty();
        }
        long before = pressure.get(0).oomKill().orElse(0L);
        long after = pressure.get(1).oomKill().orElse(0L);
        if (after == before && before > 0 && mayBeOurs(observation, pressure.get(0))) {
            return Optional.of(
                    "When the probe began to look, the kernel had killed processes in the target's memory cgroup"
                            + " already (oom_kill " + before
                            + "), and the start of the debug container, which takes memory of the"
                            + " pod, may have been the cause: raise the pod's memory limit, or restart the pod and scan it when it"
                            + " has head room.");
        }
        return after > before
                ? Optional.of("During the scan the kernel killed a process in the target's memory cgroup (oom_kill was "
                        + before + " before and " + after + " after): the pod has too little head room to be scanned.")
                : Optional.empty();
    }

    /**
     * Whether the debug container's own start may have made the kernel kill. It takes memory of the pod, so not where the pod
     * has no limit; and not where the most that the target, alone in its pod, ever used left room for it.
     */
    private static boolean mayBeOurs(Observation observation, Pressure before) {
        OptionalLong limit = observation.pod().memoryLimit();
        boolean alone = observation.pod().lastingContainers().size() == 1;
        return limit.isPresent()
                && (!alone
                        || before.memoryPeak().isEmpty()
                        || before.memoryPeak().get() > limit.getAsLong() - START);
    }

    private static List<AdmissionChange> differences(Observation observation, PodEntry entry, Evidence evidence) {
        List<AdmissionChange> found = new ArrayList<>();
        Optional<Self> self = evidence.runtime().self();
        self.filter(own -> !entry.asked().isEmpty() && !own.arguments().equals(entry.asked()))
                .ifPresent(own -> found.add(changed("arguments as the probe received them")));
        String asked = ContainerId.digits(observation.target().containerId()).orElse("");
        self.filter(own -> !own.container().isEmpty() && !own.container().equals(asked))
                .ifPresent(own -> found.add(changed("target, which is another container")));
        ProcessStatus ran = evidence.probe().status();
        if (ran.uid() != observation.identity().uid()
                || ran.gid() != observation.identity().gid()) {
            found.add(changed("user or group"));
        }
        if (IdentityProfile.of(observation.identity()) != IdentityProfile.BASELINE
                && !ran.capPrm().isEmpty()
                && !CapabilitySet.parse(ran.capPrm()).isEmpty()) {
            found.add(changed("capabilities"));
        }
        return found;
    }

    private static AdmissionChange changed(String member) {
        return new AdmissionChange(Place.RUNTIME, Kind.CHANGED, member);
    }
}
