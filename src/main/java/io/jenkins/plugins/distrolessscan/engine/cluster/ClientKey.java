package io.jenkins.plugins.distrolessscan.engine.cluster;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * The private key of a client certificate as PEM text. Java itself reads one form, PKCS#8; the others are turned into it
 * where a kubeconfig is read, so that an agent needs no library for it.
 */
final class ClientKey {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private ClientKey() {}

    /**
     * The same key as PKCS#8.
     *
     * @throws ScanException CONFIGURATION when it is encrypted or none is there
     * @throws GeneralSecurityException when it cannot be read
     */
    static String pkcs8(String pem) throws ScanException, GeneralSecurityException {
        return isPkcs8(pem)
                ? pem
                : BEGIN + "\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(Other.parse(pem)) + "\n" + END
                        + "\n";
    }

    /** As {@link #pkcs8}, for use. */
    static PrivateKey read(String pem) throws ScanException, GeneralSecurityException {
        String text = pkcs8(pem);
        int start = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END, start);
        if (end < 0) {
            throw new InvalidKeySpecException();
        }
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(text.substring(start, end));
        } catch (IllegalArgumentException e) {
            throw new InvalidKeySpecException();
        }
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (InvalidKeySpecException e) {
                // Not of this kind; the next may fit.
            }
        }
        throw new InvalidKeySpecException();
    }

    private static boolean isPkcs8(String pem) {
        return pem.contains(BEGIN);
    }

    /** Apart, so that its library is loaded only for a key of another form. */
    private static final class Other {
        private Other() {}

        static byte[] parse(String pem) throws ScanException, GeneralSecurityException {
            try (PEMParser parser = new PEMParser(new StringReader(pem))) {
                Object block;
                while ((block = parser.readObject()) != null) {
                    if (block instanceof PEMEncryptedKeyPair || block instanceof PKCS8EncryptedPrivateKeyInfo) {
                        throw new ScanException(
                                Kind.CONFIGURATION, "The client key is encrypted; give it without a passphrase.");
                    }
                    if (block instanceof PEMKeyPair pair) {
                        return pair.getPrivateKeyInfo().getEncoded();
                    }
                    if (block instanceof PrivateKeyInfo info) {
                        return info.getEncoded();
                    }
                }
            } catch (IOException | RuntimeException e) {
                // Hostile bytes make a parser throw all sorts of things; none of their messages is for a log.
                throw new InvalidKeySpecException();
            }
            throw new ScanException(
                    Kind.CONFIGURATION,
                    "The client certificate comes without its key; give the key as PEM text as well.");
        }
    }
}
