package io.jenkins.plugins.distrolessscan.engine.probe;

import java.util.Optional;

/** Signs in a log that somebody besides the probe has written frames into it. */
final class Forgery {
    private Forgery() {}

    /** A sentence, when there is such a sign. */
    static Optional<String> sign(String log, ProbeCall call) {
        boolean several =
                count(log, FrameFormat.BEGIN + call.nonce()) > 1 || count(log, FrameFormat.END + call.nonce()) > 1;
        if (several && !repeated(log, call.nonce())) {
            return Optional.of("The log holds the beginning or the end of this scan's frame more than once: somebody"
                    + " besides the probe wrote it.");
        }
        return Optional.empty();
    }

    /** Whether the log is one frame and copies of it, word for word; the last may be cut: a reader's or a node's doing. */
    static boolean repeated(String log, String nonce) {
        int end = log.indexOf(FrameFormat.END + nonce);
        int length = end < 0 ? -1 : log.indexOf('\n', end) + 1;
        if (length <= 0 || length >= log.length() || !log.startsWith(FrameFormat.BEGIN + nonce)) {
            return false;
        }
        for (int at = length; at < log.length(); at += length) {
            if (!log.regionMatches(at, log, 0, Math.min(length, log.length() - at))) {
                return false;
            }
        }
        return true;
    }

    private static int count(String log, String text) {
        int found = 0;
        for (int at = log.indexOf(text); at >= 0 && found < 2; at = log.indexOf(text, at + text.length())) {
            found++;
        }
        return found;
    }
}
