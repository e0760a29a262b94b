package io.jenkins.plugins.distrolessscan.engine.cluster;

import java.time.Duration;
import java.time.Instant;

/** The time that a scan goes by, and how it is waited for. All waiting of a scan is here, so that tests need none. */
public interface Pace {
    Instant now();

    /** @throws InterruptedException when the thread was interrupted */
    void sleep(Duration duration) throws InterruptedException;

    /** Something that will be done, unless it is closed before. */
    interface Alarm extends AutoCloseable {
        @Override
        void close();
    }

    /** Does something after a time, on a thread of its own that lives no longer. */
    default Alarm alarm(Duration after, Runnable action) {
        Thread thread = new Thread(
                () -> {
                    try {
                        sleep(after);
                        action.run();
                    } catch (InterruptedException e) {
                        // Closed in time.
                    }
                },
                "distroless-scan-alarm");
        thread.setDaemon(true);
        thread.start();
        return thread::interrupt;
    }

    /** The JVM's clock and a thread that sleeps. */
    static Pace system() {
        return new Pace() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                Thread.sleep(Math.max(0, duration.toMillis()));
            }
        };
    }

    /** The same by a clock that is so far ahead of this one. */
    default Pace ahead(Duration by) {
        Pace own = this;
        return new Pace() {
            @Override
            public Instant now() {
                return own.now().plus(by);
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                own.sleep(duration);
            }

            @Override
            public Alarm alarm(Duration after, Runnable action) {
                return own.alarm(after, action);
            }
        };
    }
}
