package io.jenkins.plugins.distrolessscan.engine.collect;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Closes a stream after a time, so that a reader that waits on it comes back. Holds a thread only while it is open. */
final class Watchdog implements AutoCloseable {
    private final Thread thread;
    private volatile boolean fired;

    private Watchdog(InputStream stream, Duration after) {
        thread = new Thread(() -> bark(stream, after), "distroless-scan-watchdog");
        thread.setDaemon(true);
    }

    static Watchdog closing(InputStream stream, Duration after) {
        Watchdog watchdog = new Watchdog(stream, after);
        watchdog.thread.start();
        return watchdog;
    }

    boolean fired() {
        return fired;
    }

    private void bark(InputStream stream, Duration after) {
        try {
            Thread.sleep(after.toMillis());
            fired = true;
            stream.close();
        } catch (InterruptedException expected) {
            // The reader was done in time.
        } catch (IOException ignored) {
            // Closing was all that could be done.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
