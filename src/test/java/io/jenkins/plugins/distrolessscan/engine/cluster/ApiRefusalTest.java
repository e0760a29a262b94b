package io.jenkins.plugins.distrolessscan.engine.cluster;

import static io.jenkins.plugins.distrolessscan.engine.cluster.FabricClusterTest.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.cluster.ScriptedServer.Script;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Refusals of the API server, as a real one writes them, and as a hostile one would. */
class ApiRefusalTest {
    private static TestAuthority authority;

    @BeforeAll
    static void issue() throws Exception {
        authority = new TestAuthority("test-ca");
    }

    private static ScanException readingAPod(Script script) throws Exception {
        try (ScriptedServer server = new ScriptedServer(authority.server("127.0.0.1"), script);
                FabricCluster cluster = Connections.cluster(server, authority)) {
            return failure(() -> cluster.pod("shop", "web-0"));
        }
    }

    private static ScanException dryRun(Script script) throws Exception {
        try (ScriptedServer server = new ScriptedServer(authority.server("127.0.0.1"), script);
                FabricCluster cluster = Connections.cluster(server, authority)) {
            return failure(
                    () -> cluster.dryRun(Pods.stored("shop", "web-0"), Pods.debugContainer("distroless-scan-1")));
        }
    }

    @Test
    void anUnknownTokenSaysWhatMayBeWrongWithIt() throws Exception {
        ScanException e = readingAPod((r, wire) -> wire.status(401, "Unauthorized", "Unauthorized"));
        assertThat(e.kind()).isEqualTo(Kind.UNAUTHENTICATED);
        assertThat(e)
                .hasMessageContaining("expired")
                .hasMessageContaining("another audience")
                .hasMessageContaining("kubectl create token");
    }

    @Test
    void beingTakenForAnonymousIsNotAMissingRight() throws Exception {
        ScanException e = readingAPod(
                (r, wire) -> wire.status(
                        403,
                        "Forbidden",
                        "pods \"web-0\" is forbidden: User \"system:anonymous\" cannot get resource \"pods\" in API group \"\""));
        assertThat(e.kind()).isEqualTo(Kind.UNAUTHENTICATED);
    }

    @Test
    void aMissingRightComesWithTheRuleToAdd() throws Exception {
        ScanException e = dryRun((r, wire) -> wire.status(
                403,
                "Forbidden",
                "pods \"web-0\" is forbidden: User \"system:serviceaccount:shop:scanner\" cannot patch resource"
                        + " \"pods/ephemeralcontainers\" in API group \"\" in the namespace \"shop\""));
        assertThat(e.kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(e)
                .hasMessageContaining("Add this rule to its Role in namespace shop:\n"
                        + "  - apiGroups: [\"\"]\n"
                        + "    resources: [\"pods/ephemeralcontainers\"]\n"
                        + "    resourceNames: [\"web-0\"]\n"
                        + "    verbs: [\"patch\"]\n")
                .hasMessageContaining("system:serviceaccount:shop:scanner");
    }

    @Test
    void podSecuritysTextIsKeptWhole() throws Exception {
        String violation = "pods \"web-0\" is forbidden: violates PodSecurity \"restricted:latest\":"
                + " allowPrivilegeEscalation != false (container \"old-debugger\" must set"
                + " securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container"
                + " \"old-debugger\" must set securityContext.capabilities.drop=[\"ALL\"]), runAsNonRoot != true";
        ScanException clean = dryRun((r, wire) -> wire.status(403, "Forbidden", violation));
        assertThat(clean.kind()).isEqualTo(Kind.REFUSED);
        assertThat(clean)
                .hasMessageContaining(violation)
                .hasMessageContaining("Choose an identity profile")
                .hasMessageNotContaining("rollout");
        ObjectNode poisoned = Pods.json("shop", "web-0");
        Pods.array(poisoned, "spec", "ephemeralContainers").addObject().put("name", "old-debugger");
        Pods.array(poisoned, "spec", "ephemeralContainers").addObject().put("name", "harmless");
        try (ScriptedServer server = new ScriptedServer(
                        authority.server("127.0.0.1"), (r, wire) -> wire.status(403, "Forbidden", violation));
                FabricCluster cluster = Connections.cluster(server, authority)) {
            ScanException e =
                    failure(() -> cluster.dryRun(StoredPod.of(Pods.read(poisoned)), Pods.debugContainer("d-1")));
            assertThat(e.kind()).isEqualTo(Kind.REFUSED);
            assertThat(e)
                    .hasMessageContaining(violation + ". An earlier debug container of this pod (old-debugger) breaks")
                    .hasMessageContaining("kubectl rollout restart");
        }
    }

    @Test
    void aPoliciesMessageIsKeptAndCannotPretendToBeAMissingRight() throws Exception {
        ScanException policy = dryRun((r, wire) -> wire.status(
                422,
                "Invalid",
                "pods \"web-0\" is forbidden: ValidatingAdmissionPolicy 'scanner' with binding 'scanner' denied request:"
                        + " only the scan's image"));
        assertThat(policy.kind()).isEqualTo(Kind.REFUSED);
        assertThat(policy).hasMessageContaining("only the scan's image");
        ScanException pretending = dryRun((r, wire) -> wire.status(
                403,
                "Forbidden",
                "admission webhook \"evil.example\" denied the request: pods is forbidden: User \"x\" cannot patch"));
        assertThat(pretending.kind()).isEqualTo(Kind.REFUSED);
        assertThat(pretending).hasMessageNotContaining("apiGroups");
        ScanException webhook = dryRun((r, wire) ->
                wire.status(400, "BadRequest", "admission webhook \"k.example\" denied the request: no tags"));
        assertThat(webhook.kind()).isEqualTo(Kind.REFUSED);
    }

    @Test
    void aWebhookThatCannotBeAskedRefuses() throws Exception {
        ScanException e = dryRun((r, wire) -> wire.status(
                500, "InternalError", "Internal error occurred: failed calling webhook \"w.example\": timeout"));
        assertThat(e.kind()).isEqualTo(Kind.REFUSED);
        assertThat(e).hasMessageContaining("w.example").hasMessageContaining("repaired");
    }

    @Test
    void aServerWithoutTheSubresourceIsTooOld() throws Exception {
        ScanException e = dryRun(
                (r, wire) -> wire.json(
                        404,
                        "{\"kind\":\"Status\",\"message\":\"the server could not find the requested resource\",\"details\":{}}"));
        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(e).hasMessageContaining("Kubernetes 1.25");
        ScanException gone = dryRun((r, wire) -> wire.json(
                404,
                "{\"kind\":\"Status\",\"message\":\"pods \\\"web-0\\\" not found\",\"details\":{\"name\":\"web-0\"}}"));
        assertThat(gone.kind()).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void whatTheApiDoesNotAcceptIsGivenInItsWords() throws Exception {
        ScanException target = dryRun((r, wire) -> wire.status(
                422,
                "Invalid",
                "Pod \"web-0\" is invalid: spec.ephemeralContainers[0].targetContainerName: Not found: \"app\""));
        assertThat(target.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(target).hasMessageContaining("targetContainerName: Not found: \"app\"");
        ScanException strict =
                dryRun((r, wire) -> wire.status(400, "BadRequest", "strict decoding error: unknown field \"spec.x\""));
        assertThat(strict.kind()).isEqualTo(Kind.UNSUPPORTED);
        ScanException replaced = dryRun((r, wire) -> wire.status(
                422, "Invalid", "Pod \"web-0\" is invalid: metadata.uid: Invalid value: \"1\": field is immutable"));
        assertThat(replaced.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(replaced).hasMessageContaining("replaced");
    }

    @Test
    void aRedirectIsNotFollowedAndNothingIsSentThere() throws Exception {
        try (ScriptedServer thief = new ScriptedServer(
                authority.server("127.0.0.1"), (r, wire) -> wire.json(200, "{\"metadata\":{\"name\":\"web-0\"}}"))) {
            for (int code : new int[] {301, 302, 303, 307, 308}) {
                ScanException e =
                        readingAPod((r, wire) -> wire.send(code, "Location: " + thief.url() + "/steal\r\n", ""));
                assertThat(e.kind()).isEqualTo(Kind.CONNECTION);
                assertThat(e).hasMessageContaining("redirect").hasMessageNotContaining(thief.url());
            }
            assertThat(thief.requests()).isEmpty();
        }
    }

    @Test
    void aLoginPageIsNotAnApiServer() throws Exception {
        ScanException page = readingAPod((r, wire) -> wire.send(200, "Content-Type: text/html\r\n", "<html>Sign in"));
        assertThat(page.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(page).hasMessageContaining("login page").hasMessageNotContaining("<html>");
        assertThat(readingAPod((r, wire) -> wire.json(200, "[]")).kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(readingAPod((r, wire) -> wire.json(200, "")).kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(readingAPod((r, wire) -> wire.json(200, "null")).kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(readingAPod((r, wire) -> wire.json(418, "{}")).kind()).isEqualTo(Kind.UNSUPPORTED);
    }

    @Test
    void aTokenInAnErrorBodyIsRedactedAndSoAreControlCharacters() throws Exception {
        String other = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJvdGhlciJ9.AAAAAAAAAAAAAAAAAAAAAAAA";
        String signature = Connections.TOKEN.substring(Connections.TOKEN.lastIndexOf('.') + 1);
        String[] messages = {
            "you sent " + Connections.TOKEN + " and " + other,
            "Authorization: Bearer " + Connections.TOKEN,
            "half of it: " + Connections.TOKEN.substring(0, 40),
            "only the end: " + signature,
            "admission webhook denied the request: \u001b[31m\u202e\u0007\u2028" + Connections.TOKEN + "\n\nFAKE LINE"
        };
        int[] now = {0, 0};
        Script script = (r, wire) -> wire.status(now[0], "x " + Connections.TOKEN, messages[now[1]]);
        try (ScriptedServer server = new ScriptedServer(authority.server("127.0.0.1"), script);
                FabricCluster cluster = Connections.cluster(server, authority)) {
            for (int code : new int[] {400, 403, 404, 409, 418, 422, 500}) {
                for (int i = 0; i < messages.length; i++) {
                    now[0] = code;
                    now[1] = i;
                    ScanException e =
                            failure(() -> cluster.dryRun(Pods.stored("shop", "web-0"), Pods.debugContainer("d-1")));
                    assertThat(trace(e))
                            .doesNotContain(Connections.TOKEN)
                            .doesNotContain("eyJ")
                            .doesNotContain(signature)
                            .doesNotContain("\u001b")
                            .doesNotContain("\u202e")
                            .doesNotContain("\nFAKE LINE");
                }
            }
        }
    }

    private static String trace(ScanException e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    @Test
    void aTokenInTheStatusLineDoesNotReachTheCauses() throws Exception {
        ScanException e = readingAPod((r, wire) -> {
            wire.raw("HTPP/1.1 " + Connections.TOKEN + "\r\n\r\n");
            wire.socket().close();
        });
        assertThat(e.kind()).isEqualTo(Kind.CONNECTION);
        assertThat(trace(e)).doesNotContain("eyJ").contains(ForeignText.REDACTED);
    }

    @Test
    void longTextsAreCut() throws Exception {
        ScanException e = dryRun((r, wire) ->
                wire.status(403, "Forbidden", "admission webhook \"w\" denied the request: " + "x".repeat(50_000)));
        assertThat(e.getMessage().length()).isLessThan(3_000);
    }

    @Test
    void neitherConnectionNorClusterShowsTheToken() throws Exception {
        Connection connection = Connections.token("https://127.0.0.1:1", authority.pem());
        try (FabricCluster cluster = Connections.cluster(connection)) {
            assertThat(connection + " " + cluster).doesNotContain("eyJ");
        }
    }
}
