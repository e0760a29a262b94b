package io.jenkins.plugins.distrolessscan.engine.probe;

import io.jenkins.plugins.distrolessscan.engine.model.ContainerId;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;

/**
 * One call of the probe: what it is told, and the key that alone opens what it answers (docs/probe-protocol.md, "Call").
 *
 * <p>The key pair is made for this call, lives in this object only and is never written: the class is not serialisable
 * and {@link #toString()} does not show it. A call that did not outlive a restart of its process is lost, on purpose.
 */
public final class ProbeCall {
    /** The least and the most that a probe may be allowed to print, in bytes. */
    public static final int SMALLEST_CAP = 16 * 1024;

    /** The most that a probe may be allowed to print, in bytes; the reader holds several times that in memory. */
    public static final int LARGEST_CAP = 16 * 1024 * 1024;

    private static final int LARGEST_ARGUMENTS = 512;
    private static final Duration LONGEST = Duration.ofHours(24);

    private final String nonce;
    private final X25519PrivateKeyParameters privateKey;
    private final Instant notAfter;
    private final Duration deadline;
    private final Duration lifetime;
    private final int cap;
    private final String containerId;

    private ProbeCall(
            SecureRandom random, String containerId, Instant notAfter, Duration deadline, Duration lifetime, int cap) {
        byte[] bytes = new byte[FrameFormat.NONCE_BYTES];
        random.nextBytes(bytes);
        this.nonce = text(bytes);
        this.privateKey = new X25519PrivateKeyParameters(random);
        this.notAfter = notAfter;
        this.deadline = deadline;
        this.lifetime = lifetime;
        this.cap = cap;
        this.containerId = containerId;
    }

    /**
     * Prepares a call with a new nonce and a new key pair.
     *
     * @param random a strong source
     * @param containerId the target's container ID, with or without the runtime's prefix
     * @param notAfter started later, the probe exits at once
     * @param deadline the probe's own time to read, whole seconds
     * @param lifetime the time after which the probe ends, whatever it is doing; not shorter than the deadline
     * @param cap bytes that it may print in all
     * @throws ScanException CONFIGURATION for a bound out of range, UNSUPPORTED for a container ID of another form
     */
    public static ProbeCall create(
            SecureRandom random, String containerId, Instant notAfter, Duration deadline, Duration lifetime, int cap)
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
        return new ProbeCall(random, id.get(), notAfter, deadline, lifetime, cap);
    }

    /** The program. */
    public List<String> command() {
        return List.of("/probe");
    }

    /** The program's arguments: under 512 bytes, and no secret among them. */
    public List<String> arguments() {
        List<String> arguments = List.of(
                "--nonce=" + nonce,
                "--key=" + publicKey(),
                "--not-after=" + notAfter.getEpochSecond(),
                "--deadline=" + deadline.toSeconds(),
                "--lifetime=" + lifetime.toSeconds(),
                "--cap=" + cap,
                "--container=" + containerId);
        if (String.join(" ", arguments).length() >= LARGEST_ARGUMENTS) {
            throw new IllegalStateException("arguments of the probe take 512 bytes or more");
        }
        return arguments;
    }

    /** 16 random bytes as base64url: 22 characters. */
    public String nonce() {
        return nonce;
    }

    /** The one-time public key as base64url: 43 characters. */
    public String publicKey() {
        return text(privateKey.generatePublicKey().getEncoded());
    }

    /** Started later, the probe exits at once and prints nothing. */
    public Instant notAfter() {
        return notAfter;
    }

    /** Bytes that the probe may print in all. */
    public int cap() {
        return cap;
    }

    /**
     * Opens a sealed message.
     *
     * @param beginLine the frame's first line without its line end
     * @param sealed the encapsulated key and the ciphertext
     * @return empty when it was not sealed to this call's key, or was changed since
     */
    Optional<byte[]> open(String beginLine, byte[] sealed) {
        if (sealed.length < FrameFormat.SEAL) {
            return Optional.empty();
        }
        byte[] encapsulated = Arrays.copyOf(sealed, FrameFormat.ENCAPSULATED);
        byte[] ciphertext = Arrays.copyOfRange(sealed, FrameFormat.ENCAPSULATED, sealed.length);
        byte[] additional = beginLine.getBytes(StandardCharsets.ISO_8859_1);
        var pair = new AsymmetricCipherKeyPair(privateKey.generatePublicKey(), privateKey);
        try {
            return Optional.of(FrameFormat.suite()
                    .open(encapsulated, pair, FrameFormat.info(), additional, ciphertext, null, null, null));
        } catch (InvalidCipherTextException | IllegalStateException | IllegalArgumentException e) {
            // The unchecked two are thrown for points that no honest sender makes.
            return Optional.empty();
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "ProbeCall[container " + containerId.substring(0, 12) + ", not after " + notAfter + "]";
    }
}
