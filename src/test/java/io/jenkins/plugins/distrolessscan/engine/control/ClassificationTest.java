package io.jenkins.plugins.distrolessscan.engine.control;

import static io.jenkins.plugins.distrolessscan.engine.model.TargetReport.Classification.DISTROLESS;
import static io.jenkins.plugins.distrolessscan.engine.model.TargetReport.Classification.MINIMAL;
import static io.jenkins.plugins.distrolessscan.engine.model.TargetReport.Classification.STANDARD;
import static io.jenkins.plugins.distrolessscan.engine.model.TargetReport.Classification.UNKNOWN;
import static io.jenkins.plugins.distrolessscan.engine.probe.Frames.file;
import static io.jenkins.plugins.distrolessscan.engine.probe.Frames.folder;
import static io.jenkins.plugins.distrolessscan.engine.probe.Frames.link;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.probe.Frames;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClassificationTest {
    @Test
    void withoutShellAndPackageManagerATargetIsDistroless() {
        Classification found = Classification.of(FileTree.of(Frames.distroless()));
        assertThat(found.value()).isEqualTo(DISTROLESS);
        assertThat(found.facts())
                .extracting(fact -> fact.text())
                .containsExactly("No shell was seen.", "No package manager was seen.");
    }

    @Test
    void busyboxWithApkIsMinimal() {
        assertThat(of(
                        file("bin/busybox", 0755),
                        link("bin/sh", "/bin/busybox"),
                        folder("bin", 0755),
                        file("sbin/apk", 0755)))
                .isEqualTo(MINIMAL);
        assertThat(of(folder("busybox", 0755), file("busybox/busybox", 0755), link("busybox/sh", "busybox")))
                .as("the debug tag of a distroless image")
                .isEqualTo(MINIMAL);
        assertThat(of(file("usr/bin/bash", 0755))).isEqualTo(MINIMAL);
    }

    @Test
    void whatIsAHardLinkOfBusyboxIsAPartOfIt() {
        assertThat(of(
                        sized("bin/busybox", 800_000),
                        sized("bin/sh", 800_000),
                        sized("bin/ls", 800_000),
                        sized("bin/dpkg", 800_000),
                        sized("bin/rpm", 800_000)))
                .isEqualTo(MINIMAL);
        assertThat(of(
                        sized("bin/sh", 900_000),
                        sized("bin/ls", 900_000),
                        sized("bin/cat", 900_000),
                        sized("bin/ps", 900_000),
                        sized("bin/wget", 900_000),
                        sized("bin/rpm", 900_000)))
                .as("busybox under the names of its parts alone")
                .isEqualTo(MINIMAL);
        assertThat(of(sized("bin/busybox", 800_000), sized("bin/bash", 1_200_000), sized("usr/bin/dpkg", 300_000)))
                .as("a real shell and a real package manager beside it")
                .isEqualTo(STANDARD);
    }

    @Test
    void aLinkToBusyboxIsNoPackageManager() {
        Classification found = Classification.of(FileTree.of(Inputs.with(
                folder("busybox", 0755),
                sized("busybox/busybox", 800_000),
                link("busybox/sh", "busybox"),
                link("busybox/dpkg", "busybox"))));
        assertThat(found.value()).isEqualTo(MINIMAL);
        assertThat(found.facts()).extracting(fact -> fact.text()).contains("No package manager was seen.");
    }

    private static FileEntry sized(String path, long size) {
        return new FileEntry(
                path,
                FileEntry.Kind.FILE,
                0755,
                0,
                0,
                size,
                1_700_000_000,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void aRealShellWithAPackageManagerIsStandardThroughLinkedFoldersToo() {
        assertThat(of(
                        link("bin", "usr/bin"),
                        folder("usr", 0755),
                        folder("usr/bin", 0755),
                        file("usr/bin/dash", 0755),
                        link("usr/bin/sh", "dash"),
                        file("usr/bin/dpkg", 0755)))
                .isEqualTo(STANDARD);
    }

    @Test
    void namesAreNotEnough() {
        assertThat(of(folder("usr/share/bash", 0755), file("usr/share/doc/bash", 0644), link("bin/sh", "gone")))
                .isEqualTo(DISTROLESS);
    }

    @Test
    void whenSomethingWasNotSeenItIsUnknownAndSaysWhy() {
        Classification cut = Classification.of(FileTree.of(Inputs.limited(Frames.distroless(), "time")));
        assertThat(cut.value()).isEqualTo(UNKNOWN);
        assertThat(cut.facts()).last().satisfies(fact -> assertThat(fact.text()).contains("\"time\""));
        assertThat(Classification.unknown().value()).isEqualTo(UNKNOWN);
        assertThat(Classification.unknown().facts()).isNotEmpty();
    }

    private static TargetReport.Classification of(FileEntry... more) {
        Evidence evidence = Inputs.with(more);
        return Classification.of(FileTree.of(evidence)).value();
    }
}
