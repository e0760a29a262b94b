package io.jenkins.plugins.distrolessscan.engine.probe;

import io.jenkins.plugins.distrolessscan.engine.model.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;

/**
 * Writes a frame as the probe does (docs/probe-protocol.md, "Frame"), for a played node and for tests. It knows no more
 * than a probe is told: the arguments of its call.
 */
public final class FrameWriter {
    private final String nonce;
    private final X25519PublicKeyParameters key;
    private final String version;
    private final String digest;
    private final SecureRandom random;

    /**
     * @param arguments of the probe, as {@link ProbeCall#arguments()} gives them
     * @param version of the probe that is played
     * @param digest SHA-256 of its binary, 64 hexadecimal digits
     */
    public FrameWriter(List<String> arguments, String version, String digest, SecureRandom random) {
        this.nonce = argument(arguments, "--nonce=");
        this.key = new X25519PublicKeyParameters(Base64.getUrlDecoder().decode(argument(arguments, "--key=")));
        this.version = version;
        this.digest = digest;
        this.random = random;
    }

    /** The whole frame around compressed evidence. */
    public byte[] frame(byte[] gzip) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(gzip.length * 3 / 2 + 1024);
        byte[] sealed = seal(gzip);
        line(out, beginLine());
        for (int at = 0; at < sealed.length; at += FrameFormat.LINE_BYTES) {
            byte[] piece = Arrays.copyOfRange(sealed, at, Math.min(sealed.length, at + FrameFormat.LINE_BYTES));
            line(out, Base64.getEncoder().encodeToString(piece));
        }
        line(out, FrameFormat.END + nonce + " " + sealed.length + " " + Sha256.hex(sealed));
        return out.toByteArray();
    }

    private String beginLine() {
        return FrameFormat.BEGIN + nonce + " " + version + " " + digest;
    }

    private byte[] seal(byte[] plain) {
        var ephemeral = new X25519PrivateKeyParameters(random);
        var pair = new AsymmetricCipherKeyPair(ephemeral.generatePublicKey(), ephemeral);
        var context = HpkeSuite.suite().setupBaseS(key, FrameFormat.info(), pair);
        byte[] encapsulated = context.getEncapsulation();
        try {
            byte[] ciphertext = context.seal(beginLine().getBytes(StandardCharsets.US_ASCII), plain);
            byte[] sealed = Arrays.copyOf(encapsulated, encapsulated.length + ciphertext.length);
            System.arraycopy(ciphertext, 0, sealed, encapsulated.length, ciphertext.length);
            return sealed;
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("sealing never fails for its own key", e);
        }
    }

    private static void line(ByteArrayOutputStream out, String line) {
        out.writeBytes(line.getBytes(StandardCharsets.US_ASCII));
        out.write('\n');
    }

    private static String argument(List<String> arguments, String name) {
        return arguments.stream()
                .filter(argument -> argument.startsWith(name))
                .map(argument -> argument.substring(name.length()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the arguments have no " + name));
    }
}
