package io.jenkins.plugins.distrolessscan.step;

import io.jenkins.plugins.distrolessscan.engine.scan.Progress;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a running scan has to remember over a restart of Jenkins: which debug containers it has added or was about to
 * add, and until when it may go on. No credential, no path, no engine type.
 */
final class ScanState implements Serializable {
    private static final long serialVersionUID = 1;

    private final ArrayList<Added> added = new ArrayList<>();
    private long deadlineMillis;
    private int attempts;

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

    /** Milliseconds that are left of the first attempt's time, at least 0. */
    synchronized long remainingMillis(long nowMillis) {
        return Math.max(0, deadlineMillis - nowMillis);
    }

    synchronized void add(Added container) {
        added.add(container);
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

        String name() {
            return namespace + "/" + pod + "/" + container;
        }
    }
}
