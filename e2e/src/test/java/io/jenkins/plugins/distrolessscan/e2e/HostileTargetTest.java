package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A target that runs as the same user as the probe, waits for it and interferes (e2e/cluster/tools/attacker). Whatever it
 * does, the report says INCOMPLETE or TAMPERED, or it says of itself (S-44) that it is the target's word.
 */
class HostileTargetTest {
    @RegisterExtension
    static final TestNamespace NAMESPACE = TestNamespace.restricted("hostile");

    private static TestNamespace.Access access;

    @BeforeAll
    static void pods() {
        NAMESPACE.ready(Stream.of("stop", "kill", "write", "forge", "forge-exit0", "second")
                .map(attack -> Pod.restricted(attack, "attacker:v1").environment("ATTACK", attack))
                .toArray(Pod[]::new));
        access = NAMESPACE.scanner();
    }

    private static Scan.Result attacked(String attack) {
        return Scan.of(access)
                .pod(NAMESPACE, attack)
                .with("--threshold", "0", "--timeout", "20s")
                .run();
    }

    private static boolean succeeded(String attack) {
        String log = NAMESPACE.log(attack, "app");
        assertThat(log).as("the attacker saw the probe").contains("ATTACK " + attack);
        return log.contains("ATTACK " + attack + " done");
    }

    private static void assertNoPass(Scan.Result result) {
        result.ended(3);
        assertThat(result.report().at("/verdict/result").asText()).isEqualTo("INCOMPLETE");
        assertThat(result.target().path("outcome").asText()).isIn("INCOMPLETE", "TAMPERED");
        assertThat(result.report().at("/coverage/scanned").asInt()).isZero();
        assertThat(result.report().path("inventory"))
                .as("nothing of a stream that is not whole")
                .isEmpty();
        Claims.assertTheProbeProvesNothing(result.report());
    }

    @Test
    void aStoppedProbeIsIncompleteWithinTheTimeGivenAndNotVerifiedAsEnded() {
        Scan.Result result = attacked("stop");
        assertThat(succeeded("stop")).isTrue();
        assertNoPass(result);
        assertThat(result.finished().took()).isLessThan(Duration.ofSeconds(75));
        JsonNode container = result.target().path("debugContainer");
        assertThat(container.path("finished").asText("")).as("still there").isIn("", "null");
        for (JsonNode factor : result.report().at("/risk/characteristics")) {
            if (factor.path("id").asText().equals("S-8")) {
                assertThat(factor.path("state").asText()).isNotEqualTo("VERIFIED");
                assertThat(factor.path("rating").asText()).isNotEqualTo("NONE");
            }
        }
    }

    @Test
    void aKilledProbeIsIncomplete() {
        Scan.Result result = attacked("kill");
        assertThat(succeeded("kill")).isTrue();
        assertNoPass(result);
        assertThat(result.target().at("/debugContainer/exitCode").asInt()).isEqualTo(137);
    }

    @ParameterizedTest
    @ValueSource(strings = {"write", "second", "forge"})
    void aStreamThatTheTargetWroteToIsNoEvidence(String attack) {
        Scan.Result result = attacked(attack);
        if (succeeded(attack)) {
            assertNoPass(result);
        } else {
            Claims.assertTheProbeProvesNothing(result.report());
        }
    }

    @Test
    void twoFramesThatOpenAreTampering() {
        Scan.Result result = attacked("second");
        if (succeeded("second")) {
            assertThat(result.target().path("outcome").asText()).isEqualTo("TAMPERED");
            result.ended(3, "TAMPERED");
        }
    }

    /** The one that cannot be told: a whole frame, and an end as if all were well. It has to be said. */
    @Test
    void aPerfectForgeryCarriesLimitS44() {
        Scan.Result result = attacked("forge-exit0");
        boolean forged = succeeded("forge-exit0");
        if (forged && result.target().path("outcome").asText().equals("COLLECTED")) {
            assertThat(Json.texts(result.report().path("inventory"), "name")).containsExactly("forged-package");
        } else if (forged) {
            assertNoPass(result);
        }
        Claims.assertTheProbeProvesNothing(result.report());
    }
}
