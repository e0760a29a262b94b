package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.model.Criterion;
import java.util.Optional;

/** The reason that a criterion gives a verdict. */
final class MissedCriterion {
    private MissedCriterion() {}

    /** A sentence when it was missed or could not be looked at; empty when it holds or was not judged. */
    static Optional<String> sentence(Criterion criterion) {
        return switch (criterion.state()) {
            case MET, NOT_JUDGED -> Optional.empty();
            case NOT_LOOKED_AT -> Optional.of(notLookedAt(criterion));
            case MISSED -> Optional.of(missed(criterion));
        };
    }

    private static String notLookedAt(Criterion criterion) {
        return "No control was evaluated, so the required compliance of "
                + criterion.limit().orElse(0) + " % cannot be judged.";
    }

    private static String missed(Criterion criterion) {
        return "Compliance is " + criterion.value().orElse(0) + " %, at least "
                + criterion.limit().orElse(0) + " % is required.";
    }
}
