package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Targets that the restricted identity can, or can not, look into. What was not read is never a pass. */
class ReadabilityTest {
    @RegisterExtension
    static final TestNamespace NAMESPACE = TestNamespace.open("readable");

    private static TestNamespace.Access access;

    @BeforeAll
    static void pods() {
        NAMESPACE.ready(
                Pod.of("root", "rootapp:v1"),
                Pod.of("undumpable", "distroless:v1").environment("DUMPABLE", "0"),
                Pod.of("capable", "distroless-fcap:v1"),
                Pod.of("named", "distroless-name:v1"),
                Pod.of("numbered", "distroless:v1"));
        access = NAMESPACE.scanner();
    }

    private static void assertNotReadable(String pod, String runAs, String why) {
        Scan.Result result = Scan.of(access)
                .pod(NAMESPACE, pod)
                .with("--run-as", runAs)
                .run()
                .ended(3, "could not be read", why);
        JsonNode target = result.target();
        assertThat(target.path("outcome").asText()).isEqualTo("NOT_READABLE");
        assertThat(target.path("reason").asText()).isNotBlank();
        assertThat(target.at("/debugContainer/exitCode").asInt(-1)).isEqualTo(77);
        assertThat(target.at("/debugContainer/finished").asText("")).isNotEmpty();
        assertThat(result.report().at("/verdict/result").asText()).isEqualTo("INCOMPLETE");
        assertThat(result.report().at("/coverage/scanned").asInt()).isZero();
        assertThat(result.report().path("inventory")).isEmpty();
        Claims.assertTheProbeProvesNothing(result.report());
    }

    /** The image says nothing of a user and the pod says nothing: it runs as root. */
    @Test
    void aRootTargetIsNotReadableAsAnotherUser() {
        assertNotReadable("root", "65532:65532", "run-as 0:0");
    }

    @Test
    void aTargetThatClearedItsDumpableFlagIsNotReadable() {
        assertNotReadable("undumpable", "65532:65532", "undumpable");
    }

    @Test
    void aTargetWhoseProgramHasFileCapabilitiesIsNotReadable() {
        assertNotReadable("capable", "65532:65532", "NET_BIND_SERVICE");
    }

    @Test
    void theRightUserWithTheWrongGroupIsNotEnough() {
        assertNotReadable("numbered", "65532:1", "run-as 65532:65532");
    }

    /** The pod object tells no user for these: a first look at the target's process does. */
    @Test
    void theUserOfAnImageIsFoundWithoutBeingTold() {
        for (String pod : new String[] {"numbered", "named"}) {
            Scan.Result result =
                    Scan.of(access).pod(NAMESPACE, pod).with("--threshold", "0").run();
            result.ended(0);
            assertThat(result.target().at("/identity/uid").asLong()).isEqualTo(65532);
            assertThat(result.report().at("/coverage/entries").asInt()).isEqualTo(37);
        }
    }

    /** The default never asks for more than the restricted level admits. */
    @Test
    void aRootTargetIsHonestlyNotReadWithTheDefaultIdentity() {
        Scan.Result result = Scan.of(access).pod(NAMESPACE, "root").run().ended(3);
        assertThat(result.report().at("/verdict/result").asText()).isEqualTo("INCOMPLETE");
        assertThat(result.report().path("inventory")).isEmpty();
        for (JsonNode container : NAMESPACE.pod("root").at("/spec/ephemeralContainers")) {
            assertThat(container.at("/securityContext/runAsUser").asLong()).isNotZero();
        }
    }
}
