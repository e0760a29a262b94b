package io.jenkins.plugins.distrolessscan.engine;

import io.jenkins.plugins.distrolessscan.engine.cluster.Pace;
import java.time.Duration;
import java.time.Instant;

/** A clock that goes on only by sleeping, which takes no time. */
public final class TestPace implements Pace {
    private Instant now;
    private Duration slept = Duration.ZERO;

    public TestPace(Instant now) {
        this.now = now;
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        now = now.plus(duration);
        slept = slept.plus(duration);
    }

    /** Time goes on by itself. */
    public synchronized void pass(Duration duration) {
        now = now.plus(duration);
    }

    /** How long was waited in all. */
    public synchronized Duration slept() {
        return slept;
    }
}
