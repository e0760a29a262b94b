package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.cluster.Pace;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.time.Duration;
import java.time.Instant;

/**
 * Asks again while a debug container is on its way: a server that is restarted, a node that does not answer and a proxy
 * that cuts are gone a moment later, and giving up would leave a container behind that nobody looks after.
 */
final class Patience {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(4);

    private final Pace pace;

    Patience(Pace pace) {
        this.pace = pace;
    }

    /** Something that is asked of the cluster and stores nothing. */
    interface Question<T> {
        T ask() throws ScanException, InterruptedException;
    }

    /**
     * The answer, asked for again as long as the connection, the server or the node fails and the moment is not reached.
     *
     * @throws ScanException the last failure; any other kind of failure at once
     */
    <T> T until(Instant end, Question<T> question) throws ScanException, InterruptedException {
        Duration pause = FIRST;
        while (true) {
            try {
                return question.ask();
            } catch (ScanException e) {
                if (e.kind() != Kind.CONNECTION || pace.now().plus(pause).isAfter(end)) {
                    throw e;
                }
            }
            pace.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
        }
    }
}
