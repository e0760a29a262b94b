package io.jenkins.plugins.distrolessscan.engine.cluster;

import java.time.Duration;

/**
 * How long a call may take.
 *
 * @param connect to open a connection, TLS included
 * @param call one request with its whole answer; a repeated request has this time again
 * @param follow following one container's log, from asking to its end
 */
public record Timeouts(Duration connect, Duration call, Duration follow) {
    /** 10 s to connect, 30 s for a call, 15 min for a log. */
    public static Timeouts standard() {
        return new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(15));
    }
}
