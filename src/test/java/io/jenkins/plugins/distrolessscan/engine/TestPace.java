package io.jenkins.plugins.distrolessscan.engine;

import io.jenkins.plugins.distrolessscan.engine.cluster.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock that goes on only by sleeping, which takes no time. */
public final class TestPace implements Pace {
    private Instant now;
    private Duration slept = Duration.ZERO;
    private final List<Due> alarms = new ArrayList<>();

    public TestPace(Instant now) {
        this.now = now;
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        synchronized (this) {
            slept = slept.plus(duration);
        }
        pass(duration);
    }

    /** Time goes on by itself. */
    public void pass(Duration duration) {
        List<Due> due;
        synchronized (this) {
            now = now.plus(duration);
            due = alarms.stream().filter(alarm -> !alarm.at().isAfter(now)).toList();
            alarms.removeAll(due);
        }
        due.forEach(alarm -> alarm.action().run());
    }

    /** It goes off in the thread that lets the time pass. */
    @Override
    public synchronized Alarm alarm(Duration after, Runnable action) {
        Due due = new Due(now.plus(after), action);
        alarms.add(due);
        return () -> cancel(due);
    }

    private synchronized void cancel(Due due) {
        alarms.remove(due);
    }

    private record Due(Instant at, Runnable action) {}

    /** How long was waited in all. */
    public synchronized Duration slept() {
        return slept;
    }
}
