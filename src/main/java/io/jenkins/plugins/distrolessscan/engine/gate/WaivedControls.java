package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import java.util.List;
import java.util.Set;

/**
 * Results of controls as thresholds count them: one whose every finding is waived is not applicable, as InSpec has it, and
 * says so. The findings stay.
 */
public final class WaivedControls {
    private static final String WAIVED = "Failed, and waived: ";

    private WaivedControls() {}

    /**
     * @param waived control id and subject of each result whose findings are all waived, by {@link #key}
     */
    public static List<ControlResult> of(List<ControlResult> controls, Set<String> waived) {
        return waived.isEmpty()
                ? controls
                : controls.stream()
                        .map(result ->
                                result.status() == Status.FAILED && waived.contains(key(result.id(), result.subject()))
                                        ? waived(result)
                                        : result)
                        .toList();
    }

    /** Names a control's result of a subject. */
    public static String key(String control, String subject) {
        return control + "\u0000" + subject;
    }

    /** A result as it was before it was waived. */
    public static ControlResult unwaived(ControlResult result) {
        return result.status() == Status.NOT_APPLICABLE && result.message().startsWith(WAIVED)
                ? with(result, Status.FAILED, result.message().substring(WAIVED.length()))
                : result;
    }

    private static ControlResult waived(ControlResult result) {
        return with(result, Status.NOT_APPLICABLE, WAIVED + result.message());
    }

    private static ControlResult with(ControlResult result, Status status, String message) {
        return new ControlResult(
                result.id(),
                result.title(),
                result.impact(),
                result.severity(),
                status,
                message,
                result.subject(),
                result.evidence());
    }
}
