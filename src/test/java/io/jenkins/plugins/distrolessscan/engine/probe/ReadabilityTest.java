package io.jenkins.plugins.distrolessscan.engine.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import io.jenkins.plugins.distrolessscan.engine.model.ProcessStatus;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The rows of the table that was measured on a real cluster. */
class ReadabilityTest {
    private static final String NONE = Frames.NO_CAPABILITIES;
    private static final String DEFAULT = "00000000a80425fb";

    @Test
    void anotherUserIsToldWhomToImitate() {
        assertThat(sentence(65532, 65532, NONE, 1000, 3000, NONE))
                .contains("runs as 1000:3000", "Run with run-as 1000:3000.")
                .doesNotContain("baseline", "stays closed");
    }

    @Test
    void anotherGroupAloneIsEnoughToBeRefused() {
        assertThat(sentence(65532, 0, NONE, 65532, 65532, NONE)).contains("Run with run-as 65532:65532.");
    }

    @Test
    void aRootTargetNeedsBaseline() {
        assertThat(sentence(65532, 65532, NONE, 0, 0, DEFAULT))
                .contains("Run with run-as 0:0, which needs the identity profile baseline.")
                .doesNotContain("stays closed");
        assertThat(sentence(0, 0, NONE, 0, 0, DEFAULT)).contains("baseline keeps the runtime's defaults");
    }

    @Test
    void capabilitiesBeyondTheIdentitysAreNamed() {
        assertThat(sentence(65532, 65532, NONE, 65532, 65532, "0000000000000400"))
                .contains("NET_BIND_SERVICE", "SYS_PTRACE");
        assertThat(sentence(65532, 65532, NONE, 0, 0, "0000003fffffffff")).contains("stays closed", "SYS_ADMIN");
        assertThat(sentence(65532, 65532, NONE, 1000, 1000, "0000000000000400")).contains("stays closed");
    }

    @Test
    void whenAllFitsTheTargetIsUndumpable() {
        assertThat(sentence(65532, 65532, NONE, 65532, 65532, NONE)).contains("undumpable");
    }

    @Test
    void theProbesOwnRootIsNotTheTargets() {
        Evidence.TargetProcess own = new Evidence.TargetProcess(
                1,
                Evidence.ProofOfTarget.PID1,
                false,
                true,
                Optional.empty(),
                Optional.of(Frames.status(1, 1, NONE)),
                "x",
                "",
                false);
        Evidence e = Frames.with(Frames.distroless(), Frames.probe(1, 1, NONE), own);
        assertThat(Readability.readable(e)).isFalse();
        assertThat(Readability.sentence(e, new Identity(1, 1, ""))).contains("its own and not the target's");
    }

    @Test
    void aMissingProcessIsSaidSo() {
        Evidence.TargetProcess none = new Evidence.TargetProcess(
                0, Evidence.ProofOfTarget.NONE, false, false, Optional.of("ESRCH"), Optional.empty(), "", "", false);
        Evidence e = Frames.with(Frames.distroless(), Frames.probe(1, 1, NONE), none);
        assertThat(Readability.sentence(e, new Identity(1, 1, ""))).contains("no process of the target's container");
    }

    private static String sentence(long uid, long gid, String held, long targetUid, long targetGid, String targetHeld) {
        ProcessStatus target = Frames.status(targetUid, targetGid, targetHeld);
        Evidence e = Frames.with(Frames.distroless(), Frames.probe(uid, gid, held), Frames.target(target, false));
        assertThat(Readability.readable(e)).isFalse();
        return Readability.sentence(e, new Identity(uid, gid, ""));
    }
}
