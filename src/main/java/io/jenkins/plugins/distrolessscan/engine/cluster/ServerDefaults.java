package io.jenkins.plugins.distrolessscan.engine.cluster;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an API server itself writes into an ephemeral container that does not say it. A list, not a tolerance: a member
 * that is not on it, or has another value, was written by somebody else.
 */
final class ServerDefaults {
    private static final Pattern VERSION = Pattern.compile("v?1\\.([0-9]{1,4})(?:[^0-9].*)?");

    /** @param since the minor version of Kubernetes 1 from which a server writes it */
    private record Default(String member, ApiJson value, int since) {}

    private static final List<Default> ALL = List.of(
            new Default("resources", ApiJson.of(Map.of()), 0),
            new Default("terminationMessagePath", ApiJson.of("/dev/termination-log"), 0));

    private final int minor;

    private ServerDefaults(int minor) {
        this.minor = minor;
    }

    /** @param version a server's {@code gitVersion}; one that is none has the defaults of every version alone */
    static ServerDefaults of(String version) {
        Matcher form = VERSION.matcher(version);
        return new ServerDefaults(form.matches() ? Integer.parseInt(form.group(1)) : 0);
    }

    /** Whether a member that was not asked for is the server's own. */
    boolean wrote(String member, ApiJson value) {
        return ALL.stream()
                .anyMatch(known -> known.since() <= minor
                        && known.member().equals(member)
                        && known.value().equals(value));
    }
}
