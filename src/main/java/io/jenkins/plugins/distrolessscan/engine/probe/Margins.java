package io.jenkins.plugins.distrolessscan.engine.probe;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a scan leaves to the application in a pod with limits.
 *
 * @param memoryMebibytes so much of the pod's memory limit has to be free when the probe begins, else it reads nothing
 * @param cpuPercent the largest share of the pod's CPU limit that the probe uses
 */
public record Margins(int memoryMebibytes, int cpuPercent) {
    /** The least and the most memory, in MiB: below, the probe itself does not fit. */
    public static final int LEAST_MEMORY = 16;

    /** The most memory that may be asked for, in MiB. */
    public static final int MOST_MEMORY = 1 << 20;

    /** What suits an ordinary pod: 32 MiB and a quarter. The probe takes them where it is told nothing else. */
    public static final Margins DEFAULT = new Margins(32, 25);

    /**
     * Margins of these sizes.
     *
     * @throws ScanException CONFIGURATION for a number out of range
     */
    public static Margins of(int memoryMebibytes, int cpuPercent) throws ScanException {
        if (memoryMebibytes < LEAST_MEMORY || memoryMebibytes > MOST_MEMORY) {
            throw new ScanException(
                    Kind.CONFIGURATION,
                    "The memory that has to be free in a pod is a whole number of MiB from " + LEAST_MEMORY + " to "
                            + MOST_MEMORY + ", not " + memoryMebibytes + ".");
        }
        if (cpuPercent < 1 || cpuPercent > 100) {
            throw new ScanException(
                    Kind.CONFIGURATION,
                    "The share of a pod's CPU limit is a whole number of percent from 1 to 100, not " + cpuPercent
                            + ".");
        }
        return new Margins(memoryMebibytes, cpuPercent);
    }

    /** Arguments of the probe for a pod with these limits. */
    List<String> arguments(OptionalLong memory, OptionalLong cpuMillis) {
        List<String> arguments = new ArrayList<>();
        memory.ifPresent(bytes -> arguments.add("--memory=" + bytes));
        if (memory.isPresent() && memoryMebibytes != DEFAULT.memoryMebibytes) {
            arguments.add("--margin=" + ((long) memoryMebibytes << 20));
        }
        cpuMillis.ifPresent(millis -> arguments.add("--cpu=" + millis));
        if (cpuMillis.isPresent() && cpuPercent != DEFAULT.cpuPercent) {
            arguments.add("--share=" + cpuPercent);
        }
        return arguments;
    }
}
