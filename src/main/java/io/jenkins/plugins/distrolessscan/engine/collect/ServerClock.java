package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.cluster.Pace;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.time.Duration;
import java.util.Optional;

/**
 * The clock that a scan goes by is the API server's: the probe is told until when it may start, and the kubelet says when it
 * did, both by the cluster's clocks.
 */
final class ServerClock {
    /** The server tells whole seconds, and its answer takes time. */
    private static final Duration SAME = Duration.ofSeconds(2);

    /** A clock that is further off is wrong, and certificates and tokens are judged by it. */
    static final Duration MOST = Duration.ofHours(1);

    private ServerClock() {}

    /**
     * The pace of a scan.
     *
     * @param own this machine's
     * @param ahead how far the server's clock is ahead of it
     * @throws ScanException CONNECTION when the two clocks differ by more than an hour
     */
    static Pace pace(Pace own, Duration ahead) throws ScanException {
        if (ahead.abs().compareTo(MOST) > 0) {
            throw new ScanException(
                    Kind.CONNECTION,
                    difference(ahead).orElseThrow() + " That is too much to scan by; set the clock that is wrong.");
        }
        return differs(ahead) ? own.ahead(ahead) : own;
    }

    /** A sentence, when the two clocks differ. */
    static Optional<String> difference(Duration ahead) {
        return differs(ahead)
                ? Optional.of("The clock of this machine is " + ahead.abs().toSeconds() + " s "
                        + (ahead.isNegative() ? "ahead of" : "behind")
                        + " the API server's; all times of this scan are by the API server's clock.")
                : Optional.empty();
    }

    private static boolean differs(Duration ahead) {
        return ahead.abs().compareTo(SAME) > 0;
    }
}
