package io.jenkins.plugins.distrolessscan.engine.probe;

import org.bouncycastle.crypto.hpke.HPKE;

/** The protocol's one suite, apart from the rest of the frame, so that an agent, which opens nothing, loads none of it. */
final class HpkeSuite {
    private HpkeSuite() {}

    /** RFC 9180 base mode; BouncyCastle's object is not for several threads. */
    static HPKE suite() {
        return new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    }
}
