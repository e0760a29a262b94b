package io.jenkins.plugins.distrolessscan.engine.assess;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.Limit;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.Mount;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.LoadedFile;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Mapping;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Work;
import io.jenkins.plugins.distrolessscan.engine.probe.Frames;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What runs and was not looked at is a gap by name. */
class NotLookedAtTest {
    private static Evidence evidence(List<LoadedFile> loaded, Optional<Work> work, List<Limit> limits) {
        Evidence e = Frames.distroless();
        return new Evidence(
                e.probe(),
                e.target(),
                e.processes(),
                e.mounts(),
                e.entries(),
                e.files(),
                e.goBinaries(),
                limits,
                e.errors(),
                e.end(),
                new RuntimeEvidence(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        loaded,
                        Optional.empty(),
                        work),
                e.content());
    }

    private static LoadedFile file(String path, boolean executed, Mapping mapping, String mount, String kind) {
        return new LoadedFile(path, executed, mapping, true, 1, 5, false, mount, kind);
    }

    @Test
    void codeBelowMountsThatWereNotEnteredIsAGapByTheirNames() {
        Evidence evidence = evidence(
                List.of(
                        file("vol/run", true, Mapping.NONE, "vol", ""),
                        file("cache/native.so", false, Mapping.EXECUTE, "cache", ""),
                        file("cache/other.so", false, Mapping.EXECUTE, "cache", ""),
                        file("data/table", false, Mapping.READ, "data", ""),
                        file("memfd:x", false, Mapping.EXECUTE, "", "memfd"),
                        file("usr/lib/libc.so.6", false, Mapping.EXECUTE, "", "")),
                Optional.empty(),
                List.of());
        assertThat(NotLookedAt.of(evidence))
                .containsExactly(new Limit(Limit.MOUNTED_CODE, "cache"), new Limit(Limit.MOUNTED_CODE, "vol"));
    }

    /** Whose program cannot be seen among the loaded files, because nobody could look at the process. */
    @Test
    void aMountThatHidesTheMainProgramIsOneToo() {
        Evidence evidence = Frames.withMounts(
                Frames.distroless(),
                List.of(
                        new Mount(".", "overlay", false, false),
                        new Mount("ap", "ext4", false, true),
                        new Mount("app", "ext4", false, true)));
        assertThat(NotLookedAt.of(evidence)).containsExactly(new Limit(Limit.MOUNTED_CODE, "app"));
    }

    @Test
    void timeThatWasOverForWantOfCpuIsToldInSecondsOfCpu() {
        long entries = Frames.distroless().end().entries();
        Work paused = new Work(0, 0, 0, 300, 50_000, 3 * entries);
        List<Limit> time = List.of(new Limit("time", "app"));
        assertThat(NotLookedAt.of(evidence(List.of(), Optional.of(paused), time)))
                .singleElement()
                .extracting(Limit::path)
                .asString()
                .contains("used 0.30 s of CPU time", "at least 1.20 s", 4 * entries + " files");
        assertThat(NotLookedAt.of(evidence(List.of(), Optional.of(paused), List.of())))
                .as("it was in time")
                .isEmpty();
        assertThat(NotLookedAt.of(evidence(List.of(), Optional.of(new Work(0, 0, 0, 300, 0, 9)), time)))
                .as("it did not wait")
                .isEmpty();
    }
}
