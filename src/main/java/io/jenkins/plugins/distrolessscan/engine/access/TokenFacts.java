package io.jenkins.plugins.distrolessscan.engine.access;

import io.jenkins.plugins.distrolessscan.engine.cluster.ApiJson;
import io.jenkins.plugins.distrolessscan.engine.cluster.Connection;
import io.jenkins.plugins.distrolessscan.engine.cluster.ForeignText;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Credential;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Credential.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a credential says of itself (S-6, S-10): a token's claims are read, not trusted; the signature is the API server's
 * business. Nothing of the credential but these facts leaves this class.
 */
public final class TokenFacts {
    /** A ServiceAccount token has about 1 KiB of claims; an identity provider's with many groups a few. */
    private static final int MAX_CLAIMS = 64 << 10;

    private static final int MAX_TEXT = 300;
    private static final int MAX_AUDIENCES = 20;

    /** The last second that fits into the year 9999; a claim beyond it says as much as none. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private static final ForeignText TEXT = new ForeignText(Optional.empty());

    private TokenFacts() {}

    /** The facts of a connection's credential; never fails, a token without readable claims is opaque. */
    public static Credential of(Connection connection) {
        if (connection.token().isPresent()) {
            return claims(connection.token().get()).map(TokenFacts::jwt).orElseGet(() -> opaque(Kind.OPAQUE_TOKEN));
        }
        return connection
                .clientCertificate()
                .flatMap(TokenFacts::certificate)
                .orElseGet(() -> opaque(Kind.CLIENT_CERTIFICATE));
    }

    /**
     * Stops when the credential itself says that its time is over.
     *
     * @param now by the API server's clock, where that is known
     * @throws ScanException UNAUTHENTICATED
     */
    public static void requireNotExpired(Credential credential, Instant now) throws ScanException {
        if (credential.expires().isPresent() && !credential.expires().get().isAfter(now)) {
            throw new ScanException(
                    ScanException.Kind.UNAUTHENTICATED,
                    (credential.kind() == Kind.CLIENT_CERTIFICATE ? "The client certificate" : "The token")
                            + " expired at " + credential.expires().get() + ", "
                            + Duration.between(credential.expires().get(), now).toMinutes()
                            + " minutes ago; give a new one (kubectl create token NAME"
                            + " --duration=15m), or set this machine's clock, if that is wrong.");
        }
    }

    private static Credential opaque(Kind kind) {
        return new Credential(kind, Optional.empty(), Optional.empty(), List.of(), "", "");
    }

    private static Optional<ApiJson> claims(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3 || parts[1].length() > MAX_CLAIMS) {
            return Optional.empty();
        }
        try {
            ApiJson claims = ApiJson.parse(Base64.getUrlDecoder().decode(parts[1]));
            return claims.isObject() ? Optional.of(claims) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Credential jwt(ApiJson claims) {
        return new Credential(
                Kind.JWT,
                time(claims.path("iat")),
                time(claims.path("exp")),
                audiences(claims.path("aud")),
                text(claims.path("sub")),
                boundTo(claims));
    }

    /** A token that is bound dies with the object; a ServiceAccount alone is no such binding. */
    private static String boundTo(ApiJson claims) {
        ApiJson bound = claims.path("kubernetes.io");
        for (String kind : List.of("Pod", "Secret", "Node")) {
            String name =
                    text(bound.path(kind.toLowerCase(java.util.Locale.ROOT)).path("name"));
            if (!name.isEmpty()) {
                return kind + "/" + name;
            }
        }
        String legacy = text(claims.path("kubernetes.io/serviceaccount/secret.name"));
        return legacy.isEmpty() ? "" : "Secret/" + legacy;
    }

    private static List<String> audiences(ApiJson audience) {
        List<String> found = new ArrayList<>();
        if (audience.isTextual()) {
            found.add(text(audience));
        }
        for (ApiJson one : audience) {
            if (found.size() < MAX_AUDIENCES) {
                found.add(text(one));
            }
        }
        return found;
    }

    private static Optional<Instant> time(ApiJson seconds) {
        return seconds.asDouble() > 0 && seconds.asDouble() <= LAST_SECOND
                ? Optional.of(Instant.ofEpochSecond((long) seconds.asDouble()))
                : Optional.empty();
    }

    private static String text(ApiJson node) {
        return node.isTextual() ? TEXT.clean(node.asText(), MAX_TEXT) : "";
    }

    private static Optional<Credential> certificate(String pem) {
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            return Optional.of(new Credential(
                    Kind.CLIENT_CERTIFICATE,
                    Optional.of(certificate.getNotBefore().toInstant()),
                    Optional.of(certificate.getNotAfter().toInstant()),
                    List.of(),
                    TEXT.clean(certificate.getSubjectX500Principal().getName(), MAX_TEXT),
                    ""));
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }
}
