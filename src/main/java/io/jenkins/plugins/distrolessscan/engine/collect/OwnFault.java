package io.jenkins.plugins.distrolessscan.engine.collect;

import java.util.stream.Stream;

/** A fault of this program that nobody expected, as the reason for which a target was not scanned. */
final class OwnFault {
    private static final String OURS = "io.jenkins.plugins.distrolessscan.";

    private OwnFault() {}

    /** Names its kind and its place, and nothing of its message: nobody knows what that holds. */
    static String sentence(RuntimeException fault) {
        String place = Stream.of(fault.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(OURS))
                .findFirst()
                .map(frame -> " at " + frame.getFileName() + ":" + frame.getLineNumber())
                .orElse("");
        return "The scan itself failed at this target (" + fault.getClass().getSimpleName() + place
                + "); please report this.";
    }
}
