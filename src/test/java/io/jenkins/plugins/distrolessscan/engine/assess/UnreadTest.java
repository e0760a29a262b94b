package io.jenkins.plugins.distrolessscan.engine.assess;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.Mount;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.ReadError;
import io.jenkins.plugins.distrolessscan.engine.probe.Frames;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A volume over a folder hides what the image has there, and is told by name. */
class UnreadTest {
    @Test
    void volumesThatWereNotEnteredAreToldAndTheRuntimesOwnMountsAreNot() {
        List<Mount> mounts = List.of(
                new Mount(".", "overlay", false, false),
                new Mount("proc", "proc", false, true),
                new Mount("dev/shm", "tmpfs", false, true),
                new Mount("etc/hosts", "ext4", false, true),
                new Mount("var/run/secrets/kubernetes.io/serviceaccount", "tmpfs", true, true),
                new Mount("app", "ext4", false, true),
                new Mount("process-data", "ext4", false, true));
        Evidence evidence = Frames.withMounts(Frames.distroless(), mounts);
        assertThat(Unread.errors(evidence))
                .allMatch(ReadError::ofMount)
                .extracting(ReadError::path)
                .containsExactly("app", "process-data");
        assertThat(Unread.count(evidence)).as("no file that could not be read").isZero();
    }
}
