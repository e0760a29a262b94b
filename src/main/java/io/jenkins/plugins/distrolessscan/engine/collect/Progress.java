package io.jenkins.plugins.distrolessscan.engine.collect;

import java.time.Instant;

/** Hears of a scan while it runs. Texts hold no secrets, but may hold names from the cluster: print them as text. */
public interface Progress {
    /** One line for a person. */
    void say(String text);

    /**
     * A debug container is about to be added: whoever has to survive a restart writes this down first.
     *
     * @throws java.io.UncheckedIOException to keep this one from being added; the target's outcome is FAILED then
     */
    default void attaching(Attachment attachment) {}

    /** Nothing of the scan runs in this pod any more, at least until the next {@link #attaching}. */
    default void leaving(String podUid) {}

    /**
     * What to remember of a debug container: enough to find it again, and no credential.
     *
     * @param namespace the pod's namespace
     * @param pod the pod's name
     * @param podUid the pod's UID
     * @param container the debug container's name
     * @param nonce the nonce of its frame
     * @param notAfter when it will not start any more
     * @param endsBy when it has ended by itself at the latest
     */
    record Attachment(
            String namespace,
            String pod,
            String podUid,
            String container,
            String nonce,
            Instant notAfter,
            Instant endsBy) {}
}
