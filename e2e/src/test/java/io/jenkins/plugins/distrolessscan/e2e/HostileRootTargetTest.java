package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A target that may trace and rewrite every process of its pod: root with SYS_PTRACE. What it writes into the stream is
 * seen; a whole frame with an end as if all were well is not, and the report says so (S-44).
 */
class HostileRootTargetTest {
    @RegisterExtension
    static final TestNamespace NAMESPACE = TestNamespace.open("hostile-root");

    private static TestNamespace.Access access;

    @BeforeAll
    static void pods() {
        NAMESPACE.ready(Stream.of("write", "forge", "forge-exit0", "second")
                .map(attack -> Pod.of(attack, "attacker:v1")
                        .environment("ATTACK", attack)
                        .context("{runAsUser: 0, runAsGroup: 0, capabilities: {add: [SYS_PTRACE]}}"))
                .toArray(Pod[]::new));
        access = NAMESPACE.scanner();
    }

    private static Attack attack(String name) {
        Attack attack = Attack.of(NAMESPACE, access, name, "--max-profile", "baseline", "--run-as", "0:0");
        assertThat(attack.done()).as(attack.log()).isTrue();
        return attack;
    }

    @Test
    void foreignBytesInTheStreamAreNoEvidence() {
        attack("write").assertNoPass();
    }

    @Test
    void twoFramesThatOpenAreTampering() {
        Attack attack = attack("second");
        attack.assertNoPass();
        assertThat(attack.outcome()).isEqualTo("TAMPERED");
        attack.result().ended(3, "TAMPERED");
    }

    @Test
    void aWholeForgedFrameOfAProbeThatWasKilledIsIncomplete() {
        attack("forge").assertNoPass();
    }

    /** The one that cannot be told. */
    @Test
    void aPerfectForgeryIsCollectedAndCarriesLimitS44() {
        Attack attack = attack("forge-exit0");
        if (attack.outcome().equals("COLLECTED")) {
            assertThat(Json.texts(attack.result().report().path("inventory"), "name"))
                    .containsExactly("forged-package");
            attack.assertHonest();
        } else {
            attack.assertNoPass();
        }
    }
}
