package io.jenkins.plugins.distrolessscan.engine.probe;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;

/** Gives a key for each debug container. On an agent it asks the controller, where the private keys stay. */
@FunctionalInterface
public interface PublicKeys {
    /**
     * A key that was never given before. It may come late: where several scans share their clusters, a pod is one scan's at
     * a time.
     *
     * @param podUid the UID of the target's pod
     * @param container the target's container
     * @throws ScanException when the pod is not this scan's in its time: nothing is attached then
     */
    OneTimeKey next(String podUid, String container) throws ScanException, InterruptedException;
}
