package io.jenkins.plugins.distrolessscan.e2e;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * A ServiceAccount token with times of one's own, which no API server hands out. On the project's own cluster the
 * signature is the server's, elsewhere it is a stranger's; the server refuses it either way.
 */
final class SignedToken {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private SignedToken() {}

    static String of(String user, Instant issued, Duration life) {
        String issuer = "https://kubernetes.default.svc";
        String claims =
                """
                {"aud":["%1$s"],"iss":"%1$s","sub":"%2$s","iat":%3$d,"nbf":%3$d,"exp":%4$d}"""
                        .formatted(
                                issuer,
                                user,
                                issued.getEpochSecond(),
                                issued.plus(life).getEpochSecond());
        String text = encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + encode(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrivateKey key() throws GeneralSecurityException {
        if (!TestCluster.own()) {
            return KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
        }
        String pem =
                new String(TestCluster.read(TestCluster.folder().resolve("pki/sa.key")), StandardCharsets.US_ASCII);
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    private static String encode(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
