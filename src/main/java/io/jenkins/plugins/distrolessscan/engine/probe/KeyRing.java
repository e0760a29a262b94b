package io.jenkins.plugins.distrolessscan.engine.probe;

import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.DebugContainer;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Stream;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.StreamState;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;

/**
 * The private keys of one scan. It lives where the scan is judged and in this object only: it is never written, and what an
 * agent collects is sealed to it. A scan whose process was restarted has lost its keys, on purpose.
 *
 * <p>What it opens was sealed to one of its keys, by whoever knew the public half: the probe, an agent, or a reader of the
 * pod's object (S-44). May be used by several threads.
 */
public final class KeyRing implements PublicKeys {
    /** Far more than a scan attaches; an agent could ask for any number. */
    private static final int MOST = 20_000;

    private static final String WRONG_NONCE =
            "The evidence names a nonce that was not given for this container, or that was used before: somebody put it in"
                    + " another place.";
    private static final String WRONG_SEAL =
            "The frame's checksum is right but its seal does not open: somebody else wrote it.";

    private final SecureRandom random;
    private final Map<String, Given> given = new HashMap<>();

    public KeyRing(SecureRandom random) {
        this.random = random;
    }

    private record Given(X25519PrivateKeyParameters privateKey, String podUid, String container) {}

    /** @throws IllegalStateException when more are asked for than any scan needs */
    @Override
    public synchronized OneTimeKey next(String podUid, String container) {
        if (given.size() >= MOST) {
            throw new IllegalStateException("no scan needs so many keys");
        }
        byte[] nonce = new byte[FrameFormat.NONCE_BYTES];
        random.nextBytes(nonce);
        Given key = new Given(new X25519PrivateKeyParameters(random), podUid, container);
        OneTimeKey result = new OneTimeKey(
                text(nonce), text(key.privateKey().generatePublicKey().getEncoded()));
        given.put(result.nonce(), key);
        return result;
    }

    /** The scan with its evidence opened; what does not open has a stream that is TAMPERED, and no evidence. */
    public CollectedScan opened(CollectedScan scan) {
        return new CollectedScan(
                scan.format(),
                scan.scan(),
                scan.access(),
                scan.observations().stream().map(this::opened).toList(),
                scan.passedOver(),
                scan.audit());
    }

    /** One observation with its evidence opened. Its key is used up. */
    public Observation opened(Observation sealed) {
        if (sealed.evidence().isEmpty()) {
            return sealed;
        }
        String nonce = sealed.debugContainer()
                .map(DebugContainer::entry)
                .map(Observation.PodEntry::nonce)
                .orElse("");
        Optional<Given> key =
                taken(nonce, sealed.target().podUid(), sealed.target().container());
        if (key.isEmpty()) {
            return tampered(sealed, WRONG_NONCE);
        }
        Optional<byte[]> plain =
                open(key.get(), nonce, sealed.stream(), sealed.evidence().get());
        return plain.isPresent() ? sealed.with(sealed.stream(), plain) : tampered(sealed, WRONG_SEAL);
    }

    private synchronized Optional<Given> taken(String nonce, String podUid, String container) {
        Given key = given.get(nonce);
        if (key == null || !key.podUid().equals(podUid) || !key.container().equals(container)) {
            return Optional.empty();
        }
        given.remove(nonce);
        return Optional.of(key);
    }

    /** As {@link #opened(Observation)} does it, for a frame alone; its key is not used up. */
    synchronized Optional<byte[]> open(String nonce, Stream stream, byte[] sealed) {
        return Optional.ofNullable(given.get(nonce)).flatMap(key -> open(key, nonce, stream, sealed));
    }

    private static Optional<byte[]> open(Given key, String nonce, Stream stream, byte[] sealed) {
        if (sealed.length < FrameFormat.SEAL) {
            return Optional.empty();
        }
        String beginLine = FrameFormat.BEGIN + nonce + " " + stream.probeVersion() + " " + stream.probeDigest();
        byte[] encapsulated = Arrays.copyOf(sealed, FrameFormat.ENCAPSULATED);
        byte[] ciphertext = Arrays.copyOfRange(sealed, FrameFormat.ENCAPSULATED, sealed.length);
        byte[] additional = beginLine.getBytes(StandardCharsets.ISO_8859_1);
        var pair = new AsymmetricCipherKeyPair(key.privateKey().generatePublicKey(), key.privateKey());
        try {
            return Optional.of(HpkeSuite.suite()
                    .open(encapsulated, pair, FrameFormat.info(), additional, ciphertext, null, null, null));
        } catch (InvalidCipherTextException | IllegalStateException | IllegalArgumentException e) {
            // The unchecked two are thrown for points that no honest sender makes.
            return Optional.empty();
        }
    }

    private static Observation tampered(Observation sealed, String why) {
        Stream stream = sealed.stream();
        return sealed.with(
                new Stream(StreamState.TAMPERED, why, stream.bytes(), stream.probeVersion(), stream.probeDigest()),
                Optional.empty());
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "KeyRing";
    }
}
