package io.jenkins.plugins.distrolessscan.engine.probe;

/** Gives a key for each debug container. On an agent it asks the controller, where the private keys stay. */
@FunctionalInterface
public interface PublicKeys {
    /**
     * A key that was never given before.
     *
     * @param podUid the UID of the target's pod
     * @param container the target's container
     */
    OneTimeKey next(String podUid, String container);
}
