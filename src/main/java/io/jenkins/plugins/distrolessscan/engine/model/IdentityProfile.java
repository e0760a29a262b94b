package io.jenkins.plugins.distrolessscan.engine.model;

/**
 * What a debug container's identity may do to its target, in the order of that power (S-17). Named after the Pod
 * Security level that admits it.
 */
public enum IdentityProfile {
    /** The target's own user and group, not root, no capability. Reads a target that is not root and holds none. */
    RESTRICTED(
            "restricted",
            "what the target's own user may read",
            "what the target's own user may write; the kernel's Landlock takes that away where it can",
            "processes of the same user",
            true),
    /** Root with the runtime's default capabilities, as a root target has them. */
    BASELINE(
            "baseline",
            "every file",
            "every file of a writable root; the kernel's Landlock takes that away where it can",
            "every process of the process namespace",
            true);

    /** A profile of the design that no probe image exists for: another user, with file capabilities to read. */
    private static final String NOT_AVAILABLE = "privileged-read";

    private final String word;
    private final String read;
    private final String write;
    private final String signal;
    private final boolean forgeable;

    IdentityProfile(String word, String read, String write, String signal, boolean forgeable) {
        this.word = word;
        this.read = read;
        this.write = write;
        this.signal = signal;
        this.forgeable = forgeable;
    }

    /** The profile that an identity of the target's own kind needs. */
    public static IdentityProfile of(Identity identity) {
        return identity.uid() == 0 ? BASELINE : RESTRICTED;
    }

    /**
     * The profile of a parameter's word.
     *
     * @throws ScanException CONFIGURATION when there is none, with those that there are
     */
    public static IdentityProfile parse(String word) throws ScanException {
        for (IdentityProfile profile : values()) {
            if (profile.word.equalsIgnoreCase(word)) {
                return profile;
            }
        }
        throw new ScanException(
                ScanException.Kind.CONFIGURATION,
                (word.equalsIgnoreCase(NOT_AVAILABLE)
                                ? "The identity profile privileged-read is not available in this version."
                                : "There is no identity profile \"" + word + "\".")
                        + " Give restricted, or baseline for targets that run as root.");
    }

    /** The word in parameters and reports. */
    public String word() {
        return word;
    }

    /** What it can read of the target. */
    public String read() {
        return read;
    }

    /** What it could write to the target. */
    public String write() {
        return write;
    }

    /** Whom it could signal. */
    public String signal() {
        return signal;
    }

    /** Whether the target can stop, rewrite or speak for the probe (S-44). */
    public boolean forgeable() {
        return forgeable;
    }

    /** Whether this profile is allowed when {@code most} is the most that is. */
    public boolean within(IdentityProfile most) {
        return ordinal() <= most.ordinal();
    }
}
