package io.jenkins.plugins.distrolessscan.engine.gate;

import static io.jenkins.plugins.distrolessscan.engine.gate.GatesTest.controls;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComplianceTest {
    @Test
    void notReviewedAndErrorsCountAgainst() {
        assertThat(Compliance.of(controls(Status.PASSED, Status.FAILED, Status.NOT_REVIEWED, Status.ERROR)))
                .hasValue(25);
    }

    @Test
    void notApplicableDoesNotCount() {
        assertThat(Compliance.of(controls(Status.PASSED, Status.NOT_APPLICABLE)))
                .hasValue(100);
    }

    @Test
    void itIsRoundedToTheNearestPercentHalvesUp() {
        assertThat(Compliance.of(controls(Status.PASSED, Status.PASSED, Status.FAILED)))
                .hasValue(67);
        assertThat(Compliance.of(controls(Status.PASSED, Status.FAILED, Status.FAILED)))
                .hasValue(33);
        Status[] eighth = {
            Status.PASSED, Status.FAILED, Status.FAILED, Status.FAILED,
            Status.FAILED, Status.FAILED, Status.FAILED, Status.FAILED
        };
        assertThat(Compliance.of(controls(eighth))).hasValue(13);
    }

    @Test
    void whereNothingWasEvaluatedThereIsNoCompliance() {
        assertThat(Compliance.of(List.of())).isEmpty();
        assertThat(Compliance.of(controls(Status.NOT_APPLICABLE))).isEmpty();
    }

    @Test
    void aControlCountsOnceHoweverManyTargetsHaveIt() {
        assertThat(Compliance.of(over(Status.PASSED, Status.PASSED, Status.NOT_APPLICABLE)))
                .hasValue(100);
        for (Status worse : List.of(Status.FAILED, Status.NOT_REVIEWED, Status.ERROR)) {
            assertThat(Compliance.of(over(Status.PASSED, Status.PASSED, worse)))
                    .as("passed on two targets, %s on a third", worse)
                    .hasValue(0);
        }
    }

    @Test
    void anErrorOutweighsAFailureAndAFailureWhatWasNotReviewed() {
        assertThat(ControlResult.overTargets(over(Status.FAILED, Status.ERROR))).containsValue(Status.ERROR);
        assertThat(ControlResult.overTargets(over(Status.NOT_REVIEWED, Status.FAILED)))
                .containsValue(Status.FAILED);
    }

    private static List<ControlResult> over(Status... statuses) {
        return Stream.of(statuses)
                .map(status -> new ControlResult(
                        "container-1.1", "Title", 0.7, Severity.HIGH, status, "Seen.", "shop/a/app", List.of()))
                .toList();
    }
}
