package io.jenkins.plugins.distrolessscan.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a kubeconfig may say, and what is refused by name; its secrets are in no message. */
class KubeconfigTest {
    private static final String CA = base64("-----BEGIN CERTIFICATE-----\nQ0E=\n-----END CERTIFICATE-----\n");
    private static final String KEY =
            base64("-----BEGIN RSA PRIVATE KEY-----\naHVudGVyMg==\n-----END RSA PRIVATE KEY-----\n");

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String yaml(String cluster, String user) {
        return """
                apiVersion: v1
                kind: Config
                preferences: {}
                clusters:
                - name: prod
                  cluster: {%s}
                - name: other
                  cluster: {server: "https://other.example"}
                users:
                - name: scanner
                  user: {%s}
                - name: program
                  user: {exec: {command: hunter2}}
                contexts:
                - name: prod
                  context: {cluster: prod, user: scanner, namespace: shop}
                - name: bad
                  context: {cluster: other, user: program}
                - name: nowhere
                  context: {cluster: missing, user: scanner}
                current-context: prod
                """.formatted(cluster, user);
    }

    private static Connection read(String text) throws ScanException {
        return Kubeconfig.read(text, Optional.empty());
    }

    private static ScanException refused(String text, Optional<String> context) {
        ScanException e = FabricClusterTest.failure(() -> Kubeconfig.read(text, context));
        assertThat(e.kind()).isEqualTo(Kind.CONFIGURATION);
        assertThat(e).hasNoCause().hasMessageNotContaining("hunter2").hasMessageNotContaining("aHVudGVyMg");
        return e;
    }

    @Test
    void serverAuthorityTokenAndNamespaceAreRead() throws Exception {
        Connection connection =
                read(yaml("server: 'https://api.example:6443', certificate-authority-data: " + CA, "token: hunter2"));
        assertThat(connection.server()).isEqualTo("https://api.example:6443");
        assertThat(connection.caCertificate())
                .hasValueSatisfying(pem -> assertThat(pem).startsWith("-----BEGIN CERTIFICATE-----"));
        assertThat(connection.token()).contains("hunter2");
        assertThat(connection.namespace()).contains("shop");
        assertThat(connection.clientCertificate()).isEmpty();
        assertThat(connection.proxy()).isEmpty();
        assertThat(connection.toString()).doesNotContain("hunter2");
    }

    @Test
    void aClientCertificateComesWithItsKey() throws Exception {
        Connection connection = read(
                yaml("server: 'https://api.example'", "client-certificate-data: " + CA + ", client-key-data: " + KEY));
        assertThat(connection.clientKey())
                .hasValueSatisfying(pem -> assertThat(pem).contains("RSA PRIVATE KEY"));
        assertThat(connection.token()).isEmpty();
        assertThat(refused(yaml("server: 'https://api.example'", "client-certificate-data: " + CA), Optional.empty()))
                .hasMessageContaining("give both");
    }

    @Test
    void jsonIsReadToo() throws Exception {
        String json = "\t{\"clusters\":[{\"name\":\"c\",\"cluster\":{\"server\":\"https:\\/\\/api.example\"}}],"
                + "\"users\":[{\"name\":\"u\",\"user\":{\"token\":\"t\"}}],"
                + "\"contexts\":[{\"name\":\"x\",\"context\":{\"cluster\":\"c\",\"user\":\"u\"}}]}";
        assertThat(read(json).server()).isEqualTo("https://api.example");
        assertThat(Kubeconfig.read(("\ufeff" + json.strip()).getBytes(StandardCharsets.UTF_8), Optional.of("x"))
                        .token())
                .contains("t");
        assertThat(refused("{\"token\": \"hunter2\", oops", Optional.empty())).hasMessageContaining("no JSON: line 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            exec                       | {command: hunter2}
            auth-provider              | {name: oidc, config: {id-token: hunter2}}
            tokenFile                  | /hunter2
            client-certificate         | /hunter2
            client-key                 | /hunter2
            username                   | hunter2
            password                   | hunter2
            as                         | hunter2
            as-uid                     | hunter2
            as-groups                  | [hunter2]
            as-user-extra              | {x: [hunter2]}
            something-new              | hunter2
            """)
    void whatReachesOutsideOrActsAsAnotherIsRefusedByName(String key, String value) {
        assertThat(refused(yaml("server: 'https://api.example'", "token: t, " + key + ": " + value), Optional.empty()))
                .hasMessageStartingWith("The kubeconfig's user has " + key + ", which is not accepted: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            certificate-authority      | /hunter2
            proxy-url                  | http://hunter2
            insecure-skip-tls-verify   | true
            tls-server-name            | hunter2
            """)
    void aClusterThatWeakensTheCheckOrNamesAFileIsRefusedByName(String key, String value) {
        assertThat(refused(
                        yaml("server: 'https://api.example', " + key + ": '" + value + "'", "token: t"),
                        Optional.empty()))
                .hasMessageStartingWith("The kubeconfig's cluster has " + key + ", which is not accepted: ");
        assertThat(refused(
                        yaml("server: 'https://api.example', insecure-skip-tls-verify: true", "token: t"),
                        Optional.empty()))
                .hasMessageContaining("always verified");
    }

    @Test
    void emptyAndHarmlessEntriesAreNoReasonToRefuse() throws Exception {
        assertThat(read(yaml(
                                "server: 'https://api.example', insecure-skip-tls-verify: false, proxy-url: '',"
                                        + " disable-compression: true, extensions: [{name: x}]",
                                "token: t, username: '', exec: null, as-groups: []"))
                        .token())
                .contains("t");
    }

    @Test
    void onlyTheChosenContextCounts() throws Exception {
        String text = yaml("server: 'https://api.example'", "token: t");
        assertThat(Kubeconfig.read(text, Optional.of("prod")).token()).contains("t");
        assertThat(refused(text, Optional.of("bad"))).hasMessageContaining("has exec");
        assertThat(refused(text, Optional.of("staging")))
                .hasMessageContaining("no context \"staging\"")
                .hasMessageContaining("prod, bad, nowhere");
        assertThat(refused(text, Optional.of("nowhere")))
                .hasMessageContaining("no cluster \"missing\"")
                .hasMessageContaining("prod, other");
        assertThat(refused(text.replace("current-context: prod", ""), Optional.empty()))
                .hasMessageContaining("no current-context");
    }

    @Test
    void whatIsNoKubeconfigSaysWhatItIs() {
        assertThat(refused("", Optional.empty())).hasMessageContaining("is empty");
        assertThat(refused(" \n", Optional.empty())).hasMessageContaining("is empty");
        assertThat(refused("hunter2", Optional.empty())).hasMessageContaining("is it a token?");
        assertThat(refused("- hunter2", Optional.empty())).hasMessageContaining("no mapping");
        assertThat(refused("a: b: hunter2", Optional.empty())).hasMessageContaining("no YAML: line 1");
        assertThat(refused("a: 1\na: hunter2", Optional.empty())).hasMessageContaining("a key stands twice");
        assertThat(refused("token: hunter2\u0000", Optional.empty())).hasMessageContaining("binary");
        assertThat(refused("a: !!java.net.URL [hunter2]", Optional.empty())).hasMessageContaining("no YAML");
        assertThat(refused("a: b", Optional.empty())).hasMessageContaining("no current-context");
        for (String tagged : List.of("!!int hunter2", "!!float hunter2", "!!binary '@@hunter2@@'")) {
            assertThat(refused("users: [{name: u, user: {token: " + tagged + "}}]", Optional.empty()))
                    .hasMessageContaining("not what its tag")
                    .hasNoCause();
        }
        assertThat(refused("clusters: 7\ncurrent-context: x\ncontexts: {a: b}", Optional.empty()))
                .hasMessageContaining("no context \"x\"");
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        ScanException e = FabricClusterTest.failure(
                () -> Kubeconfig.read(new byte[] {0x50, 0x4b, (byte) 0xff, (byte) 0xfe}, Optional.empty()));
        assertThat(e).hasMessageContaining("not a text file");
    }

    @Test
    void bombsAreRefused() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 12; i++) {
            laughs.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(9) + "*a" + (i - 1) + "]\n");
        }
        assertThat(refused(laughs.toString(), Optional.empty())).hasMessageContaining("aliases");
        assertThat(refused("[".repeat(2_000), Optional.empty())).hasMessageContaining("no YAML");
        assertThat(refused("a: &a [*a]", Optional.empty())).hasMessageContaining("kubeconfig");
        assertThat(refused("a: " + "x".repeat(2 << 20), Optional.empty())).hasMessageContaining("larger than 1 MiB");
        assertThat(FabricClusterTest.failure(() -> Kubeconfig.read(new byte[2 << 20], Optional.empty())))
                .hasMessageContaining("larger than 1 MiB");
        assertThat(refused("{\"a\":".repeat(5_000), Optional.empty())).hasMessageContaining("no JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'hunter2 hunter2'", "\"hunter2\\n\"", "\" hunter2\"", "\"hünter2 x\""})
    void aTokenWithWhiteSpaceOrOddCharactersIsRefused(String token) {
        assertThat(refused(yaml("server: 'https://api.example'", "token: " + token), Optional.empty()))
                .hasMessageContaining("store it again");
    }

    @Test
    void valuesOfWrongKindsAreRefused() {
        assertThat(refused(yaml("server: 'https://api.example'", "token: 12345"), Optional.empty()))
                .hasMessageContaining("put it in quotes");
        assertThat(refused(yaml("server: 'https://api.example'", ""), Optional.empty()))
                .hasMessageContaining("neither token nor client-certificate-data");
        assertThat(refused(yaml("server: 'http://api.example'", "token: hunter2"), Optional.empty()))
                .hasMessageContaining("must begin with https://");
        assertThat(refused(yaml("", "token: hunter2"), Optional.empty())).hasMessageContaining("URL is empty");
        assertThat(refused(
                        yaml("server: 'https://api.example', certificate-authority-data: '!hunter2'", "token: t"),
                        Optional.empty()))
                .hasMessageContaining("not the base64 of PEM text");
        assertThat(refused(
                        yaml(
                                "server: 'https://api.example'",
                                "client-certificate-data: " + KEY + ", client-key-data: x"),
                        Optional.empty()))
                .hasMessageContaining("client-certificate-data is not the base64");
        assertThat(refused(
                        yaml("server: 'https://api.example'", "token: t").replace("namespace: shop", "namespace: a/b"),
                        Optional.empty()))
                .hasMessageContaining("namespace");
    }
}
