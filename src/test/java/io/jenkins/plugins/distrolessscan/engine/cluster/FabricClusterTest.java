package io.jenkins.plugins.distrolessscan.engine.cluster;

import static io.jenkins.plugins.distrolessscan.engine.cluster.ScriptedCluster.authority;
import static io.jenkins.plugins.distrolessscan.engine.cluster.ScriptedCluster.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster.HeldRights;
import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster.Rule;
import io.jenkins.plugins.distrolessscan.engine.cluster.ScriptedServer.Script;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Answer;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Right;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each call of the port: what is asked, and how the answer is read. */
public class FabricClusterTest {
    @Test
    void askingForTheVersionTellsTheTlsAndSendsTheTokenOnlyAsAHeader() throws Exception {
        with((request, wire) -> wire.json(200, "{\"gitVersion\":\"v1.34.4\"}"), (cluster, server) -> {
            assertThat(cluster.tls()).isEmpty();
            assertThat(cluster.version()).isEqualTo("v1.34.4");
            assertThat(cluster.tls())
                    .startsWith("TLSv1.3, TLS_")
                    .contains("certificate of CN=api-server-of-test, issued by CN=test-ca, valid until 20");
            assertThat(cluster.server()).isEqualTo(server.url());
            assertThat(server.requests()).singleElement().satisfies(request -> {
                assertThat(request.path()).isEqualTo("/version");
                assertThat(request.header("Authorization")).isEqualTo("Bearer " + Connections.TOKEN);
                assertThat(request.header("User-Agent")).isEqualTo("distroless-scan");
            });
        });
    }

    @Test
    void aServerBehindAPathIsAskedBelowThatPath() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                        authority().server("127.0.0.1"), (r, wire) -> wire.json(200, "{\"gitVersion\":\"v1.30.0\"}"));
                FabricCluster cluster = Connections.cluster(Connections.token(
                        server.url() + "/k8s/clusters/c-1/", authority().pem()))) {
            cluster.version();
            assertThat(server.requests().get(0).path()).isEqualTo("/k8s/clusters/c-1/version");
        }
    }

    @Test
    void theCredentialsNameComesFromAReview() throws Exception {
        with(
                (r, wire) -> wire.json(
                        201, "{\"status\":{\"userInfo\":{\"username\":\"system:serviceaccount:shop:scanner\"}}}"),
                (cluster, server) -> {
                    assertThat(cluster.userName()).contains("system:serviceaccount:shop:scanner");
                    assertThat(server.requests().get(0).method()).isEqualTo("POST");
                });
    }

    @Test
    void aServerWithoutSelfSubjectReviewGivesNoName() throws Exception {
        with(
                (r, wire) -> wire.status(404, "NotFound", "the server could not find the requested resource"),
                (cluster, server) -> assertThat(cluster.userName()).isEmpty());
    }

    @Test
    void aRightWithASubresourceIsAskedInParts() throws Exception {
        with((r, wire) -> wire.json(201, "{\"status\":{\"allowed\":true}}"), (cluster, server) -> {
            assertThat(cluster.mayI("shop", new Right("patch", "", "pods/ephemeralcontainers", "web-0")))
                    .isEqualTo(Answer.ALLOWED);
            JsonNode asked = new ObjectMapper()
                    .readTree(server.requests().get(0).body())
                    .path("spec")
                    .path("resourceAttributes");
            assertThat(asked)
                    .hasToString("{\"namespace\":\"shop\",\"verb\":\"patch\",\"group\":\"\",\"resource\":\"pods\","
                            + "\"subresource\":\"ephemeralcontainers\",\"name\":\"web-0\"}");
        });
    }

    @Test
    void anAuthorizerInTroubleMakesTheAnswerUnknown() throws Exception {
        with(
                (r, wire) ->
                        wire.json(201, "{\"status\":{\"allowed\":false,\"evaluationError\":\"webhook timed out\"}}"),
                (cluster, server) -> assertThat(cluster.mayI("shop", new Right("get", "", "pods", "")))
                        .isEqualTo(Answer.UNKNOWN));
        with(
                (r, wire) -> wire.json(201, "{\"status\":{\"allowed\":false}}"),
                (cluster, server) -> assertThat(cluster.mayI("shop", new Right("get", "", "pods", "")))
                        .isEqualTo(Answer.DENIED));
        with(
                (r, wire) -> wire.json(201, "{}"),
                (cluster, server) -> assertThat(cluster.mayI("shop", new Right("get", "", "pods", "")))
                        .isEqualTo(Answer.UNKNOWN));
    }

    @Test
    void heldRightsAreListedWithTheServersDoubt() throws Exception {
        with(
                (r, wire) -> wire.json(
                        201,
                        "{\"status\":{\"resourceRules\":[{\"verbs\":[\"get\"],\"apiGroups\":[\"\"],\"resources\":[\"pods\"],"
                                + "\"resourceNames\":[\"web-0\"]}],\"incomplete\":true,\"evaluationError\":\"node authorizer\"}}"),
                (cluster, server) -> assertThat(cluster.heldRights("shop"))
                        .isEqualTo(new HeldRights(
                                List.of(new Rule(List.of("get"), List.of(""), List.of("pods"), List.of("web-0"))),
                                false,
                                "node authorizer")));
    }

    @Test
    void podsAreReadInPages() throws Exception {
        Script pages = (r, wire) -> wire.json(
                200,
                r.path().contains("continue=t%2f1")
                        ? "{\"metadata\":{},\"items\":[{\"metadata\":{\"name\":\"b\"}}]}"
                        : "{\"metadata\":{\"continue\":\"t/1\"},\"items\":[{\"metadata\":{\"name\":\"a\"}}]}");
        with(pages, (cluster, server) -> {
            assertThat(cluster.pods("shop", Optional.of("app in (x,y)")))
                    .extracting(PodFacts::name)
                    .containsExactly("a", "b");
            assertThat(server.requests().get(0).path())
                    .isEqualTo("/api/v1/namespaces/shop/pods?limit=50&labelSelector=app%20in%20%28x%2cy%29");
        });
    }

    @Test
    void aListThatExpiresIsBegunOnceMore() throws Exception {
        boolean[] expired = {false};
        Script script = (r, wire) -> {
            if (r.path().contains("continue=") && !expired[0]) {
                expired[0] = true;
                wire.status(410, "Expired", "The provided continue parameter is too old");
            } else if (r.path().contains("continue=")) {
                wire.json(200, "{\"items\":[{\"metadata\":{\"name\":\"b\"}}]}");
            } else {
                wire.json(200, "{\"metadata\":{\"continue\":\"x\"},\"items\":[{\"metadata\":{\"name\":\"a\"}}]}");
            }
        };
        with(
                script,
                (cluster, server) -> assertThat(cluster.pods("shop", Optional.empty()))
                        .extracting(PodFacts::name)
                        .containsExactly("a", "b"));
    }

    @Test
    void pagesThatNeverEndAreRefused() throws Exception {
        Script same = (r, wire) ->
                wire.json(200, "{\"metadata\":{\"continue\":\"again\"},\"items\":[{\"metadata\":{\"name\":\"a\"}}]}");
        with(same, (cluster, server) -> {
            ScanException refused =
                    catchThrowableOfType(ScanException.class, () -> cluster.pods("shop", Optional.empty()));
            assertThat(refused.kind()).isEqualTo(Kind.UNSUPPORTED);
            assertThat(server.requests()).hasSizeLessThan(5);
        });
        int[] n = {0};
        Script fresh = (r, wire) -> {
            StringBuilder items = new StringBuilder();
            for (int i = 0; i < 1000; i++) {
                items.append(i == 0 ? "" : ",").append("{\"metadata\":{\"name\":\"a\"}}");
            }
            wire.json(200, "{\"metadata\":{\"continue\":\"" + n[0]++ + "\"},\"items\":[" + items + "]}");
        };
        with(fresh, (cluster, server) -> {
            ScanException refused =
                    catchThrowableOfType(ScanException.class, () -> cluster.pods("shop", Optional.empty()));
            assertThat(refused).hasMessageContaining("More than 5000 pods").hasMessageContaining("labelSelector");
        });
    }

    @Test
    void aMissingPodIsToldFromAMissingNamespace() throws Exception {
        Script pod = (r, wire) -> {
            if (r.path().endsWith("/namespaces/shop")) {
                wire.json(200, "{\"kind\":\"Namespace\"}");
            } else {
                wire.status(404, "NotFound", "not found");
            }
        };
        with(
                pod,
                (cluster, server) -> assertThat(failure(() -> cluster.pod("shop", "web-0")))
                        .hasMessageStartingWith("There is no pod \"web-0\" in namespace \"shop\";"));
        with(
                (r, wire) -> wire.status(404, "NotFound", "not found"),
                (cluster, server) -> assertThat(failure(() -> cluster.pod("shop", "web-0")))
                        .hasMessageStartingWith("There is no namespace \"shop\""));
        Script notAllowed = (r, wire) -> wire.status(r.path().endsWith("/shop") ? 403 : 404, "x", "x");
        with(
                notAllowed,
                (cluster, server) -> assertThat(failure(() -> cluster.pod("shop", "web-0")))
                        .hasMessageContaining("or no such namespace (the credential may not look)"));
    }

    @Test
    void anEmptyListOfAMissingNamespaceSaysSo() throws Exception {
        Script script = (r, wire) -> {
            if (r.path().endsWith("/namespaces/shop")) {
                wire.status(404, "NotFound", "x");
            } else {
                wire.json(200, "{\"items\":[]}");
            }
        };
        with(
                script,
                (cluster, server) -> assertThat(failure(() -> cluster.pods("shop", Optional.empty())))
                        .hasMessageStartingWith("There is no namespace \"shop\""));
    }

    @Test
    void anEmptyListStaysOneForACredentialThatMayNotLookAtTheNamespace() throws Exception {
        Script script = (r, wire) -> {
            if (r.path().endsWith("/namespaces/shop")) {
                wire.status(403, "Forbidden", "x");
            } else {
                wire.json(200, "{\"items\":[]}");
            }
        };
        with(
                script,
                (cluster, server) -> assertThat(cluster.pods("shop", Optional.of("app=nothing")))
                        .isEmpty());
    }

    @Test
    void aLabelSelectorThatCannotBeReadIsAConfigurationError() throws Exception {
        with(
                (r, wire) -> wire.status(400, "BadRequest", "unable to parse requirement: found '='"),
                (cluster, server) -> {
                    ScanException e = failure(() -> cluster.pods("shop", Optional.of("a===b")));
                    assertThat(e.kind()).isEqualTo(Kind.CONFIGURATION);
                    assertThat(e).hasMessageContaining("label selector").hasMessageContaining("found '='");
                });
    }

    @Test
    void namesThatWouldLeaveThePathAreNotSent() throws Exception {
        with((r, wire) -> wire.json(200, "{}"), (cluster, server) -> {
            for (String name : List.of("..", ".", "a/b", "../../secrets", "a?x", "a%2fb", "", "A", "x\n")) {
                assertThat(failure(() -> cluster.pod("shop", name)).kind()).isEqualTo(Kind.CONFIGURATION);
                assertThat(failure(() -> cluster.pod(name, "web-0")).kind()).isEqualTo(Kind.CONFIGURATION);
            }
            assertThat(server.requests()).isEmpty();
        });
    }

    @Test
    void aClientCertificateIsShownToTheServer() throws Exception {
        String[] client = authority().client("scanner");
        javax.net.ssl.SSLServerSocket socket = (javax.net.ssl.SSLServerSocket)
                authority().server("127.0.0.1").getServerSocketFactory().createServerSocket(0);
        socket.setNeedClientAuth(true);
        String[] seen = {""};
        try (ScriptedServer server = new ScriptedServer(socket, (r, wire) -> {
                    seen[0] = ((javax.net.ssl.SSLSocket) wire.socket())
                            .getSession()
                            .getPeerPrincipal()
                            .getName();
                    wire.json(200, "{\"gitVersion\":\"v1.34.4\"}");
                });
                FabricCluster cluster = Connections.cluster(new Connection(
                        server.url(),
                        Optional.of(authority().pem()),
                        Optional.empty(),
                        Optional.of(client[0]),
                        Optional.of(client[1]),
                        Optional.empty(),
                        Optional.empty()))) {
            assertThat(cluster.version()).isEqualTo("v1.34.4");
            assertThat(seen[0]).isEqualTo("CN=scanner");
            assertThat(server.requests().get(0).header("Authorization")).isEmpty();
        }
    }

    public static ScanException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        ScanException e = catchThrowableOfType(ScanException.class, call);
        assertThat(e).isNotNull();
        return e;
    }
}
