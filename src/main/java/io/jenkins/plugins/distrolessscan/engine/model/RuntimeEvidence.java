package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.List;
import java.util.Optional;

/**
 * What the probe saw of the running target beside its files: evidence of version 2. What is absent was not looked at.
 *
 * @param self the probe's own call
 * @param clock the kernel's clock
 * @param before memory and CPU before the root was read
 * @param after the same afterwards
 * @param ended processes of the target that ran at the beginning and not at the end
 * @param loaded files that processes of the target run, have mapped or hold open
 * @param looked closes {@code loaded}; absent when nobody looked at the processes
 * @param work what the probe's work cost
 */
public record RuntimeEvidence(
        Optional<Self> self,
        Optional<Clock> clock,
        Optional<Pressure> before,
        Optional<Pressure> after,
        List<Ended> ended,
        List<LoadedFile> loaded,
        Optional<Looked> looked,
        Optional<Work> work) {
    /** Of evidence of version 1: nothing of it was looked at. */
    public static final RuntimeEvidence NONE = new RuntimeEvidence(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty());

    public RuntimeEvidence {
        ended = List.copyOf(ended);
        loaded = List.copyOf(loaded);
    }

    /**
     * Record {@code self}.
     *
     * @param arguments program and arguments as the probe received them
     * @param container the container ID that the target's cgroup or mountinfo names; empty when none does
     */
    public record Self(List<String> arguments, String container) {
        public Self {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * Record {@code clock}. Times in Unix milliseconds by the node's clock.
     *
     * @param bootAt when the kernel started
     * @param ticks ticks of a second
     * @param start ticks from the kernel's start to that of the target's main process
     * @param startedAt when the target's main process started
     * @param readAt when the processes were last looked at
     */
    public record Clock(long bootAt, long ticks, long start, long startedAt, long readAt) {
        /** When a process started that began so many ticks after the kernel, in Unix milliseconds. */
        public long at(long processStart) {
            return startedAt + (processStart - start) * 1000 / Math.max(1, ticks);
        }
    }

    /**
     * Record {@code pressure}: memory in bytes, times in milliseconds.
     *
     * @param cgroup 1 or 2; 0 when the target's cgroup could not be read
     * @param error why not, empty if it could
     * @param memoryLimit of the target's own cgroup; empty when it has none
     * @param memoryUse with file cache
     * @param memoryPeak the most that was in use at a time, with file cache
     * @param inactiveFile file cache that the kernel takes back first
     * @param oomKill processes that the kernel killed for memory
     * @param throttled how often the target was throttled
     * @param throttledMs for how long
     * @param probeCpuMs CPU time of the probe so far
     * @param targetCpuMs CPU time of the target's processes that could be read; empty if none
     * @param targetWaitMs how long they waited for a CPU
     * @param wallMs since the probe's start
     */
    public record Pressure(
            int cgroup,
            String error,
            Optional<Long> memoryLimit,
            Optional<Long> memoryUse,
            Optional<Long> memoryPeak,
            Optional<Long> inactiveFile,
            Optional<Long> oomKill,
            Optional<Long> throttled,
            Optional<Long> throttledMs,
            long probeCpuMs,
            Optional<Long> targetCpuMs,
            Optional<Long> targetWaitMs,
            long wallMs) {}

    /**
     * Record {@code ended}: a process of the target that ended while its files were read.
     *
     * @param name the kernel's short name of it
     * @param start ticks from the kernel's start to that of the process
     */
    public record Ended(long pid, String name, long start) {}

    /** How a file is mapped. */
    public enum Mapping {
        NONE,
        READ,
        EXECUTE
    }

    /**
     * Record {@code loaded}: one file that processes of the target use.
     *
     * @param path as the process sees it, below its root; for {@code memfd} and the like the kernel's name
     * @param executed a process runs it
     * @param mapping how it is mapped
     * @param open a process holds it open
     * @param processes how many processes use it
     * @param since ticks: the earliest start of one of them
     * @param deleted the kernel marks it as deleted
     * @param mount mount point when it lies below a mount that was not entered; empty if not
     * @param kind {@code memfd} or {@code shm}; empty for files
     */
    public record LoadedFile(
            String path,
            boolean executed,
            Mapping mapping,
            boolean open,
            int processes,
            long since,
            boolean deleted,
            String mount,
            String kind) {}

    /**
     * Record {@code looked}.
     *
     * @param samples how often the processes were looked at
     * @param processes processes of the target
     * @param unreadable those of them that could not be read
     * @param why their error codes, each with a number, such as {@code EACCES:2}
     * @param others mapped or open files that are not named
     * @param below the same, below mounts that are not entered
     */
    public record Looked(int samples, long processes, long unreadable, String why, long others, long below) {}

    /**
     * What the probe's work cost, of record {@code end}.
     *
     * @param archives archives that were opened
     * @param inflated bytes unpacked from them
     * @param hashed bytes of files that were hashed
     * @param cpuMs CPU time of the probe, milliseconds
     * @param pausedMs how long it waited so as to stay within its share of CPU
     * @param left names that it saw and did not come to examine; there may be more below them
     */
    public record Work(long archives, long inflated, long hashed, long cpuMs, long pausedMs, long left) {}
}
