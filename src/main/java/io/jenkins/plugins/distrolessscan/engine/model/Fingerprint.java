package io.jenkins.plugins.distrolessscan.engine.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** SHA-256 over texts with a zero byte between them, so that no two lists of texts run into one. */
public final class Fingerprint {
    private final MessageDigest digest = Sha256.digest();
    private boolean begun;

    /** Takes texts in. */
    public Fingerprint add(String... texts) {
        for (String text : texts) {
            if (begun) {
                digest.update((byte) 0);
            }
            begun = true;
            digest.update(text.getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    /**
     * The fingerprint of all that was taken in, which begins anew after it.
     *
     * @param bytes how many of its 32 bytes to keep
     * @return hexadecimal, two digits for each byte
     */
    public String hex(int bytes) {
        begun = false;
        return HexFormat.of().formatHex(digest.digest(), 0, bytes);
    }
}
