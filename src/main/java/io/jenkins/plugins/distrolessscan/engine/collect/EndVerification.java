package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Pace;
import io.jenkins.plugins.distrolessscan.engine.collect.Progress.Attachment;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.EphemeralFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether debug containers of a scan that was interrupted have ended. They end by themselves; this looks until the
 * kubelet says so, or until their time is over.
 */
public final class EndVerification {
    private static final Duration POLL = Duration.ofSeconds(1);
    /** Kubelets report late, and the clocks of node and scan differ. */
    private static final Duration SLACK = Duration.ofSeconds(30);

    private final Cluster cluster;
    private final Pace pace;

    public EndVerification(Cluster cluster, Pace pace) {
        this.cluster = cluster;
        this.pace = pace;
    }

    /** Waits for each container's end until its time is over. */
    public List<End> await(List<Attachment> attachments) throws InterruptedException {
        return await(attachments, Instant.MAX);
    }

    /** The same, and no longer than to a moment. */
    List<End> await(List<Attachment> attachments, Instant latest) throws InterruptedException {
        List<End> ends = new ArrayList<>();
        for (Attachment attachment : attachments) {
            Instant own = attachment.endsBy().plus(SLACK);
            Instant until = own.isBefore(latest) ? own : latest;
            End end = look(attachment);
            while (!end.ended() && pace.now().isBefore(until)) {
                pace.sleep(POLL);
                end = look(attachment);
            }
            ends.add(end);
        }
        return ends;
    }

    /** One fault of the connection does not make a container a leftover. */
    private End look(Attachment attachment) {
        try {
            return now(attachment);
        } catch (ScanException e) {
            return new End(attachment, false, e.getMessage());
        }
    }

    /** What is known now. */
    public End now(Attachment attachment) throws ScanException {
        try {
            PodFacts pod = cluster.pod(attachment.namespace(), attachment.pod());
            if (!pod.uid().equals(attachment.podUid())) {
                return new End(
                        attachment,
                        true,
                        "The pod " + attachment.pod() + " was replaced, and its debug container is gone with it.");
            }
            Optional<EphemeralFacts> found = pod.ephemeralContainer(attachment.container());
            if (found.isEmpty()) {
                // A PATCH on its way may still land; after its time the probe would not start any more.
                return new End(
                        attachment,
                        pace.now().isAfter(attachment.notAfter()),
                        "The debug container " + attachment.container() + " was not stored.");
            }
            EphemeralFacts container = found.get();
            if (container.finished().isPresent()) {
                return new End(
                        attachment,
                        true,
                        "The debug container " + attachment.container() + " terminated at "
                                + container.finished().get() + ": " + container.reason() + ".");
            }
            return new End(
                    attachment,
                    false,
                    "The debug container " + attachment.container() + " in pod " + attachment.pod()
                            + " has not been seen to end; it ends by itself by " + attachment.endsBy()
                            + ", unless somebody changed it.");
        } catch (ScanException e) {
            if (e.kind() != ScanException.Kind.NOT_FOUND) {
                throw e;
            }
            return new End(
                    attachment, true, "The pod " + attachment.pod() + " is gone, and its debug container with it.");
        }
    }

    /** One debug container: whether it has ended, and a sentence. */
    public record End(Attachment attachment, boolean ended, String text) {}
}
