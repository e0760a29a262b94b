package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.cluster.Pace;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Closes a stream after a time, so that a reader that waits on it comes back. Holds a thread only while it is open. */
final class Watchdog implements AutoCloseable {
    private final InputStream stream;
    private final Pace.Alarm alarm;
    private volatile boolean fired;

    private Watchdog(Pace pace, InputStream stream, Duration after) {
        this.stream = stream;
        this.alarm = pace.alarm(after, this::bark);
    }

    static Watchdog closing(Pace pace, InputStream stream, Duration after) {
        return new Watchdog(pace, stream, after);
    }

    boolean fired() {
        return fired;
    }

    private void bark() {
        fired = true;
        try {
            stream.close();
        } catch (IOException ignored) {
            // Closing was all that could be done.
        }
    }

    @Override
    public void close() {
        alarm.close();
    }
}
