package io.jenkins.plugins.distrolessscan.step;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which scan of this Jenkins is at which pod: two debug containers of two builds at once would look like a companion to each
 * other, and use up the pod's places twice as fast. A scan that comes second is told whose turn it is, and asks again; nobody
 * waits here. A lease ends with the scan's visit to the pod, or else when its debug container has ended by itself. After a
 * restart the leases are those of the registered containers.
 */
final class PodLeases {
    /** From the first question to the debug container: the dry runs, and a pod that was changed in between. */
    private static final Duration TO_ATTACH = Duration.ofMinutes(2);

    /** No debug container lives longer, whatever an agent says of it. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Supplier<List<RegisteredContainer>> registered;
    private Map<Pod, Lease> leases;

    /** @param registered the containers that were not seen to end; read once, when the first lease is asked for */
    PodLeases(Supplier<List<RegisteredContainer>> registered) {
        this.registered = registered;
    }

    /** A pod, by the server that was asked for it: a UID that one cluster names is none of another cluster. */
    private record Pod(String server, String uid) {}

    /** @param owner state of the scan that holds it; null for a container of a time before the restart */
    private record Lease(ScanState owner, String build, Instant until, String container) {
        private boolean isOf(ScanState scan, Pod pod) {
            return owner == scan
                    || owner == null
                            && scan.added().stream()
                                    .anyMatch(added -> added.podUid().equals(pod.uid())
                                            && added.container().equals(container));
        }
    }

    /**
     * Whose turn it is.
     *
     * @param build the build that has the pod
     * @param until when it has left the pod at the latest
     */
    record Held(String build, Instant until) {}

    /** Gives a pod to a scan, or says who has it. The scan that has it gets it again. */
    synchronized Optional<Held> ask(String server, String podUid, ScanState scan, String build, Instant now) {
        Pod pod = new Pod(server, podUid);
        Optional<Held> held = held(pod, scan, now);
        if (held.isEmpty()) {
            Lease known = leases.get(pod);
            Instant until = now.plus(TO_ATTACH);
            if (known == null || known.until().isBefore(until)) {
                leases.put(pod, new Lease(scan, build, until, known == null ? "" : known.container()));
            }
        }
        return held;
    }

    /**
     * The scan is about to add a debug container: the pod is its own until that has ended.
     *
     * @return who has the pod meanwhile, so that nothing may be added
     */
    synchronized Optional<Held> attaching(
            String server, ScanState.Added added, ScanState scan, String build, Instant now) {
        Pod pod = new Pod(server, added.podUid());
        Optional<Held> held = held(pod, scan, now);
        if (held.isEmpty()) {
            Instant latest = now.plus(LONGEST);
            Instant until = added.endsBy().isBefore(latest) ? added.endsBy() : latest;
            leases.put(pod, new Lease(scan, build, until, added.container()));
        }
        return held;
    }

    private Optional<Held> held(Pod pod, ScanState scan, Instant now) {
        Lease lease = leases(now).get(pod);
        return lease == null || !lease.until().isAfter(now) || lease.isOf(scan, pod)
                ? Optional.empty()
                : Optional.of(new Held(lease.build(), lease.until()));
    }

    /** The scan has left the pod, and nothing of it runs there. */
    synchronized void leave(String server, String podUid, ScanState scan) {
        if (leases != null) {
            leases.computeIfPresent(new Pod(server, podUid), (pod, lease) -> lease.owner() == scan ? null : lease);
        }
    }

    /** The scan is over: it keeps only pods into which it has put a debug container whose end was not seen. */
    synchronized void end(ScanState scan) {
        if (leases != null) {
            leases.values()
                    .removeIf(
                            lease -> lease.owner() == scan && lease.container().isEmpty());
        }
    }

    /** A debug container was seen to end. */
    synchronized void ended(String podUid, String container) {
        if (leases != null) {
            leases.entrySet()
                    .removeIf(lease -> lease.getKey().uid().equals(podUid)
                            && lease.getValue().container().equals(container));
        }
    }

    private Map<Pod, Lease> leases(Instant now) {
        if (leases == null) {
            leases = new HashMap<>();
            Instant latest = now.plus(LONGEST);
            for (RegisteredContainer container : registered.get()) {
                Instant until = container.endsBy().isBefore(latest) ? container.endsBy() : latest;
                leases.put(
                        new Pod(container.serverUrl(), container.podUid()),
                        new Lease(null, container.buildName(), until, container.container()));
            }
        }
        leases.values().removeIf(lease -> !lease.until().isAfter(now));
        return leases;
    }

    /** How many pods are held. */
    synchronized int size() {
        return leases == null ? 0 : leases.size();
    }
}
