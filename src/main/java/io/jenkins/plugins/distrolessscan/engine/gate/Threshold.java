package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Bound;
import java.util.List;

/**
 * One line of a threshold file.
 *
 * @param path what is compared: {@code compliance}, or a status and what of it, such as {@code failed.high}
 * @param bound MIN, MAX, EXACT for a bare number, or CONTROLS
 * @param limit percent for the compliance, else a number of controls
 * @param controls ids that exactly have to have this status and severity; empty for the other bounds
 */
public record Threshold(String path, Bound bound, long limit, List<String> controls) {
    public Threshold {
        controls = List.copyOf(controls);
    }

    /** Two lines of the same field: the later one takes the place of the earlier. */
    boolean sameField(Threshold other) {
        return path.equals(other.path) && bound == other.bound;
    }
}
