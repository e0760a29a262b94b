package io.jenkins.plugins.distrolessscan.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.cluster.ScriptedServer.Script;
import io.jenkins.plugins.distrolessscan.engine.model.Misuse;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks.Answer;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks.Attempt;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks.By;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseSpec;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A misuse is only ever asked about, and each question is about one thing. */
class MisuseDryRunTest {
    private static final String NAME = "distroless-scan-checkabcde";

    private final PodFacts pod = Pods.running("shop", "web-0");

    private record Asked(Attempt attempt, List<ScriptedServer.Request> requests) {}

    private Asked ask(Misuse misuse, Script script) throws Exception {
        MisuseSpec spec = new MisuseSpec(NAME, Pods.debugContainer("distroless-scan-1"), misuse, "other/image:1");
        List<Asked> asked = new ArrayList<>();
        ScriptedCluster.with(
                script, (cluster, server) -> asked.add(new Asked(cluster.tryMisuse(pod, spec), server.requests())));
        return asked.get(0);
    }

    private Attempt answered(int code, String message) throws Exception {
        return ask(Misuse.IMAGE, (r, wire) -> wire.status(code, "x", message)).attempt();
    }

    @ParameterizedTest
    @EnumSource
    void everyMisuseIsADryRunOfTheScansOwnContainerWithOneDifference(Misuse misuse) throws Exception {
        Asked asked = ask(
                misuse, (r, wire) -> wire.json(200, Pods.json("shop", "web-0").toString()));
        assertThat(asked.attempt()).isEqualTo(new Attempt(misuse, NAME, Answer.ADMITTED, By.NOBODY, ""));
        assertThat(asked.requests()).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("PATCH");
            assertThat(request.path()).startsWith("/api/v1/namespaces/shop/pods/web-0/ephemeralcontainers?");
            assertThat(request.path().split("[?&]")).contains("dryRun=All", "fieldValidation=Strict");
            assertThat(differences(request.body())).isEqualTo(EXPECTED.get(misuse));
        });
    }

    private static final Map<Misuse, List<String>> EXPECTED = Map.of(
            Misuse.IMAGE, List.of("image: other/image:1"),
            Misuse.COMMAND, List.of("command: [\"/bin/sh\"]"),
            Misuse.PRIVILEGED, List.of("privileged: true", "allowPrivilegeEscalation: gone"),
            Misuse.CAPABILITY, List.of("capabilities: {\"drop\":[\"ALL\"],\"add\":[\"SYS_PTRACE\"]}"),
            Misuse.ROOT, List.of("runAsUser: 0", "runAsNonRoot: false"),
            Misuse.SECRET, List.of("envFrom: [{\"secretRef\":{\"name\":\"distroless-scan-check\",\"optional\":true}}]"),
            Misuse.INTERACTIVE, List.of("stdin: true", "tty: true"));

    private List<String> differences(String sent) throws Exception {
        String own = DebugContainerPatch.body(pod, Pods.debugContainer("distroless-scan-1"))
                .text();
        ObjectNode before = container(own);
        ObjectNode after = container(sent);
        assertThat(after.remove("name").asText()).isEqualTo(NAME);
        before.remove("name");
        List<String> found = new ArrayList<>();
        JsonNode contextBefore = before.remove("securityContext");
        JsonNode contextAfter = after.remove("securityContext");
        compare(found, before, after);
        compare(found, contextBefore, contextAfter);
        return found;
    }

    private static ObjectNode container(String body) throws Exception {
        return (ObjectNode) Pods.JSON.readTree(body).at("/spec/ephemeralContainers/0");
    }

    private static void compare(List<String> found, JsonNode before, JsonNode after) {
        after.properties().forEach(field -> {
            if (!field.getValue().equals(before.get(field.getKey()))) {
                String value = field.getValue().isTextual()
                        ? field.getValue().asText()
                        : field.getValue().toString();
                found.add(field.getKey() + ": " + value);
            }
        });
        before.fieldNames().forEachRemaining(name -> {
            if (!after.has(name)) {
                found.add(name + ": gone");
            }
        });
    }

    @Test
    void whoRefusedIsTold() throws Exception {
        assertThat(answered(403, "pods \"web-0\" is forbidden: violates PodSecurity \"restricted:latest\": x"))
                .returns(Answer.REFUSED, Attempt::answer)
                .returns(By.POD_SECURITY, Attempt::by);
        assertThat(answered(
                        422,
                        "pods \"web-0\" is forbidden: ValidatingAdmissionPolicy 'distroless-scan' with binding"
                                + " 'distroless-scan' denied request: only the pinned probe image"))
                .returns(Answer.REFUSED, Attempt::answer)
                .returns(By.POLICY, Attempt::by)
                .extracting(Attempt::text)
                .asString()
                .endsWith("only the pinned probe image");
        assertThat(answered(400, "admission webhook \"policy.test\" denied the request: no"))
                .returns(Answer.REFUSED, Attempt::answer)
                .returns(By.WEBHOOK, Attempt::by);
        assertThat(answered(403, "pods \"web-0\" is forbidden: this image is not known here"))
                .returns(Answer.REFUSED, Attempt::answer)
                .returns(By.ANOTHER_ADMISSION_CONTROL, Attempt::by);
    }

    @Test
    void whatSaysNothingOfTheMisuseIsNoRefusal() throws Exception {
        assertThat(answered(500, "Internal error occurred: failed calling webhook \"policy.test\": timeout"))
                .returns(Answer.NO_ANSWER, Attempt::answer)
                .returns(By.NOBODY, Attempt::by);
        assertThat(
                        answered(
                                403,
                                "pods \"web-0\" is forbidden: User \"system:serviceaccount:shop:scanner\" cannot patch resource"))
                .returns(Answer.NO_ANSWER, Attempt::answer);
        assertThat(answered(422, "Pod \"web-0\" is invalid: spec: Forbidden: not so"))
                .returns(Answer.NO_ANSWER, Attempt::answer);
        assertThat(answered(409, "the object has been modified")).returns(Answer.NO_ANSWER, Attempt::answer);
        assertThat(ask(Misuse.IMAGE, (r, wire) -> wire.send(403, "", "<html>blocked"))
                        .attempt())
                .returns(Answer.NO_ANSWER, Attempt::answer);
        assertThat(ask(Misuse.IMAGE, (r, wire) -> wire.socket().close()).attempt())
                .returns(Answer.NO_ANSWER, Attempt::answer);
    }

    @Test
    void theClustersWordsAreCleanedAndBounded() throws Exception {
        String hostile = "pods is forbidden: \u001b[31m\u202e" + Connections.TOKEN + "x".repeat(5_000);
        assertThat(answered(403, hostile).text())
                .hasSizeLessThanOrEqualTo(501)
                .doesNotContain("\u001b", "\u202e", Connections.TOKEN.split("\\.")[1]);
    }

    @Test
    void aQuestionIsAskedOnce() throws Exception {
        assertThat(ask(Misuse.IMAGE, (r, wire) -> wire.status(503, "x", "busy")).requests())
                .hasSize(1);
    }
}
