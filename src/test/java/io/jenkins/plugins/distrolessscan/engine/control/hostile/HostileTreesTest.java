package io.jenkins.plugins.distrolessscan.engine.control.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.CpuTime;
import io.jenkins.plugins.distrolessscan.engine.control.Classification;
import io.jenkins.plugins.distrolessscan.engine.control.Controls;
import io.jenkins.plugins.distrolessscan.engine.control.FileTree;
import io.jenkins.plugins.distrolessscan.engine.control.Findings;
import io.jenkins.plugins.distrolessscan.engine.control.Inputs;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.Workload;
import io.jenkins.plugins.distrolessscan.engine.probe.Frames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Trees that a target could forge to stop, or to mislead, whoever judges them. */
class HostileTreesTest {
    @Test
    void aTreeThatIsAllLinksIsJudgedInSeconds() throws Exception {
        List<FileEntry> entries = new ArrayList<>(List.of(Frames.folder(".", 0755)));
        String far = "a/../".repeat(800) + "sh";
        for (int i = 0; i < 100_000; i++) {
            entries.add(Frames.folder("d" + i, 0755));
            entries.add(Frames.link("d" + i + "/sh", "../d" + (i + 1) + "/" + (i % 50 == 0 ? far : "sh")));
        }
        Evidence evidence = Frames.evidence(entries, Map.of());
        assertThat(CpuTime.of(() -> Classification.of(FileTree.of(evidence)))).isLessThan(Duration.ofSeconds(30));
        assertThat(CpuTime.of(() -> Controls.evaluate(Inputs.input(evidence)))).isLessThan(Duration.ofSeconds(30));
        List<ControlResult> results = judged(entries);
        assertThat(results).noneMatch(result -> result.status() == ControlResult.Status.ERROR);
        assertThat(status(results, "distroless-1.1")).isNotEqualTo(ControlResult.Status.PASSED);
    }

    @Test
    void manyFaultsAreCountedAndNotAllNamed() {
        List<FileEntry> entries = new ArrayList<>(List.of(Frames.folder(".", 0755)));
        for (int i = 0; i < 100_000; i++) {
            entries.add(Frames.file("f" + i, 06777));
        }
        List<ControlResult> results = judged(entries);
        assertThat(results)
                .filteredOn(result -> result.id().equals("files-1.2"))
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.message()).startsWith("100000 privileged files are there");
                    assertThat(result.evidence()).hasSize(20);
                });
        assertThat(Findings.of(results, Workload.of(Inputs.target("p", ""))))
                .filteredOn(finding -> finding.rule().startsWith("files-"))
                .hasSize(40);
    }

    @Test
    void anEmptyTreePassesNothingThatNeedsOne() {
        List<ControlResult> results = judged(List.of());
        for (String id : List.of("container-1.1", "files-1.1", "files-1.2", "distroless-1.1", "distroless-1.2")) {
            assertThat(status(results, id)).as(id).isEqualTo(ControlResult.Status.NOT_REVIEWED);
        }
    }

    @Test
    void linksThatLoopOrLeaveTheRootEnd() {
        List<ControlResult> results = judged(List.of(
                Frames.folder(".", 0755),
                Frames.link("etc", "etc/etc"),
                Frames.link("a", "b"),
                Frames.link("b", "a"),
                Frames.link("up", "../../../.."),
                Frames.link("bin", "up/bin")));
        assertThat(results).noneMatch(result -> result.status() == ControlResult.Status.ERROR);
    }

    private static List<ControlResult> judged(List<FileEntry> entries) {
        return Controls.evaluate(Inputs.input(Frames.evidence(entries, Map.of())));
    }

    private static ControlResult.Status status(List<ControlResult> results, String id) {
        return results.stream()
                .filter(result -> result.id().equals(id))
                .findFirst()
                .orElseThrow()
                .status();
    }
}
