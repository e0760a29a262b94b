package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mutating webhook changes the debug container on its way into the pod. What is stored is read back from the API. */
class ChangedOnTheWayTest {
    @RegisterExtension
    static final TestNamespace NAMESPACE = TestNamespace.open("changed");

    private static TestNamespace.Access access;
    private static Webhook webhook;

    @BeforeAll
    static void webhook() {
        TestCluster.needsTheNode();
        NAMESPACE.ready(Arrays.stream(WebhookChange.values())
                .map(change -> change == WebhookChange.NEIGHBOUR
                        ? Pod.restricted(change.pod(), "distroless:v1")
                                .container("other", "rootapp:v1", "ADDR", ":8081")
                        : Pod.restricted(change.pod(), "distroless:v1"))
                .toArray(Pod[]::new));
        access = NAMESPACE.scanner();
        webhook = Webhook.of(NAMESPACE, WebhookChange.NONE.pod());
    }

    @AfterAll
    static void close() {
        if (webhook != null) {
            webhook.close();
        }
    }

    private static Scan scan(WebhookChange change) {
        return Scan.of(access).pod(NAMESPACE, change.pod()).with("--container", "app");
    }

    private static JsonNode stored(WebhookChange change) {
        return NAMESPACE.pod(change.pod()).at("/spec/ephemeralContainers/0");
    }

    @Test
    void aWebhookThatChangesNothingStandsInNobodysWay() {
        assertThat(scan(WebhookChange.NONE)
                        .with("--no-misuse-checks")
                        .run()
                        .ended(0)
                        .verdict())
                .isEqualTo("PASSED");
    }

    @ParameterizedTest
    @CsvSource({"IMAGE_ALWAYS, image", "ARGUMENTS_ALWAYS, args"})
    void whatTheDryRunShowsIsNeverStored(WebhookChange change, String member) {
        Scan.Result result = scan(change).run().ended(3, member, "webhook");
        assertThat(result.outcome()).isEqualTo("REFUSED");
        assertThat(NAMESPACE.pod(change.pod()).at("/spec/ephemeralContainers")).isEmpty();
        assertThat(Node.attachments(access.user()))
                .as("no request without dryRun")
                .noneMatch(call -> call.at("/objectRef/name").asText().equals(change.pod()));
    }

    @ParameterizedTest
    @CsvSource({
        "LIFETIME, args, --lifetime=80000",
        "MORE_ARGUMENTS, args, --samples=5",
        "KEY, args, hSDwCYkwp1R0i33c",
        "IMAGE, image, debug:v1",
        "READ_ONLY_ROOT, readOnlyRootFilesystem, readOnlyRootFilesystem",
        "USER, runAsUser, 10001",
        "SECCOMP, seccompProfile, Unconfined",
        "CAPABILITIES, capabilities, NET_RAW",
        "SELINUX, seLinuxOptions, s0:c1",
        "ENVIRONMENT, env, LD_PRELOAD",
        "PULL_POLICY, imagePullPolicy, Always",
        "TERMINATION, terminationMessagePolicy, FallbackToLogsOnError",
        "WORKING_FOLDER, workingDir, /tmp",
        "NEIGHBOUR, targetContainerName, other"
    })
    void whatOnlyTheRealRequestChangesIsNamedAndNothingIsBelieved(WebhookChange change, String member, String there) {
        Scan.Result result = scan(change).with("--no-misuse-checks").run().ended(3, member);
        assertThat(stored(change).toString()).as("the change took place").contains(there);
        assertThat(result.outcome()).isEqualTo("ALTERED");
        assertThat(result.target().path("reason").asText()).contains(member, "Admission changed");
        assertThat(result.report().path("inventory")).as("of nobody").isEmpty();
        result.notHeld("S-5", "S-33");
        assertThat(result.said()).doesNotContain("It ends by itself by");
    }

    @Test
    void aShellInTheProbesPlaceIsSaidToRunOnAndDoes() {
        Scan.Result result = scan(WebhookChange.SHELL_THAT_STAYS)
                .with("--no-misuse-checks", "--timeout", "30s")
                .run()
                .ended(3, "command", "may run on");
        JsonNode pod = NAMESPACE.pod(WebhookChange.SHELL_THAT_STAYS.pod());
        assertThat(Node.commands(pod.at("/metadata/uid").asText()))
                .as("what the node runs")
                .anyMatch(command -> command.contains("sleep 777"));
        result.notHeld("S-5", "S-8", "S-33");
        assertThat(result.said()).doesNotContain("It ends by itself by");
    }

    @Test
    void aSecondContainerThatRunsOnIsNamed() {
        Scan.Result result =
                scan(WebhookChange.SECOND).with("--no-misuse-checks").run();
        JsonNode pod = NAMESPACE.pod(WebhookChange.SECOND.pod());
        assertThat(Node.commands(pod.at("/metadata/uid").asText()))
                .as("what the node runs")
                .anyMatch(command -> command.contains("sleep 888"));
        assertThat(result.said()).contains("injected");
        result.notHeld("S-5", "S-8", "S-33");
    }

    @Test
    void misusesThatNobodyAnsweredAreNotSaidToHaveBeenTried() {
        Scan.Result result = scan(WebhookChange.SLOW).run();
        JsonNode checks = result.report().at("/access/misuse");
        List<JsonNode> answered = Node.calls(access.user()).stream()
                .filter(call -> call.at("/objectRef/name").asText().equals(WebhookChange.SLOW.pod()))
                .filter(call -> call.path("requestURI").asText().contains("dryRun"))
                .filter(call -> List.of(200, 403, 422)
                        .contains(call.at("/responseStatus/code").asInt()))
                .toList();
        int tried = tried(result);
        assertThat(tried)
                .as("%s, answered: %s", checks, answered.size())
                .isLessThanOrEqualTo(Math.max(0, answered.size() - 1));
        assertThat(result.text()).containsPattern("[1-7] (were )?not asked");
    }

    private static int tried(Scan.Result result) {
        var told = java.util.regex.Pattern.compile("misuse by dry run: ([0-9]+) tried")
                .matcher(result.text());
        return told.find() ? Integer.parseInt(told.group(1)) : 0;
    }
}
