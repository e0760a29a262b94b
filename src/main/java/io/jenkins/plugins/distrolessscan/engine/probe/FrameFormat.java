package io.jenkins.plugins.distrolessscan.engine.probe;

import java.nio.charset.StandardCharsets;

/** The constants of the frame in docs/probe-protocol.md, shared by its reader and its writer. */
final class FrameFormat {
    static final String BEGIN = "DISTROLESS-SCAN/1 BEGIN ";
    static final String END = "DISTROLESS-SCAN/1 END ";
    /** Characters of a full line of base64, and the sealed bytes that make one. */
    static final int LINE_CHARACTERS = 8192;

    static final int LINE_BYTES = LINE_CHARACTERS / 4 * 3;
    /** Bytes of the encapsulated key in front of the ciphertext. */
    static final int ENCAPSULATED = 32;
    /** Bytes that sealing adds: the encapsulated key and AES-GCM's tag. */
    static final int SEAL = ENCAPSULATED + 16;

    static final int NONCE_BYTES = 16;
    static final int KEY_BYTES = 32;

    private FrameFormat() {}

    static byte[] info() {
        return "distroless-scan/1".getBytes(StandardCharsets.US_ASCII);
    }
}
