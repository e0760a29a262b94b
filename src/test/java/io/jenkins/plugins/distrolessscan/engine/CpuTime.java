package io.jenkins.plugins.distrolessscan.engine;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Time that this thread computes, which a busy machine does not stretch as it stretches the clock's. */
public final class CpuTime {
    private CpuTime() {}

    /** The time that the work takes. */
    public static Duration of(Callable<?> work) throws Exception {
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        work.call();
        return Duration.ofNanos(threads.getCurrentThreadCpuTime() - start);
    }
}
