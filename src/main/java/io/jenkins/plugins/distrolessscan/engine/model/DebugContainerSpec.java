package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.List;
import java.util.Optional;

/**
 * The debug container that is asked for: the whole of it. It has no environment, volumes, ports, stdin or tty, drops all
 * capabilities unless told to keep the defaults, forbids privilege escalation, has a read-only root and the runtime's
 * default seccomp profile (S-17, S-22).
 *
 * @param name DNS label, unique within the pod
 * @param image the probe's image
 * @param targetContainer the container whose process namespace it joins
 * @param command the program
 * @param args its arguments
 * @param identity the user and group it runs as; the target's own
 * @param defaultCapabilities drops nothing: true only for {@link IdentityProfile#BASELINE}, because the kernel lets a
 *     process look at a root target only when it holds every capability that the target holds
 * @param appArmorProfile copied from the target: JSON object as text
 * @param seLinuxOptions copied from the target: JSON object as text
 */
public record DebugContainerSpec(
        String name,
        String image,
        String targetContainer,
        List<String> command,
        List<String> args,
        Identity identity,
        boolean defaultCapabilities,
        Optional<String> appArmorProfile,
        Optional<String> seLinuxOptions) {
    public DebugContainerSpec {
        command = List.copyOf(command);
        args = List.copyOf(args);
    }

    /** The same for another call of the program. */
    public DebugContainerSpec withArgs(List<String> others) {
        return new DebugContainerSpec(
                name,
                image,
                targetContainer,
                command,
                others,
                identity,
                defaultCapabilities,
                appArmorProfile,
                seLinuxOptions);
    }
}
