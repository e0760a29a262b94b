package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One scan of a target that interferes (e2e/cluster/tools/attacker), and whether it managed to, by its own log.
 *
 * @param result what the command line made of it
 * @param done the attacker did what it wanted to
 * @param log the attacker's words during that scan
 */
record Attack(Scan.Result result, boolean done, String log) {
    static Attack of(TestNamespace namespace, TestNamespace.Access access, String attack, String... options) {
        String before = "";
        for (int tries = 1; ; tries++) {
            Scan.Result result = Scan.of(access)
                    .pod(namespace, attack)
                    .with("--threshold", "0")
                    .with(options)
                    .run();
            String whole = namespace.log(attack, "app");
            String log = whole.substring(before.length());
            before = whole;
            if (met(attack, log) || tries == 8) {
                assertThat(met(attack, log))
                        .as("the attacker met the probe:%n%s%nThe scan said:%n%s", whole, result.text())
                        .isTrue();
                return new Attack(result, log.contains("ATTACK " + attack + " done"), log);
            }
        }
    }

    /** On a busy node a probe may have come, or come and gone, before the attacker got a turn. */
    private static boolean met(String attack, String log) {
        return log.contains("ATTACK " + attack)
                && !log.contains("no such process")
                && !log.contains("no such file or directory");
    }

    JsonNode target() {
        return result.target();
    }

    String outcome() {
        return target().path("outcome").asText();
    }

    /** Exit 3, INCOMPLETE, and nothing of a stream that is not whole. */
    void assertNoPass() {
        result.ended(3);
        assertThat(result.report().at("/verdict/result").asText()).isEqualTo("INCOMPLETE");
        assertThat(outcome()).isIn("INCOMPLETE", "TAMPERED");
        assertThat(target().path("reason").asText()).isNotBlank();
        assertThat(result.report().at("/coverage/scanned").asInt()).isZero();
        assertThat(result.report().path("inventory")).isEmpty();
        assertHonest();
    }

    /** The report says that this is the target's word, and takes none of it for proof. */
    void assertHonest() {
        Claims.assertTheProbeProvesNothing(result.report());
    }
}
