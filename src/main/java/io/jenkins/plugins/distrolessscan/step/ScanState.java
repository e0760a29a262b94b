package io.jenkins.plugins.distrolessscan.step;

import io.jenkins.plugins.distrolessscan.engine.collect.Progress;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a running scan has to remember over a restart of Jenkins: which debug containers it has added or was about to
 * add, and until when it may go on. No credential, no path, no engine type.
 */
final class ScanState implements Serializable {
    private static final long serialVersionUID = 1;

    private static final int MOST = 2500;
    private static final int LONGEST = 300;

    /** The last second that an ordinary calendar can print: of the year 9999. */
    private static final long LATEST = 253_402_300_799L;

    private final ArrayList<Added> added = new ArrayList<>();
    private long deadlineMillis;
    private int attempts;
    private String thresholds;
    private String waivers;
    private transient boolean closed;

    /** Begins an attempt; the deadline is set by the first one and stays. */
    synchronized void begin(long nowMillis, long timeoutMillis) {
        if (attempts == 0) {
            deadlineMillis = nowMillis + timeoutMillis;
        }
        attempts++;
    }

    synchronized int attempts() {
        return attempts;
    }

    /** Text of the threshold file, once it was read; else null. */
    synchronized String thresholds() {
        return thresholds;
    }

    synchronized void setThresholds(String text) {
        thresholds = text;
    }

    /** Text of the waiver file, once it was read; else null. */
    synchronized String waivers() {
        return waivers;
    }

    synchronized void setWaivers(String text) {
        waivers = text;
    }

    /** Milliseconds that are left of the first attempt's time, at least 0. */
    synchronized long remainingMillis(long nowMillis) {
        return Math.max(0, deadlineMillis - nowMillis);
    }

    /** Remembers a container; refused once the scan was given up, and when an agent says what no scan can. */
    synchronized void add(Added container) {
        if (closed || added.size() >= MOST || container.longest() > LONGEST || !container.timely()) {
            throw new IllegalStateException("the scan was stopped");
        }
        added.add(container);
    }

    /** What was added up to now; nothing can be added after it. */
    synchronized List<Added> close() {
        closed = true;
        return List.copyOf(added);
    }

    /** Two targets can be added at a time while the state is saved for one of them. */
    private synchronized void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
    }

    synchronized List<Added> added() {
        return List.copyOf(added);
    }

    /** One debug container, in plain values. Times in Unix seconds. */
    static final class Added implements Serializable {
        private static final long serialVersionUID = 1;

        private final String namespace;
        private final String pod;
        private final String podUid;
        private final String container;
        private final String nonce;
        private final long notAfter;
        private final long endsBy;

        Added(String namespace, String pod, String podUid, String container, String nonce, long notAfter, long endsBy) {
            this.namespace = namespace;
            this.pod = pod;
            this.podUid = podUid;
            this.container = container;
            this.nonce = nonce;
            this.notAfter = notAfter;
            this.endsBy = endsBy;
        }

        static Added of(Progress.Attachment attachment) {
            return new Added(
                    attachment.namespace(),
                    attachment.pod(),
                    attachment.podUid(),
                    attachment.container(),
                    attachment.nonce(),
                    attachment.notAfter().getEpochSecond(),
                    attachment.endsBy().getEpochSecond());
        }

        Progress.Attachment attachment() {
            return new Progress.Attachment(
                    namespace,
                    pod,
                    podUid,
                    container,
                    nonce,
                    Instant.ofEpochSecond(notAfter),
                    Instant.ofEpochSecond(endsBy));
        }

        private int longest() {
            return Stream.of(namespace, pod, podUid, container, nonce)
                    .mapToInt(String::length)
                    .max()
                    .orElse(0);
        }

        private boolean timely() {
            return notAfter >= 0 && notAfter <= LATEST && endsBy >= 0 && endsBy <= LATEST;
        }

        String namespace() {
            return namespace;
        }

        String pod() {
            return pod;
        }

        String podUid() {
            return podUid;
        }

        String container() {
            return container;
        }

        long notAfter() {
            return notAfter;
        }

        String name() {
            return namespace + "/" + pod + "/" + container;
        }

        Instant endsBy() {
            return Instant.ofEpochSecond(endsBy);
        }
    }
}
