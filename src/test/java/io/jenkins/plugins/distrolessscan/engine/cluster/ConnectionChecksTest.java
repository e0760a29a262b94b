package io.jenkins.plugins.distrolessscan.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionChecksTest {
    @ParameterizedTest
    @CsvSource({
        "https://a.example, https://a.example:443/, true",
        "https://a.example:6443, https://A.EXAMPLE:6443, true",
        "https://a.example/k8s/clusters/c1, https://a.example/k8s/clusters/c1/, true",
        "https://a.example, https://a.example:6443, false",
        "https://k8s_prod.example:6443, https://K8S_PROD.example:6443/, true",
        "https://[2001:db8::1]:6443, https://[2001:db8::1]:6443/, true",
        "https://a.example, https://b.example, false",
        "https://a.example/c1, https://a.example/c2, false",
        "https://a.example, https://a.example.evil.example, false"
    })
    void aServerIsTheSameHoweverItIsWritten(String one, String other, boolean same) throws ScanException {
        assertThat(ConnectionChecks.sameServer(one, other)).isEqualTo(same);
        assertThat(ConnectionChecks.sameServer(other, one)).isEqualTo(same);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://", "https://:6443", "https://_:1", "https://a..", "https://a:b", "https://a:70000",
                        "https://a:0",
                "https://a b", "https://[::1", "https://a,b", "https://a%2fb", "a.example", "https:a.example",
                        "https:///x"
            })
    void whatNamesNoHostIsRefused(String url) {
        assertThatThrownBy(() -> ConnectionChecks.server(url))
                .isInstanceOf(ScanException.class)
                .hasMessageContaining("The API server's URL");
    }

    @Test
    void aServerIsAnHttpsUrlWithoutASecret() {
        assertThatCode(() -> ConnectionChecks.server("https://a.example:6443")).doesNotThrowAnyException();
        assertThatThrownBy(() -> ConnectionChecks.server("https://u:hidden@a.example"))
                .isInstanceOf(ScanException.class)
                .hasMessageNotContaining("hidden");
    }

    @Test
    void aPortIsANumberThatThereIs() {
        for (String url : List.of("https://a.example:0", "https://a.example:65536", "https://127.0.0.1:99999")) {
            assertThatThrownBy(() -> ConnectionChecks.server(url))
                    .isInstanceOf(ScanException.class)
                    .hasMessageContaining("from 1 to 65535");
        }
        assertThatThrownBy(() -> ProxyAddress.of("http://proxy.example:99999"))
                .isInstanceOf(ScanException.class)
                .hasMessageContaining("from 1 to 65535");
    }

    @Test
    void aTokenIsOfTheLengthAndTheCharactersOfTokens() {
        assertThatThrownBy(() -> cluster("a".repeat(65_537)))
                .isInstanceOf(ScanException.class)
                .hasMessageContaining("more than 65536 characters");
        for (String token : List.of("", "two words", "a\nb", "\u00fcber")) {
            assertThatThrownBy(() -> cluster(token))
                    .isInstanceOf(ScanException.class)
                    .hasMessageContaining("empty or holds spaces");
        }
    }

    private static void cluster(String token) throws ScanException {
        new FabricCluster(Connection.withToken("https://a.example", token), Timeouts.standard()).close();
    }

    @Test
    void aProxysPasswordIsKnownAsASecret() {
        Connection connection = Connection.withToken("https://a.example", "token");
        assertThat(connection.proxyPassword()).isEmpty();
        assertThat(connection.through(Optional.of("http://proxy.example:3128")).proxyPassword())
                .isEmpty();
        assertThat(connection
                        .through(Optional.of("http://me:hush@proxy.example:3128"))
                        .proxyPassword())
                .contains("hush");
    }

    @Test
    void aTextWithoutACertificateIsRefused() {
        assertThatThrownBy(() -> ConnectionChecks.caCertificate("ca.crt"))
                .isInstanceOf(ScanException.class)
                .hasMessageContaining("BEGIN CERTIFICATE");
    }
}
