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
 * A target without any right but that it runs as the same user as the probe. It can stop and kill the probe, which shows;
 * it cannot write in its place, because nobody of that user may read the program.
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

    private static Attack attack(String attack) {
        return Attack.of(NAMESPACE, access, attack);
    }

    @Test
    void aStoppedProbeIsIncompleteWithinTheTimeGivenAndNotVerifiedAsEnded() {
        Attack attack = Attack.of(NAMESPACE, access, "stop", "--timeout", "60s");
        assertThat(attack.done()).isTrue();
        attack.assertNoPass();
        assertThat(attack.result().finished().took()).isLessThan(Duration.ofSeconds(180));
        assertThat(attack.target().at("/debugContainer/finished").asText(""))
                .as("it is still there")
                .isEmpty();
        JsonNode persistence = Json.each(attack.result().report().at("/risk/characteristics"))
                .filter(factor -> factor.path("id").asText().equals("S-8"))
                .findFirst()
                .orElseThrow();
        assertThat(persistence.path("state").asText()).isNotEqualTo("VERIFIED");
        assertThat(persistence.path("rating").asText()).isNotEqualTo("NONE");
    }

    @Test
    void aKilledProbeIsIncomplete() {
        Attack attack = attack("kill");
        assertThat(attack.done()).isTrue();
        attack.assertNoPass();
        assertThat(attack.target().at("/debugContainer/exitCode").asInt()).isEqualTo(137);
    }

    /** Nothing came through, so what the report holds is the probe's: the attacker's own image, nothing forged. */
    @ParameterizedTest
    @ValueSource(strings = {"write", "second"})
    void itCannotWriteIntoTheProbesOutput(String name) {
        Attack attack = attack(name);
        assertThat(attack.done()).as(attack.log()).isFalse();
        attack.result().ended(0);
        assertThat(attack.outcome()).isEqualTo("COLLECTED");
        assertThat(Json.texts(attack.result().report().path("inventory"), "name"))
                .contains("base-files")
                .doesNotContain("forged-package");
        attack.assertHonest();
    }

    @ParameterizedTest
    @ValueSource(strings = {"forge", "forge-exit0"})
    void itCannotPutAFrameOfItsOwnInTheProbesPlace(String name) {
        Attack attack = attack(name);
        assertThat(attack.done()).as(attack.log()).isFalse();
        attack.assertNoPass();
    }
}
