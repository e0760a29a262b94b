package io.jenkins.plugins.distrolessscan.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.distrolessscan.engine.model.CapabilitySet;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.ProcessStatus;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence;
import io.jenkins.plugins.distrolessscan.engine.probe.EvidenceWriter;
import io.jenkins.plugins.distrolessscan.engine.probe.FrameWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plays the probe in one debug container: checks its call, finds its target by the container ID it was told, walks that
 * container's sample root as the debug container's user, and prints one frame (docs/probe-protocol.md). What it says of
 * kernel and runtime is invented: a node of cgroup v1 with Landlock and the runtime's default settings.
 */
final class PlayedProbe {
    /** The digest that the played probe tells of itself; no program has it. */
    static final String DIGEST = "de300000".repeat(8);

    private static final String VERSION = "1.0.0";
    private static final int TOO_LATE = 75;
    private static final int WRONG_ARGUMENTS = 64;

    /** What a container leaves: its log and its exit code. */
    record Outcome(byte[] log, int exitCode) {}

    private final SamplePod pod;
    private final JsonNode entry;
    private final String target;
    private final SecureRandom random;

    PlayedProbe(SamplePod pod, JsonNode entry, SecureRandom random) {
        this.pod = pod;
        this.entry = entry;
        this.target = entry.path("targetContainerName").asText();
        this.random = random;
    }

    Outcome run(Instant start) {
        List<String> arguments = new ArrayList<>();
        entry.path("args").forEach(argument -> arguments.add(argument.asText()));
        try {
            FrameWriter frame = new FrameWriter(arguments, VERSION, DIGEST, random);
            if (start.getEpochSecond() > Long.parseLong(argument(arguments, "--not-after="))) {
                return new Outcome(new byte[0], TOO_LATE);
            }
            String wanted = argument(arguments, "--container=");
            return new Outcome(frame.frame(EvidenceWriter.gzip(evidence(wanted, arguments, start))), 0);
        } catch (IllegalArgumentException e) {
            return new Outcome("wrong arguments\n".getBytes(StandardCharsets.US_ASCII), WRONG_ARGUMENTS);
        }
    }

    private static String argument(List<String> arguments, String name) {
        return arguments.stream()
                .filter(argument -> argument.startsWith(name))
                .map(argument -> argument.substring(name.length()))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new);
    }

    private Evidence evidence(String wanted, List<String> arguments, Instant start) {
        JsonNode context = entry.path("securityContext");
        ProcessStatus self = status(
                context.path("runAsUser").asLong(), context.path("runAsGroup").asLong(), dropsAll(context), true, true);
        boolean found = wanted.equals(pod.containerId(target));
        ProcessStatus main = mainProcess();
        // The kernel's rule: the same user and group, and no capability that the reader does not hold.
        boolean readable = found
                && main.uid() == self.uid()
                && main.gid() == self.gid()
                && CapabilitySet.parse(main.capPrm()).isSubsetOf(CapabilitySet.parse(self.capPrm()));
        SampleWalk walk = new SampleWalk(pod.root(target), self.uid(), self.gid(), mounts(), pod.started());
        if (readable) {
            walk.walk();
        }
        boolean shared = pod.spec().path("shareProcessNamespace").asBoolean();
        List<Evidence.Process> processes = processes(shared);
        return new Evidence(
                new Evidence.Probe(
                        VERSION,
                        "amd64",
                        self,
                        "",
                        Evidence.Landlock.ENFORCED,
                        6,
                        !context.path("readOnlyRootFilesystem").asBoolean(),
                        false),
                found ? targetProcess(main, readable, shared, processes) : noProcess(shared),
                processes,
                walk.mounts(),
                walk.entries(),
                walk.files(),
                walk.goBinaries(),
                List.of(),
                walk.errors(),
                walk.end(processes.size()),
                found
                        ? PlayedRuntime.of(arguments, pod.containerId(target), pod.root(target), pod.started(), start)
                        : RuntimeEvidence.NONE,
                walk.content());
    }

    private Evidence.TargetProcess targetProcess(
            ProcessStatus main, boolean readable, boolean shared, List<Evidence.Process> processes) {
        String name = pod.root(target).processes().get(0);
        int pid = processes.stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElseThrow()
                .pid();
        return new Evidence.TargetProcess(
                pid,
                Evidence.ProofOfTarget.CGROUP,
                readable,
                readable,
                readable ? Optional.empty() : Optional.of("EACCES"),
                Optional.of(main),
                name,
                readable ? pod.root(target).program() : "",
                shared);
    }

    private static Evidence.TargetProcess noProcess(boolean shared) {
        return new Evidence.TargetProcess(
                0, Evidence.ProofOfTarget.NONE, false, false, Optional.of("ESRCH"), Optional.empty(), "", "", shared);
    }

    private ProcessStatus mainProcess() {
        boolean escalates = pod.context(target, "allowPrivilegeEscalation").asBoolean(true);
        boolean filtered =
                pod.context(target, "seccompProfile").path("type").asText().equals("RuntimeDefault");
        return status(
                pod.uidOf(target),
                pod.gidOf(target),
                dropsAll(pod.container(target).path("securityContext")),
                !escalates,
                filtered);
    }

    private static boolean dropsAll(JsonNode context) {
        for (JsonNode capability : context.path("capabilities").path("drop")) {
            if (capability.asText().equals("ALL")) {
                return true;
            }
        }
        return false;
    }

    /** Of a user other than root only the bounding set is not empty, since there are no ambient capabilities. */
    private static ProcessStatus status(long uid, long gid, boolean dropsAll, boolean noNewPrivs, boolean filtered) {
        String none = text(CapabilitySet.NONE);
        String bound = dropsAll ? none : text(CapabilitySet.RUNTIME_DEFAULT);
        String held = uid == 0 ? bound : none;
        return new ProcessStatus(uid, gid, List.of(gid), held, held, bound, noNewPrivs, filtered ? 2 : 0);
    }

    private static String text(CapabilitySet set) {
        return String.format("%016x", set.bits());
    }

    /** The processes of the target's namespace: its container's own, or those of all of the pod. */
    private List<Evidence.Process> processes(boolean shared) {
        List<Evidence.Process> processes = new ArrayList<>();
        if (shared) {
            processes.add(new Evidence.Process(1, "pause", 65535, 65535));
        }
        Map<String, SampleRoot> containers = shared ? pod.roots() : Map.of(target, pod.root(target));
        containers.forEach((name, root) -> root.processes()
                .forEach(process -> processes.add(new Evidence.Process(
                        processes.isEmpty() ? 1 : processes.size() * 7 + 1,
                        process,
                        pod.uidOf(name),
                        pod.gidOf(name)))));
        return processes;
    }

    /** What a runtime mounts, and the container's volumes. */
    private List<Evidence.Mount> mounts() {
        boolean readOnly = pod.context(target, "readOnlyRootFilesystem").asBoolean();
        List<Evidence.Mount> mounts = new ArrayList<>();
        mounts.add(new Evidence.Mount(".", "overlay", readOnly, false));
        mounts.add(new Evidence.Mount("dev", "tmpfs", false, true));
        mounts.add(new Evidence.Mount("etc/hosts", "ext4", false, true));
        mounts.add(new Evidence.Mount("etc/resolv.conf", "ext4", false, true));
        mounts.add(new Evidence.Mount("proc", "proc", false, true));
        mounts.add(new Evidence.Mount("sys", "sysfs", true, true));
        pod.container(target)
                .path("volumeMounts")
                .forEach(volume -> mounts.add(new Evidence.Mount(
                        volume.path("mountPath").asText().substring(1),
                        "ext4",
                        volume.path("readOnly").asBoolean(),
                        true)));
        return mounts;
    }
}
