package io.jenkins.plugins.distrolessscan.step;

import edu.umd.cs.findbugs.annotations.SuppressFBWarnings;
import hudson.remoting.Channel;
import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Connection;
import io.jenkins.plugins.distrolessscan.engine.cluster.FabricCluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Pace;
import io.jenkins.plugins.distrolessscan.engine.cluster.Timeouts;
import io.jenkins.plugins.distrolessscan.engine.collect.Collector;
import io.jenkins.plugins.distrolessscan.engine.collect.Progress;
import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.probe.OneTimeKey;
import io.jenkins.plugins.distrolessscan.engine.store.FactsFile;
import java.io.Serializable;
import java.security.SecureRandom;
import jenkins.security.MasterToSlaveCallable;

/**
 * The part of a scan that runs on the build's agent. It takes plain values with it and brings bounded bytes back: the
 * facts as gzip of JSON, never a verdict. Only here a credential leaves the controller, for the one call.
 */
final class RemoteScan extends MasterToSlaveCallable<RemoteScan.Answer, InterruptedException> {
    private static final long serialVersionUID = 1;

    /** How often a scan asks for a pod that another one is at. */
    private static final long AGAIN_MILLIS = 1_000;

    private final RemoteConnection connection;
    private final RemoteRequest request;

    @SuppressFBWarnings(
            value = "SE_BAD_FIELD",
            justification = "to an agent an exported object travels, which is serializable; see exported()")
    private final Callback callback;

    /** By the clock of the machine that it runs on. */
    private transient volatile long until;

    RemoteScan(RemoteConnection connection, RemoteRequest request, Callback callback) {
        this.connection = connection;
        this.request = request;
        this.callback = callback;
    }

    @Override
    public Answer call() throws InterruptedException {
        AgentLogging.choose();
        until = System.nanoTime() + request.timeoutMillis() * 1_000_000;
        Connection reached = connection.connection();
        try (Cluster cluster = new FabricCluster(reached, Timeouts.standard())) {
            Collector collector = new Collector(Pace.system(), new SecureRandom(), this::key, new Reporter(callback));
            CollectedScan facts = collector.collect(cluster, reached, request.request());
            return Answer.facts(FactsFile.write(facts));
        } catch (ScanException e) {
            // The exception itself stays here: its causes are classes that the controller need not know.
            return Answer.failure(e.kind().name(), e.getMessage());
        }
    }

    /** Asks the controller, where the private half stays; again and again as long as another scan is at the pod. */
    private OneTimeKey key(String podUid, String container) throws ScanException, InterruptedException {
        Key key = callback.key(podUid, container);
        if (key.later != null) {
            callback.say(key.later + " " + Messages.RemoteScan_waits());
        }
        while (key.later != null) {
            if (System.nanoTime() - until >= 0) {
                throw new ScanException(
                        ScanException.Kind.CONNECTION, key.later + " " + Messages.RemoteScan_waitedTooLong());
            }
            Thread.sleep(AGAIN_MILLIS);
            key = callback.key(podUid, container);
        }
        return new OneTimeKey(key.nonce, key.publicKey);
    }

    /** What the scan says on its way; called over remoting. */
    interface Callback {
        /** One line for the build log, where the controller masks it. */
        void say(String text);

        /** A debug container is about to be added: the controller saves this first. */
        void attaching(ScanState.Added added);

        /**
         * Nonce and public key of a new debug container; what its probe seals is opened on the controller. Or that another
         * scan is at the pod, and that this one has to ask again.
         */
        Key key(String podUid, String container);

        /** Nothing of this scan runs in the pod any more. */
        void leaving(String podUid);
    }

    /** An answer of the controller: a key, or who has the pod. */
    static final class Key implements Serializable {
        private static final long serialVersionUID = 1;

        private final String nonce;
        private final String publicKey;
        private final String later;

        private Key(String nonce, String publicKey, String later) {
            this.nonce = nonce;
            this.publicKey = publicKey;
            this.later = later;
        }

        static Key of(String nonce, String publicKey) {
            return new Key(nonce, publicKey, null);
        }

        /** @param sentence who has the pod, and until when */
        static Key later(String sentence) {
            return new Key(null, null, sentence);
        }
    }

    private record Reporter(Callback callback) implements Progress {
        @Override
        public void say(String text) {
            callback.say(text);
        }

        @Override
        public void attaching(Attachment attachment) {
            callback.attaching(ScanState.Added.of(attachment));
        }

        @Override
        public void leaving(String podUid) {
            callback.leaving(podUid);
        }
    }

    /** What comes back: the facts, or a failure in words. */
    static final class Answer implements Serializable {
        private static final long serialVersionUID = 1;

        private final byte[] facts;
        private final String failureKind;
        private final String failureText;

        private Answer(byte[] facts, String failureKind, String failureText) {
            this.facts = facts;
            this.failureKind = failureKind;
            this.failureText = failureText;
        }

        static Answer facts(byte[] facts) {
            return new Answer(facts, null, null);
        }

        static Answer failure(String kind, String text) {
            return new Answer(null, kind, text);
        }

        private ScanException.Kind kind() {
            for (ScanException.Kind known : ScanException.Kind.values()) {
                if (known.name().equals(failureKind)) {
                    return known;
                }
            }
            return ScanException.Kind.UNSUPPORTED;
        }

        /** The facts' bytes. */
        byte[] facts() throws ScanException {
            if (facts == null) {
                throw new ScanException(kind(), PlainText.lines(failureText == null ? "" : failureText));
            }
            return facts;
        }
    }

    /** Lets an agent call back; {@code null} is the controller's own JVM. */
    static Callback exported(Callback callback, Channel channel) {
        return channel == null ? callback : channel.export(Callback.class, callback);
    }
}
