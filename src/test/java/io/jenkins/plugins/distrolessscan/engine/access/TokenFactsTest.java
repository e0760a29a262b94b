package io.jenkins.plugins.distrolessscan.engine.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.distrolessscan.engine.cluster.Connection;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Credential;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Credential.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a credential says of itself, read without trust in it. */
class TokenFactsTest {
    static String jwt(String claims) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".c2ln";
    }

    static Connection connection(String token) {
        return Connection.withToken("https://api.example", token);
    }

    private static Credential facts(String claims) {
        return TokenFacts.of(connection(jwt(claims)));
    }

    @Test
    void aBoundServiceAccountTokenTellsItsTimesAudienceAndObject() {
        Credential facts = facts("{\"iat\":1700000000,\"exp\":1700003600,\"aud\":[\"https://kubernetes.default.svc\"],"
                + "\"sub\":\"system:serviceaccount:shop:scanner\","
                + "\"kubernetes.io\":{\"namespace\":\"shop\",\"node\":{\"name\":\"n\"},\"pod\":{\"name\":\"p\",\"uid\":\"1\"},"
                + "\"serviceaccount\":{\"name\":\"scanner\"}}}");
        assertThat(facts)
                .isEqualTo(new Credential(
                        Kind.JWT,
                        Optional.of(Instant.ofEpochSecond(1_700_000_000)),
                        Optional.of(Instant.ofEpochSecond(1_700_003_600)),
                        java.util.List.of("https://kubernetes.default.svc"),
                        "system:serviceaccount:shop:scanner",
                        "Pod/p"));
        assertThat(facts("{\"kubernetes.io\":{\"secret\":{\"name\":\"s\"}}}").boundTo())
                .isEqualTo("Secret/s");
        assertThat(facts("{\"kubernetes.io\":{\"serviceaccount\":{\"name\":\"s\"}}}")
                        .boundTo())
                .as("a ServiceAccount alone is no binding")
                .isEmpty();
    }

    @Test
    void anOldSecretTokenNeverExpires() {
        Credential facts = facts("{\"iss\":\"kubernetes/serviceaccount\","
                + "\"kubernetes.io/serviceaccount/secret.name\":\"scanner-token-x\",\"sub\":\"s\"}");
        assertThat(facts.expires()).isEmpty();
        assertThat(facts.boundTo()).isEqualTo("Secret/scanner-token-x");
    }

    @Test
    void oneAudienceMayStandAlone() {
        assertThat(facts("{\"aud\":\"vault\"}").audiences()).containsExactly("vault");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"abc", "a.b", "a.b.c.d", "..", "a.!!!.c", "a.e30=x.c", "a.W10.c", "a.bm90anNvbg.c", "a.bnVsbA.c"
            })
    void whatHasNoReadableClaimsIsOpaque(String token) {
        assertThat(TokenFacts.of(connection(token)).kind()).isEqualTo(Kind.OPAQUE_TOKEN);
    }

    @Test
    void hostileClaimsAreBounded() {
        Credential odd = facts("{\"iat\":\"soon\",\"exp\":1e300,\"aud\":{\"a\":1},\"sub\":[7],\"kubernetes.io\":7}");
        assertThat(odd.kind()).isEqualTo(Kind.JWT);
        assertThat(odd.issued()).isEmpty();
        assertThat(odd.expires()).isEmpty();
        assertThat(odd.subject()).isEmpty();
        assertThat(facts("{\"exp\":-1}").expires()).isEmpty();
        assertThat(facts("{\"exp\":253402300799}").expires()).isPresent();
        Credential large =
                facts("{\"aud\":[" + "\"a\",".repeat(200) + "\"a\"],\"sub\":\"" + "x".repeat(9_000) + "\\n\\u001b\"}");
        assertThat(large.audiences()).hasSize(20);
        assertThat(large.subject().length()).isLessThan(400);
        assertThat(TokenFacts.of(connection(jwt("{\"sub\":\"" + "x".repeat(100_000) + "\"}")))
                        .kind())
                .isEqualTo(Kind.OPAQUE_TOKEN);
        assertThat(TokenFacts.of(connection(jwt("{\"a\":".repeat(5_000)))).kind())
                .isEqualTo(Kind.OPAQUE_TOKEN);
    }

    @Test
    void aTokenThatIsOverByItsOwnWordIsNotUsed() {
        Credential facts = facts("{\"exp\":1700003600}");
        Instant before = Instant.ofEpochSecond(1_700_003_599);
        Instant after = Instant.ofEpochSecond(1_700_003_600 + 180);
        assertThatCode(() -> TokenFacts.requireNotExpired(facts, before)).doesNotThrowAnyException();
        ScanException e = catchThrowableOfType(ScanException.class, () -> TokenFacts.requireNotExpired(facts, after));
        assertThat(e.kind()).isEqualTo(ScanException.Kind.UNAUTHENTICATED);
        assertThat(e).hasMessageContaining("expired at 2023-11-14T23:13:20Z, 3 minutes ago");
    }

    @Test
    void aClientCertificateThatCannotBeReadSaysNothing() {
        Connection connection = new Connection(
                "https://api.example",
                Optional.empty(),
                Optional.empty(),
                Optional.of("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
                Optional.of("k"),
                Optional.empty(),
                Optional.empty());
        assertThat(TokenFacts.of(connection).kind()).isEqualTo(Kind.CLIENT_CERTIFICATE);
        assertThat(TokenFacts.of(connection).expires()).isEmpty();
    }
}
