package io.jenkins.plugins.distrolessscan.engine.control;

import static io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status.ERROR;
import static io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status.FAILED;
import static io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status.NOT_APPLICABLE;
import static io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status.NOT_REVIEWED;
import static io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status.PASSED;
import static io.jenkins.plugins.distrolessscan.engine.probe.Frames.entry;
import static io.jenkins.plugins.distrolessscan.engine.probe.Frames.failed;
import static io.jenkins.plugins.distrolessscan.engine.probe.Frames.file;
import static io.jenkins.plugins.distrolessscan.engine.probe.Frames.folder;
import static io.jenkins.plugins.distrolessscan.engine.probe.Frames.link;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.Process;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.ProcessStatus;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import io.jenkins.plugins.distrolessscan.engine.probe.Frames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlsTest {
    private final Evidence sample = Frames.distroless();

    @Test
    void aDistrolessContainerPassesAllWithASentence() {
        List<ControlResult> results = Controls.evaluate(Inputs.input(Inputs.watched(sample)));
        assertThat(results).hasSize(17).allSatisfy(result -> {
            boolean owners = result.id().equals("runtime-1.4");
            assertThat(result.status())
                    .as(result.id() + result.message())
                    .isEqualTo(owners ? ControlResult.Status.NOT_APPLICABLE : PASSED);
            assertThat(result.message()).endsWith(".");
            assertThat(result.subject()).as("known only when all controls are").isEmpty();
            assertThat(result.severity()).isEqualTo(Severity.ofImpact(result.impact()));
        });
        assertThat(results).extracting(ControlResult::id).doesNotHaveDuplicates();
    }

    @Test
    void theProfilesSixKeepTheirImpacts() {
        assertThat(Controls.all().subList(0, 6))
                .extracting(control -> control.id() + " " + control.impact())
                .containsExactly(
                        "container-1.1 0.7",
                        "container-1.2 0.5",
                        "container-2.1 0.7",
                        "container-2.2 0.5",
                        "container-3.1 0.8",
                        "container-3.2 0.6");
    }

    @Test
    void aMissingShadowFileIsFineAndSaidSo() {
        assertThat(Inputs.result("container-1.1", sample).message()).contains("There is no etc/shadow");
    }

    @ParameterizedTest
    @CsvSource({"0644,PASSED", "0444,PASSED", "0664,FAILED", "0646,FAILED", "04644,FAILED"})
    void passwdHasItsModeOrLess(String mode, ControlResult.Status status) {
        Evidence e = Inputs.only(
                Map.of(), folder(".", 0755), folder("etc", 0755), file("etc/passwd", Integer.parseInt(mode, 8)));
        assertThat(Inputs.result("container-1.1", e).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"0640,PASSED", "0600,PASSED", "0644,FAILED", "0660,FAILED"})
    void shadowHasItsModeOrLess(String mode, ControlResult.Status status) {
        Evidence e = Inputs.with(file("etc/shadow", Integer.parseInt(mode, 8)));
        assertThat(Inputs.result("container-1.1", e).status()).isEqualTo(status);
    }

    @Test
    void accountFilesThatAreLinksAreFollowedWithinTheRoot() {
        Evidence e = Inputs.with(link("etc/shadow", "/etc/../../etc/passwd"));
        assertThat(Inputs.result("container-1.1", e).status()).isEqualTo(FAILED);
        assertThat(Inputs.result("container-1.1", Inputs.with(link("etc/shadow", "shadow")))
                        .status())
                .as("a link to itself is nothing")
                .isEqualTo(PASSED);
    }

    @Test
    void anImageFromScratchHasNoAccountFilesToProtect() {
        Evidence e = Inputs.only(Map.of(), folder(".", 0755), file("app", 0755));
        assertThat(Inputs.result("container-1.1", e).status()).isEqualTo(NOT_APPLICABLE);
        assertThat(Inputs.result("container-1.2", e).status()).isEqualTo(FAILED);
    }

    @Test
    void whatWasNotSeenIsNotReviewed() {
        Evidence unlisted = Inputs.only(Map.of(), folder(".", 0755), failed(folder("etc", 0711), "EACCES"));
        for (String id : List.of(
                "container-1.1", "container-1.2", "files-1.1", "files-1.2", "distroless-1.1", "distroless-1.2")) {
            ControlResult result = Inputs.result(id, unlisted);
            assertThat(result.status()).as(id).isEqualTo(NOT_REVIEWED);
            assertThat(result.message()).contains("EACCES").endsWith(".");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"entries", "output", "time", "depth", "refused"})
    void aWalkThatWasCutNeverPasses(String limit) {
        Evidence cut = Inputs.limited(sample, limit);
        for (String id : List.of("files-1.1", "files-1.2", "distroless-1.1", "distroless-1.2")) {
            assertThat(Inputs.result(id, cut).status()).as(id).isEqualTo(NOT_REVIEWED);
        }
        assertThat(Inputs.result("container-1.1", cut).status()).isEqualTo(NOT_REVIEWED);
        assertThat(Inputs.result("files-1.1", Inputs.limited(sample, "read")).status())
                .isEqualTo(PASSED);
    }

    @Test
    void aFaultThatIsSeenFailsEvenWhenTheWalkWasCut() {
        Evidence cut = Inputs.limited(Inputs.with(file("bin/sh", 0755)), "time");
        assertThat(Inputs.result("distroless-1.1", cut).status()).isEqualTo(FAILED);
    }

    @Test
    void aFolderClosedToTheTargetIsOutOfReachAndOneItMayEnterIsNot() {
        Evidence closed = Inputs.with(failed(folder("root", 0700), "EACCES"));
        assertThat(Inputs.result("distroless-1.1", closed).status()).isEqualTo(PASSED);
        assertThat(Inputs.result("distroless-1.1", closed).message()).contains("1 folder is closed");
        Evidence enterable = Inputs.with(failed(folder("opt", 0711), "EACCES"));
        assertThat(Inputs.result("distroless-1.1", enterable).status()).isEqualTo(NOT_REVIEWED);
        Evidence other = Inputs.with(failed(folder("opt", 0700), "EIO"));
        assertThat(Inputs.result("distroless-1.1", other).status()).isEqualTo(NOT_REVIEWED);
    }

    @Test
    void osReleaseNamesAVersion() {
        FileEntry root = folder(".", 0755);
        assertThat(osRelease("NAME=x\nVERSION_ID=1\n")).isEqualTo(PASSED);
        assertThat(osRelease("NAME=x\nVERSION=1\n")).isEqualTo(PASSED);
        assertThat(osRelease("NAME=x\nIMAGE_VERSION=1\n")).isEqualTo(FAILED);
        assertThat(osRelease("")).isEqualTo(FAILED);
        Evidence unsent = Inputs.only(Map.of(), root, folder("etc", 0755), file("etc/os-release", 0600));
        assertThat(Inputs.result("container-1.2", unsent).status()).isEqualTo(NOT_REVIEWED);
    }

    private static ControlResult.Status osRelease(String text) {
        Evidence e = Inputs.only(Map.of("etc/os-release", text), folder(".", 0755));
        return Inputs.result("container-1.2", e).status();
    }

    @Test
    void rootProcessesFail() {
        Evidence e = Inputs.processes(sample, new Process(1, "app", 65532, 65532), new Process(7, "cron", 0, 0));
        ControlResult result = Inputs.result("container-2.1", e);
        assertThat(result.status()).isEqualTo(FAILED);
        assertThat(result.evidence())
                .singleElement()
                .satisfies(fact -> assertThat(fact.text()).contains("process 7 \"cron\""));
    }

    @Test
    void processesThatWereNotSeenAreNotReviewed() {
        assertThat(Inputs.result("container-2.1", Inputs.processes(sample)).status())
                .isEqualTo(NOT_REVIEWED);
        assertThat(Inputs.result("container-2.2", Inputs.processes(sample)).status())
                .isEqualTo(NOT_REVIEWED);
        Evidence unknown = Inputs.processes(sample, new Process(1, "a", -1, -1));
        assertThat(Inputs.result("container-2.1", unknown).status()).isEqualTo(NOT_REVIEWED);
    }

    @ParameterizedTest
    @CsvSource({"256, 300", "255, 300", "256, 0", "100, 201"})
    void processesThatTheProbeDidNotLookAtAreNotReviewed(int seen, long listed) {
        Evidence e = Inputs.listed(sample, listed, processes(seen));
        assertThat(Inputs.result("container-2.1", e).status()).isEqualTo(NOT_REVIEWED);
        assertThat(Inputs.result("container-2.2", e).status()).isEqualTo(NOT_REVIEWED);
    }

    @Test
    void aFewProcessesThatEndedBeforeTheirTurnAreSaidAndNoGap() {
        Evidence e = Inputs.listed(sample, 12, processes(10));
        assertThat(Inputs.result("container-2.1", e))
                .returns(PASSED, ControlResult::status)
                .returns(
                        "Processes seen: 10, none of them runs as root; 2 more ended before they could be looked at.",
                        ControlResult::message);
        assertThat(Inputs.result("container-2.2", e))
                .returns(PASSED, ControlResult::status)
                .satisfies(result -> assertThat(result.message()).contains("2 more ended"));
        assertThat(Inputs.result("container-2.1", Inputs.listed(sample, 256, processes(256)))
                        .message())
                .isEqualTo("Processes seen: 256, none of them runs as root.");
    }

    private static Process[] processes(int number) {
        Process[] processes = new Process[number];
        java.util.Arrays.fill(processes, new Process(2, "a", 5, 5));
        return processes;
    }

    @Test
    void inASharedProcessNamespaceOnlyTheMainProcessCounts() {
        Evidence.TargetProcess t = sample.target();
        Evidence shared = Frames.with(
                Inputs.processes(sample, new Process(1, "hello", 65532, 65532), new Process(9, "other", 0, 0)),
                sample.probe(),
                new Evidence.TargetProcess(
                        1, t.proof(), true, true, Optional.empty(), t.status(), t.name(), t.exe(), true));
        ControlResult result = Inputs.result("container-2.1", shared);
        assertThat(result.status()).isEqualTo(PASSED);
        assertThat(result.message()).contains("others were not judged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sshd", "httpd", "nginx", "apache2"})
    void serversFail(String name) {
        Evidence e = Inputs.processes(sample, new Process(1, name, 65532, 65532));
        assertThat(Inputs.result("container-2.2", e).status()).isEqualTo(FAILED);
    }

    @Test
    void theMainProcessSaysWhoItIsAndWhatItMay() {
        assertThat(main("container-3.1", status(0, "0000000000000000", 2))).isEqualTo(FAILED);
        assertThat(main("container-3.1", status(-1, "0000000000000000", 2))).isEqualTo(NOT_REVIEWED);
        assertThat(main("container-3.2", status(1, "00000000a80425fb", 2))).isEqualTo(PASSED);
        assertThat(main("container-3.2", status(1, "0000000000200000", 2))).isEqualTo(FAILED);
        assertThat(main("container-3.2", status(1, "0000000000001000", 2))).isEqualTo(FAILED);
        assertThat(main("container-3.2", status(1, "", 2))).isEqualTo(NOT_REVIEWED);
        assertThat(main("process-1.1", status(1, "", 0))).isEqualTo(FAILED);
        assertThat(main("process-1.1", status(1, "", -1))).isEqualTo(NOT_REVIEWED);
        Evidence none = Frames.with(
                sample,
                sample.probe(),
                new Evidence.TargetProcess(
                        0,
                        Evidence.ProofOfTarget.NONE,
                        false,
                        false,
                        Optional.of("ESRCH"),
                        Optional.empty(),
                        "",
                        "",
                        false));
        for (String id : List.of(
                "container-2.1", "container-2.2", "container-3.1", "container-3.2", "process-1.1", "process-1.2")) {
            assertThat(Inputs.result(id, none).status()).as(id).isEqualTo(NOT_REVIEWED);
        }
    }

    private ControlResult.Status main(String id, ProcessStatus status) {
        Evidence e = Frames.with(sample, sample.probe(), Frames.target(status, true));
        return Inputs.result(id, e).status();
    }

    private static ProcessStatus status(long uid, String capabilities, int seccomp) {
        return new ProcessStatus(uid, uid, List.of(), capabilities, capabilities, capabilities, false, seccomp);
    }

    @Test
    void privilegesThatMayGrowFail() {
        assertThat(main("process-1.2", status(1, "", 2))).isEqualTo(FAILED);
    }

    @Test
    void openEntriesFail() {
        assertThat(Inputs.result("files-1.1", Inputs.with(file("a", 0646))).status())
                .isEqualTo(FAILED);
        assertThat(Inputs.result("files-1.1", Inputs.with(folder("b", 0777))).status())
                .isEqualTo(FAILED);
        assertThat(Inputs.result("files-1.1", Inputs.with(folder("b", 01777), link("l", "a")))
                        .status())
                .isEqualTo(PASSED);
        Evidence mount = Inputs.with(failed(entry("data", FileEntry.Kind.FOLDER, 0), FileEntry.PRUNED));
        assertThat(Inputs.result("files-1.1", mount).status()).isEqualTo(PASSED);
    }

    @Test
    void privilegedFilesFail() {
        assertThat(Inputs.result("files-1.2", Inputs.with(file("su", 04755))).status())
                .isEqualTo(FAILED);
        assertThat(Inputs.result("files-1.2", Inputs.with(file("wall", 02755))).status())
                .isEqualTo(FAILED);
        assertThat(Inputs.result("files-1.2", Inputs.with(folder("mail", 02755)))
                        .status())
                .isEqualTo(PASSED);
        FileEntry ping = new FileEntry(
                "ping",
                FileEntry.Kind.FILE,
                0755,
                0,
                0,
                1,
                1,
                Optional.empty(),
                Optional.of("0000000000002000"),
                Optional.empty());
        assertThat(Inputs.result("files-1.2", Inputs.with(ping)).status()).isEqualTo(FAILED);
    }

    @Test
    void aFaultOfAControlIsAnErrorOfItAlone() {
        Control broken = new NoShell() {
            @Override
            public Answer answer(ControlInput input) {
                throw new IllegalStateException("secret");
            }
        };
        ControlResult result = broken.evaluate(Inputs.input(sample));
        assertThat(result.status()).isEqualTo(ERROR);
        assertThat(result.message()).contains("IllegalStateException").doesNotContain("secret");
    }
}
