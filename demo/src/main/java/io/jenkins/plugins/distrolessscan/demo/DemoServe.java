package io.jenkins.plugins.distrolessscan.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Starts a demo cluster beside whatever else runs in this JVM, such as a Jenkins that Maven starts, and returns. It ends
 * with the JVM.
 */
public final class DemoServe {
    /** A Jenkins is looked at for longer than one scan takes; a working day is enough, and a short life is better. */
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(8);

    private DemoServe() {}

    /**
     * @param arguments the folder for {@link DemoFiles}; a port, 0 or left out for a free one; the token's lifetime such
     *     as {@code PT2H}, left out for eight hours
     * @throws IOException when the port cannot be had or the folder cannot be written
     */
    public static void main(String... arguments) throws IOException {
        if (arguments.length < 1 || arguments.length > 3) {
            throw new IllegalArgumentException("Give a folder, and perhaps a port and the lifetime of the token.");
        }
        int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
        Duration lifetime = arguments.length > 2 ? Duration.parse(arguments[2]) : TOKEN_LIFETIME;
        DemoCluster cluster = DemoCluster.start(port, lifetime);
        DemoFiles.write(cluster, Path.of(arguments[0]));
    }
}
