package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.List;

/**
 * What /proc/PID/status says of a process.
 *
 * @param uid effective user, -1 when not known
 * @param gid effective group, -1 when not known
 * @param groups supplementary groups
 * @param capEff effective capabilities as 16 hexadecimal digits, as the kernel prints them; empty when not known
 * @param capPrm permitted capabilities
 * @param capBnd bounding set
 * @param noNewPrivs the no-new-privileges bit
 * @param seccomp 0 off, 1 strict, 2 filter, -1 not known
 */
public record ProcessStatus(
        long uid,
        long gid,
        List<Long> groups,
        String capEff,
        String capPrm,
        String capBnd,
        boolean noNewPrivs,
        int seccomp) {
    public ProcessStatus {
        groups = List.copyOf(groups);
    }
}
