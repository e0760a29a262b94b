package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;

/** Something that happens while a probe is at work, by the node's word. */
final class Meanwhile {
    private Meanwhile() {}

    /** Begins a scan, does something as soon as its probe works, and waits for its end. */
    static Scan.Result of(TestNamespace namespace, Scan scan, String pod, Runnable disturb) {
        CompletableFuture<Scan.Result> running = scan.start();
        namespace.awaitAttached(pod);
        String uid = namespace.uid(pod);
        for (int i = 0; i < 200 && !probeRuns(uid); i++) {
            TestNamespace.pause(50);
        }
        assertThat(probeRuns(uid)).as("arranged: the probe is at work").isTrue();
        disturb.run();
        return running.join();
    }

    /** Whether a probe runs in a pod. */
    static boolean probeRuns(String podUid) {
        return Node.commands(podUid).stream().anyMatch(command -> command.startsWith("/probe"));
    }
}
