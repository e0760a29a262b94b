package io.jenkins.plugins.distrolessscan.engine.gate;

import static io.jenkins.plugins.distrolessscan.engine.gate.GatesTest.controls;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import java.util.List;
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
}
