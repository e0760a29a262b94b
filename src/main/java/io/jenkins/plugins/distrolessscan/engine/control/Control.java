package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import java.util.List;

/** One statement about a container that evidence can confirm or refute. */
public interface Control {
    /** Stable over versions. */
    String id();

    /** What holds when it passes. */
    String title();

    /** 0 to 1, InSpec's meaning. */
    double impact();

    /** How it is judged, and how that differs from the profile that it comes from. */
    String description();

    /** What to do when it fails, in one sentence. */
    String remedy();

    /** Judges. Where the evidence is missing the answer is NOT_REVIEWED, never PASSED. */
    Answer answer(ControlInput input);

    /** The answer as a result; a fault of the judgement itself is an ERROR and stops no other control. */
    default ControlResult evaluate(ControlInput input) {
        Answer answer;
        try {
            answer = answer(input);
        } catch (RuntimeException e) {
            answer = new Answer(
                    Status.ERROR,
                    "The control could not be judged (" + e.getClass().getSimpleName() + "); please report this.",
                    List.of());
        }
        return new ControlResult(
                id(),
                title(),
                impact(),
                Severity.ofImpact(impact()),
                answer.status(),
                answer.message(),
                "",
                answer.facts());
    }

    /**
     * @param message one sentence: what was seen
     * @param facts the facts behind it
     */
    record Answer(Status status, String message, List<Fact> facts) {
        public Answer {
            facts = List.copyOf(facts);
        }

        static Answer passed(String message, Fact... facts) {
            return new Answer(Status.PASSED, message, List.of(facts));
        }

        static Answer failed(String message, List<Fact> facts) {
            return new Answer(Status.FAILED, message, facts);
        }

        static Answer notReviewed(String message) {
            return new Answer(Status.NOT_REVIEWED, message, List.of());
        }

        static Answer notApplicable(String message) {
            return new Answer(Status.NOT_APPLICABLE, message, List.of());
        }
    }
}
