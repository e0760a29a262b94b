package io.jenkins.plugins.distrolessscan.demo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * The one token that the demo cluster accepts: made at start, shaped like a ServiceAccount's, with 256 random bits in
 * place of a signature. {@link #toString()} does not show it.
 */
final class DemoToken {
    static final String USER = "system:serviceaccount:" + SampleShop.NAMESPACE + ":scanner";

    private final String text;
    private final Instant expires;

    DemoToken(SecureRandom random, Instant now, Duration lifetime) {
        this.expires = now.plus(lifetime);
        JsonMapper json = JsonMapper.builder().build();
        ObjectNode head = json.createObjectNode().put("alg", "RS256").put("kid", "distroless-scan-demo");
        ObjectNode claims = json.createObjectNode();
        claims.putArray("aud").add("https://kubernetes.default.svc.cluster.local");
        claims.put("exp", expires.getEpochSecond());
        claims.put("iat", now.getEpochSecond());
        claims.put("nbf", now.getEpochSecond());
        claims.put("iss", "https://kubernetes.default.svc.cluster.local");
        claims.put("sub", USER);
        ObjectNode bound = claims.putObject("kubernetes.io");
        bound.put("namespace", SampleShop.NAMESPACE);
        bound.putObject("secret").put("name", "scanner-once").put("uid", uuid(random));
        bound.putObject("serviceaccount").put("name", "scanner").put("uid", uuid(random));
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        this.text = part(head.toString().getBytes(StandardCharsets.UTF_8)) + "."
                + part(claims.toString().getBytes(StandardCharsets.UTF_8)) + "." + part(secret);
    }

    private static String uuid(SecureRandom random) {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private static String part(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The token itself. */
    String text() {
        return text;
    }

    /** Whether it is this token, in time that does not depend on the text, and still valid. */
    boolean accepts(String given, Clock clock) {
        boolean same =
                MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
        return same && clock.instant().isBefore(expires);
    }

    @Override
    public String toString() {
        return "DemoToken[" + USER + ", until " + expires + "]";
    }
}
