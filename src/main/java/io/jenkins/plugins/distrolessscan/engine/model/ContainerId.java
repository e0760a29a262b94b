package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A container's ID as the kubelet reports it, such as {@code containerd://} and 64 hexadecimal digits. The digits are what
 * the probe tells its target from its neighbours by; runtimes that run no Linux processes of their own have other IDs.
 */
public final class ContainerId {
    private static final Pattern USUAL = Pattern.compile("(?:[a-z][a-z0-9+.-]{0,30}://)?([0-9a-f]{64})");

    private ContainerId() {}

    /** The 64 digits without the runtime's prefix; empty for an ID of another form. */
    public static Optional<String> digits(String id) {
        Matcher matcher = USUAL.matcher(id);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
