package io.jenkins.plugins.distrolessscan.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo cluster's answers, in the shapes of an API server. */
class DemoApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PODS = "/api/v1/namespaces/shop/pods";
    private static final String CHECKOUT = PODS + "/checkout-6c8d7f9b5-h2v9t";
    private static final String STRATEGIC = "application/strategic-merge-patch+json";
    private static final String NAME = "distroless-scan-abcdefghij";

    private final DemoCluster demo;
    private HttpClient client;

    DemoApiTest() throws Exception {
        demo = DemoCluster.start();
    }

    private record Answer(int code, JsonNode body) {
        String message() {
            return body.path("message").asText();
        }
    }

    @BeforeEach
    void trustItsAuthority() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(
                "ca",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(demo.caCertificate().getBytes(StandardCharsets.US_ASCII))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        client = HttpClient.newBuilder().sslContext(tls).build();
    }

    @AfterEach
    void stop() {
        demo.close();
    }

    private Answer send(String method, String path, String type, String body, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(demo.server() + path))
                .timeout(Duration.ofMinutes(1))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        boolean json = answer.headers().firstValue("Content-Type").orElse("").contains("json");
        return new Answer(
                answer.statusCode(),
                json ? JSON.readTree(answer.body()) : JSON.createObjectNode().put("text", answer.body()));
    }

    private Answer send(String method, String path, String type, String body) throws Exception {
        return send(method, path, type, body, "Bearer " + demo.token());
    }

    private Answer get(String path) throws Exception {
        return send("GET", path, "", "");
    }

    private Answer patch(ObjectNode container, String query) throws Exception {
        ObjectNode patch = JSON.createObjectNode();
        patch.putObject("spec").putArray("ephemeralContainers").add(container);
        return send(
                "PATCH", CHECKOUT + "/ephemeralcontainers?fieldValidation=Strict" + query, STRATEGIC, patch.toString());
    }

    /** As the scan asks for it, but with arguments that no probe could use. */
    private static ObjectNode container() throws Exception {
        return (ObjectNode) JSON.readTree("""
                {"name": "%s", "image": "%s", "targetContainerName": "checkout", "command": ["/probe"],
                 "args": ["--nonce=a", "--key=b", "--not-after=1", "--deadline=60", "--lifetime=75", "--cap=1048576",
                          "--container=c"],
                 "securityContext": {"runAsUser": 65532, "runAsGroup": 65532, "runAsNonRoot": true, "privileged": false,
                                     "allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true,
                                     "capabilities": {"drop": ["ALL"]}, "seccompProfile": {"type": "RuntimeDefault"}}}
                """.formatted(NAME, DemoCluster.IMAGE));
    }

    @Test
    void itsVersionSaysThatItIsADemo() throws Exception {
        assertThat(get("/version").body().path("gitVersion").asText()).isEqualTo("v1.34.0+distroless-scan-demo");
    }

    @Test
    void aWrongTokenIsNotAccepted() throws Exception {
        for (String path : new String[] {"/version", PODS, CHECKOUT, "/nowhere"}) {
            Answer answer = send("GET", path, "", "", "Bearer " + demo.token() + "x");
            assertThat(answer.code()).isEqualTo(401);
            assertThat(answer.body().path("kind").asText()).isEqualTo("Status");
            assertThat(answer.body().path("reason").asText()).isEqualTo("Unauthorized");
        }
    }

    @Test
    void aCallerWithoutATokenIsAnonymousAndMayNothing() throws Exception {
        Answer answer = send("GET", PODS, "", "", "");
        assertThat(answer.code()).isEqualTo(403);
        assertThat(answer.message())
                .isEqualTo(
                        "pods is forbidden: User \"system:anonymous\" cannot list resource \"pods\" in API group \"\""
                                + " in the namespace \"shop\"");
        assertThat(send("GET", "/version", "", "", "").code()).isEqualTo(403);
    }

    @Test
    void anExpiredTokenIsNotAccepted() {
        DemoToken token = new DemoToken(new SecureRandom(), Instant.EPOCH, Duration.ofMinutes(15));
        assertThat(token.accepts(token.text(), Clock.fixed(Instant.EPOCH.plusSeconds(899), ZoneOffset.UTC)))
                .isTrue();
        assertThat(token.accepts(token.text(), Clock.fixed(Instant.EPOCH.plusSeconds(900), ZoneOffset.UTC)))
                .isFalse();
        assertThat(token.toString()).doesNotContain(token.text().split("\\."));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /api/v1/namespaces/other/pods,       pods is forbidden: ... cannot list resource \"pods\" in API group \"\" in the namespace \"other\"",
        "GET,    /api/v1/pods,                        pods is forbidden: ... cannot list resource \"pods\" in API group \"\" at the cluster scope",
        "GET,    /api/v1/namespaces/shop/secrets,     secrets is forbidden: ... cannot list resource \"secrets\" in API group \"\" in the namespace \"shop\"",
        "GET,    /api/v1/namespaces/shop/pods?watch=1, pods is forbidden: ... cannot watch resource \"pods\" in API group \"\" in the namespace \"shop\"",
        "DELETE, /api/v1/namespaces/shop/pods/x,      pods \"x\" is forbidden: ... cannot delete resource \"pods\" in API group \"\" in the namespace \"shop\"",
        "POST,   /api/v1/namespaces/shop/pods/x/exec, pods \"x\" is forbidden: ... cannot create resource \"pods/exec\" in API group \"\" in the namespace \"shop\"",
        "GET,    /api/v1/namespaces/other,            namespaces \"other\" is forbidden: ... cannot get resource \"namespaces\" in API group \"\" in the namespace \"other\"",
        "GET,    /apis/apps/v1/namespaces/shop/deployments, deployments.apps is forbidden: ... cannot list resource \"deployments\" in API group \"apps\" in the namespace \"shop\"",
        "GET,    /metrics,                            forbidden: ... cannot get path \"/metrics\"",
    })
    void whatTheAccountMayNotIsForbidden(String method, String path, String message) throws Exception {
        Answer answer = send(method, path, "", "");
        assertThat(answer.code()).isEqualTo(403);
        assertThat(answer.body().path("reason").asText()).isEqualTo("Forbidden");
        assertThat(answer.message()).isEqualTo(message.replace("...", "User \"system:serviceaccount:shop:scanner\""));
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        Answer answer = get(PODS + "/nobody");
        assertThat(answer.code()).isEqualTo(404);
        assertThat(answer.message()).isEqualTo("pods \"nobody\" not found");
        assertThat(answer.body().at("/details/name").asText()).isEqualTo("nobody");
    }

    @Test
    void podsAreListedInPagesAndByLabel() throws Exception {
        JsonNode first = get(PODS + "?limit=3").body();
        assertThat(first.path("items")).hasSize(3);
        assertThat(first.at("/metadata/remainingItemCount").asInt()).isEqualTo(2);
        String next = first.at("/metadata/continue").asText();
        JsonNode second = get(PODS + "?limit=3&continue=" + next).body();
        assertThat(second.path("items")).hasSize(2);
        assertThat(second.at("/metadata/continue").asText()).isEmpty();
        assertThat(get(PODS + "?labelSelector=app%20in%20(catalog,frontend)")
                        .body()
                        .path("items"))
                .hasSize(3);
        assertThat(get(PODS + "?labelSelector=team!%3Dfinance,app").body().path("items"))
                .hasSize(4);
        assertThat(get(PODS + "?labelSelector=(").code()).isEqualTo(400);
        assertThat(get(PODS + "?continue=x").code()).isEqualTo(400);
        assertThat(get(PODS + "?limit=-1").code()).isEqualTo(400);
    }

    @Test
    void aDryRunAnswersThePodAndStoresNothing() throws Exception {
        Answer answer = patch(container(), "&dryRun=All");
        assertThat(answer.code()).as(answer.message()).isEqualTo(200);
        assertThat(answer.body().at("/spec/ephemeralContainers")).hasSize(1);
        assertThat(get(CHECKOUT).body().path("spec").has("ephemeralContainers")).isFalse();
    }

    @Test
    void aDryRunOfAPrivilegedContainerIsRefusedByThePolicy() throws Exception {
        ObjectNode privileged = container();
        privileged.withObject("/securityContext").put("privileged", true);
        Answer answer = patch(privileged, "&dryRun=All");
        assertThat(answer.code()).isEqualTo(422);
        assertThat(answer.message())
                .contains("ValidatingAdmissionPolicy 'distroless-scan'", "denied request: not privileged");
    }

    @Test
    void whatThePolicyDoesNotKnowIsRefusedAndNothingIsStored() throws Exception {
        ObjectNode image = container().put("image", "busybox");
        ObjectNode environment = container();
        environment.putArray("env").addObject().put("name", "A");
        ObjectNode command = container();
        command.putArray("command").add("/bin/sh");
        ObjectNode root = container();
        root.withObject("/securityContext").put("runAsUser", 0);
        for (ObjectNode wrong :
                new ObjectNode[] {image, environment, command, root, container().put("name", "x")}) {
            Answer answer = patch(wrong, "");
            assertThat(answer.code()).as(wrong.toString()).isEqualTo(422);
            assertThat(answer.message()).contains("denied request");
        }
        assertThat(get(CHECKOUT).body().path("spec").has("ephemeralContainers")).isFalse();
    }

    @Test
    void whatNoEphemeralContainerMayHaveIsInvalid() throws Exception {
        ObjectNode limits = container();
        limits.putObject("resources").putObject("limits").put("memory", "1Gi");
        Answer answer = patch(limits, "");
        assertThat(answer.code()).isEqualTo(422);
        assertThat(answer.message())
                .endsWith("spec.ephemeralContainers[0].resources: Forbidden: cannot be set for an Ephemeral Container");
        assertThat(patch(container().put("targetContainerName", "nobody"), "").message())
                .endsWith("spec.ephemeralContainers[0].targetContainerName: Not found: \"nobody\"");
        assertThat(patch(container().put("mood", "good"), "").code()).isEqualTo(400);
    }

    @Test
    void aNameIsUsedOnceAndAnotherPodOfThatNameIsNotChanged() throws Exception {
        assertThat(patch(container(), "").code()).isEqualTo(200);
        assertThat(patch(container(), "").body().at("/spec/ephemeralContainers"))
                .hasSize(1);
        ObjectNode other = container();
        other.withObject("/securityContext").put("runAsUser", 1);
        assertThat(patch(other, "").message()).contains("may not be changed");
        Answer replaced =
                send("PATCH", CHECKOUT + "/ephemeralcontainers", STRATEGIC, "{\"metadata\":{\"uid\":\"another\"}}");
        assertThat(replaced.code()).isEqualTo(422);
        assertThat(replaced.message()).contains("metadata.uid: Invalid value");
        Answer stale = send(
                "PATCH", CHECKOUT + "/ephemeralcontainers", STRATEGIC, "{\"metadata\":{\"resourceVersion\":\"1\"}}");
        assertThat(stale.code()).isEqualTo(409);
    }

    @Test
    void aBodyOfAnotherKindOrTooLargeIsNotRead() throws Exception {
        assertThat(send("PATCH", CHECKOUT + "/ephemeralcontainers", "application/json", "{}")
                        .code())
                .isEqualTo(415);
        assertThat(send("PATCH", CHECKOUT + "/ephemeralcontainers", STRATEGIC, "no json")
                        .code())
                .isEqualTo(400);
        String large = "{\"a\":\"" + "x".repeat(70_000) + "\"}";
        assertThat(send("PATCH", CHECKOUT + "/ephemeralcontainers", STRATEGIC, large)
                        .code())
                .isEqualTo(413);
    }

    @Test
    void aDebugContainerWithArgumentsThatNoProbeTakesEndsWithAnError() throws Exception {
        patch(container(), "");
        JsonNode state = null;
        for (int i = 0; i < 600 && (state == null || !state.has("terminated")); i++) {
            Thread.sleep(50);
            state = get(CHECKOUT).body().at("/status/ephemeralContainerStatuses/0/state");
        }
        assertThat(state.at("/terminated/reason").asText()).isEqualTo("Error");
        assertThat(get(CHECKOUT + "/log?follow=true&container=" + NAME)
                        .body()
                        .path("text")
                        .asText())
                .isEqualTo("wrong arguments\n");
        assertThat(get(CHECKOUT + "/log?container=nobody").code()).isEqualTo(400);
    }

    @Test
    void itListensOnLoopbackAlone() throws Exception {
        int port = URI.create(demo.server()).getPort();
        for (var network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (var address : Collections.list(network.getInetAddresses())) {
                if (address instanceof Inet4Address && !address.isLoopbackAddress()) {
                    try (Socket socket = new Socket()) {
                        assertThat(catchThrowable(() -> socket.connect(new InetSocketAddress(address, port), 2_000)))
                                .as("%s", address)
                                .isNotNull();
                    }
                }
            }
        }
        assertThat(demo.server()).startsWith("https://127.0.0.1:");
    }
}
