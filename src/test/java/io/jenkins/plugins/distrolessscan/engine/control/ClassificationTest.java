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
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.probe.Frames;
import org.junit.jupiter.api.Test;

class ClassificationTest {
    @Test
    void withoutShellAndPackageManagerATargetIsDistroless() {
        Classification found = Classification.of(Frames.distroless());
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
        Classification cut = Classification.of(Inputs.limited(Frames.distroless(), "time"));
        assertThat(cut.value()).isEqualTo(UNKNOWN);
        assertThat(cut.facts()).last().satisfies(fact -> assertThat(fact.text()).contains("\"time\""));
        assertThat(Classification.unknown().value()).isEqualTo(UNKNOWN);
        assertThat(Classification.unknown().facts()).isNotEmpty();
    }

    private static TargetReport.Classification of(io.jenkins.plugins.distrolessscan.engine.model.FileEntry... more) {
        Evidence evidence = Inputs.with(more);
        return Classification.of(evidence).value();
    }
}
