package io.jenkins.plugins.distrolessscan.engine.probe;

import io.jenkins.plugins.distrolessscan.engine.model.ContainerId;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One call of the probe: what it is told (docs/probe-protocol.md, "Call"). What it answers is sealed to a key whose private
 * half is not here but in the {@link KeyRing} that gave it.
 */
public final class ProbeCall {
    /** The least and the most that a probe may be allowed to print, in bytes. */
    public static final int SMALLEST_CAP = 16 * 1024;

    /** The most that a probe may be allowed to print, in bytes; the reader holds several times that in memory. */
    public static final int LARGEST_CAP = 16 * 1024 * 1024;

    private static final int LARGEST_ARGUMENTS = 512;
    private static final Duration LONGEST = Duration.ofHours(24);

    private final OneTimeKey key;
    private final Instant notAfter;
    private final Duration deadline;
    private final Duration lifetime;
    private final int cap;
    private final String containerId;
    private final List<String> room;

    private ProbeCall(
            OneTimeKey key,
            String containerId,
            Instant notAfter,
            Duration deadline,
            Duration lifetime,
            int cap,
            List<String> room) {
        this.key = key;
        this.notAfter = notAfter;
        this.deadline = deadline;
        this.lifetime = lifetime;
        this.cap = cap;
        this.containerId = containerId;
        this.room = List.copyOf(room);
    }

    /**
     * Prepares a call.
     *
     * @param key what its answer is sealed to; given for this call alone
     * @param containerId the target's container ID, with or without the runtime's prefix
     * @param notAfter started later, the probe exits at once
     * @param deadline the probe's own time to read, whole seconds
     * @param lifetime the time after which the probe ends, whatever it is doing; not shorter than the deadline
     * @param cap bytes that it may print in all
     * @throws ScanException CONFIGURATION for a bound out of range, UNSUPPORTED for a container ID of another form
     */
    public static ProbeCall create(
            OneTimeKey key, String containerId, Instant notAfter, Duration deadline, Duration lifetime, int cap)
            throws ScanException {
        Optional<String> id = ContainerId.digits(containerId);
        if (id.isEmpty()) {
            throw new ScanException(
                    ScanException.Kind.UNSUPPORTED,
                    "The container ID of the target is not 64 hexadecimal digits, so that the probe could not tell the"
                            + " target from its neighbours; this runtime is not supported.");
        }
        if (deadline.toSeconds() < 1 || lifetime.compareTo(deadline) < 0 || lifetime.compareTo(LONGEST) > 0) {
            throw new ScanException(
                    ScanException.Kind.CONFIGURATION,
                    "The time to read has to be 1 s or more and not above the probe's lifetime, which is 24 h at most.");
        }
        if (cap < SMALLEST_CAP || cap > LARGEST_CAP) {
            throw new ScanException(
                    ScanException.Kind.CONFIGURATION,
                    "The probe's output has to be limited to between " + SMALLEST_CAP + " and " + LARGEST_CAP
                            + " bytes, not " + cap + ".");
        }
        return new ProbeCall(key, id.get(), notAfter, deadline, lifetime, cap, List.of());
    }

    /**
     * The same call for a pod with limits: the probe looks whether there is room before it begins, and goes slowly.
     *
     * @param memory bytes that the pod may use; empty for no limit
     * @param cpuMillis thousandths of a CPU that the pod may use; empty for no limit
     * @param margins what of the two is left to the application
     */
    public ProbeCall within(OptionalLong memory, OptionalLong cpuMillis, Margins margins) {
        return new ProbeCall(key, containerId, notAfter, deadline, lifetime, cap, margins.arguments(memory, cpuMillis));
    }

    /** The same call with so much to look at; what the probe does by itself is not said. */
    public ProbeCall doing(ProbeWork work) {
        List<String> more = new ArrayList<>(room);
        if (work.verify() != ProbeWork.DEFAULT.verify()) {
            more.add("--verify=" + work.verify().word());
        }
        if (work.samples() != ProbeWork.DEFAULT.samples()) {
            more.add("--samples=" + work.samples());
        }
        return new ProbeCall(key, containerId, notAfter, deadline, lifetime, cap, more);
    }

    /** The program. */
    public List<String> command() {
        return List.of("/probe");
    }

    /** The program's arguments: under 512 bytes, and no secret among them. */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "--nonce=" + nonce(),
                "--key=" + publicKey(),
                "--not-after=" + notAfter.getEpochSecond(),
                "--deadline=" + deadline.toSeconds(),
                "--lifetime=" + lifetime.toSeconds(),
                "--cap=" + cap,
                "--container=" + containerId));
        arguments.addAll(room);
        if (String.join(" ", arguments).length() >= LARGEST_ARGUMENTS) {
            throw new IllegalStateException("arguments of the probe take 512 bytes or more");
        }
        return List.copyOf(arguments);
    }

    /** 16 random bytes as base64url: 22 characters. */
    public String nonce() {
        return key.nonce();
    }

    /** The one-time public key as base64url: 43 characters. */
    public String publicKey() {
        return key.publicKey();
    }

    /** Started later, the probe exits at once and prints nothing. */
    public Instant notAfter() {
        return notAfter;
    }

    /** Bytes that the probe may print in all. */
    public int cap() {
        return cap;
    }

    @Override
    public String toString() {
        return "ProbeCall[container " + containerId.substring(0, 12) + ", not after " + notAfter + "]";
    }
}
