package io.jenkins.plugins.distrolessscan.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One strategic merge patch of a pod's {@code ephemeralcontainers}: checked as an API server checks it, then kept. */
final class DebugContainerRequest {
    private static final Set<String> KNOWN = Set.of(
            "name",
            "image",
            "imagePullPolicy",
            "targetContainerName",
            "command",
            "args",
            "env",
            "envFrom",
            "volumeMounts",
            "volumeDevices",
            "workingDir",
            "stdin",
            "stdinOnce",
            "tty",
            "terminationMessagePath",
            "terminationMessagePolicy",
            "securityContext");

    private static final Set<String> NEVER_ALLOWED = Set.of(
            "resources",
            "ports",
            "livenessProbe",
            "readinessProbe",
            "startupProbe",
            "lifecycle",
            "resizePolicy",
            "restartPolicy");

    /** An API server has no such limit, but its store has; the engine stops at ten. */
    private static final int MOST = 50;

    private final SamplePod pod;
    private final Clock clock;
    private final SecureRandom random;

    DebugContainerRequest(SamplePod pod, Clock clock, SecureRandom random) {
        this.pod = pod;
        this.clock = clock;
        this.random = random;
    }

    /** The pod as stored, or, with a dry run, as it would be. */
    ObjectNode apply(ObjectNode patch, boolean dryRun) throws Refused {
        checkPatch(patch);
        synchronized (pod) {
            List<ObjectNode> added = new ArrayList<>();
            int index = 0;
            for (JsonNode entry : patch.path("spec").path("ephemeralContainers")) {
                if (isNew(entry, "spec.ephemeralContainers[" + index++ + "]")) {
                    added.add((ObjectNode) entry);
                }
            }
            if (added.isEmpty()) {
                return pod.object(clock.instant());
            }
            if (added.size() > 1 || pod.addedCount() >= MOST) {
                throw Refused.invalid(pod.name(), "spec.ephemeralContainers: Too many: must have at most one new item");
            }
            ObjectNode entry = added.get(0);
            new PlayedPolicy(pod).admit(entry);
            ObjectNode stored = entry.deepCopy().put("terminationMessagePath", "/dev/termination-log");
            if (dryRun) {
                return pod.object(clock.instant(), Optional.of(stored));
            }
            pod.add(started(stored));
            return pod.object(clock.instant());
        }
    }

    private PlayedContainer started(ObjectNode entry) {
        byte[] id = new byte[32];
        random.nextBytes(id);
        Instant now = clock.instant();
        return new PlayedContainer(
                entry,
                HexFormat.of().formatHex(id),
                now,
                new PlayedProbe(pod, entry, random).run(now),
                pod.probeRuns());
    }

    private void checkPatch(ObjectNode patch) throws Refused {
        for (String member : names(patch)) {
            if (!Set.of("metadata", "spec", "apiVersion", "kind").contains(member)) {
                throw unknownField(member);
            }
        }
        for (String member : names(patch.path("spec"))) {
            if (!member.equals("ephemeralContainers")) {
                throw Refused.invalid(
                        pod.name(),
                        "spec." + plain(member) + ": Forbidden: only ephemeralContainers may be changed here");
            }
        }
        String uid = patch.path("metadata").path("uid").asText("");
        if (!uid.isEmpty() && !uid.equals(pod.uid())) {
            throw Refused.invalid(
                    pod.name(), "metadata.uid: Invalid value: \"" + plain(uid) + "\": field is immutable");
        }
        String version = patch.path("metadata").path("resourceVersion").asText("");
        if (!version.isEmpty()
                && !version.equals(pod.object(clock.instant())
                        .path("metadata")
                        .path("resourceVersion")
                        .asText())) {
            throw Refused.conflict(
                    pod.name(),
                    "the object has been modified; please apply your changes to the latest version and try again");
        }
    }

    /** Whether an entry is none that the pod has already. */
    private boolean isNew(JsonNode entry, String where) throws Refused {
        String name = entry.path("name").asText("");
        if (!name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?") || !entry.isObject()) {
            throw Refused.invalid(pod.name(), where + ".name: Required value");
        }
        for (String member : names(entry)) {
            if (NEVER_ALLOWED.contains(member)) {
                throw Refused.invalid(
                        pod.name(), where + "." + member + ": Forbidden: cannot be set for an Ephemeral Container");
            }
            if (!KNOWN.contains(member)) {
                throw unknownField(where + "." + member);
            }
        }
        Optional<PlayedContainer> earlier = pod.added(name);
        if (earlier.isPresent()) {
            ObjectNode same = ((ObjectNode) entry.deepCopy()).put("terminationMessagePath", "/dev/termination-log");
            if (!earlier.get().entry().equals(same)) {
                throw Refused.invalid(
                        pod.name(),
                        "spec.ephemeralContainers: Forbidden: existing ephemeral containers \"" + name
                                + "\" may not be changed");
            }
            return false;
        }
        if (pod.container(name).isObject()) {
            throw Refused.invalid(pod.name(), where + ".name: Duplicate value: \"" + name + "\"");
        }
        String target = entry.path("targetContainerName").asText("");
        if (!target.isEmpty() && !pod.container(target).isObject()) {
            throw Refused.invalid(pod.name(), where + ".targetContainerName: Not found: \"" + plain(target) + "\"");
        }
        return true;
    }

    private static Refused unknownField(String path) {
        return Refused.badRequest("strict decoding error: unknown field \"" + plain(path) + "\"");
    }

    private static String plain(String text) {
        return text.substring(0, Math.min(100, text.length())).replaceAll("[^!-~]", "?");
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
