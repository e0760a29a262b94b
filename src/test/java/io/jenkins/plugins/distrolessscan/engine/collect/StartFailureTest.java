package io.jenkins.plugins.distrolessscan.engine.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.EphemeralFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.Phase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartFailureTest {
    private static EphemeralFacts container(Phase phase, String reason, String message) {
        return new EphemeralFacts(
                "distroless-scan-abcdefghij",
                "registry.example/scan/probe:1",
                "",
                "",
                "app",
                "{}",
                0,
                0,
                false,
                false,
                phase,
                reason,
                message,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static StartFailure.Found found(String reason, String message) {
        return StartFailure.of(container(Phase.WAITING, reason, message)).orElseThrow();
    }

    @Test
    void theKubeletsTwoWordsForOneFailureAreOneKind() {
        StartFailure.Found first = found("ErrImagePull", "failed to pull and unpack image: not found");
        StartFailure.Found later = found("ImagePullBackOff", "Back-off pulling image");
        assertThat(first.failure()).isEqualTo(StartFailure.IMAGE_NOT_PULLED).isEqualTo(later.failure());
        assertThat(first.sentence())
                .startsWith("ErrImagePull: The node cannot pull")
                .endsWith("image: not found");
    }

    @Test
    void otherFailuresAreOtherKinds() {
        assertThat(found("RunContainerError", "").failure()).isEqualTo(StartFailure.NOT_RUN);
        assertThat(found("CreateContainerConfigError", "").failure()).isEqualTo(StartFailure.CONFIGURATION);
    }

    /** So it is in a pod with restartPolicy Never. */
    @Test
    void aContainerThatTheRuntimeCouldNotStartHasFailedToStartAlsoWhenItIsTerminated() {
        for (String reason : List.of("StartError", "ContainerCannotRun")) {
            assertThat(StartFailure.of(container(Phase.TERMINATED, reason, "exec: \"/probe\": no such file")))
                    .hasValueSatisfying(found -> assertThat(found.failure()).isEqualTo(StartFailure.NOT_RUN))
                    .hasValueSatisfying(found -> assertThat(found.sentence()).contains("/probe"));
        }
        assertThat(StartFailure.of(container(Phase.TERMINATED, "Error", ""))).isEmpty();
        assertThat(StartFailure.of(container(Phase.TERMINATED, "Completed", "")))
                .isEmpty();
    }

    @Test
    void aContainerThatIsBeingCreatedOrRunsHasNotFailed() {
        assertThat(StartFailure.of(container(Phase.WAITING, "ContainerCreating", "")))
                .isEmpty();
        assertThat(StartFailure.of(container(Phase.WAITING, "", ""))).isEmpty();
        assertThat(StartFailure.of(container(Phase.RUNNING, "ErrImagePull", "")))
                .isEmpty();
    }

    @Test
    void theNodesWordsAreBounded() {
        assertThat(found("ErrImagePull", "x".repeat(10_000)).sentence()).hasSizeLessThan(600);
    }
}
