package io.jenkins.plugins.distrolessscan.engine.control;

import static io.jenkins.plugins.distrolessscan.engine.probe.Frames.file;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.Process;
import io.jenkins.plugins.distrolessscan.engine.model.Finding;
import io.jenkins.plugins.distrolessscan.engine.model.Target;
import io.jenkins.plugins.distrolessscan.engine.model.Workload;
import io.jenkins.plugins.distrolessscan.engine.probe.Frames;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final Target TARGET = Inputs.target("checkout-5d9c-x7k2p", "ReplicaSet/checkout-5d9c");

    @Test
    void aContainerWithoutFaultHasNone() {
        assertThat(Findings.of(Controls.evaluate(Inputs.input(Frames.distroless())), Workload.of(TARGET)))
                .isEmpty();
        Evidence cut = Inputs.limited(Frames.distroless(), "time");
        assertThat(Findings.of(Controls.evaluate(Inputs.input(cut)), Workload.of(TARGET)))
                .as("not reviewed is no finding")
                .isEmpty();
    }

    @Test
    void eachFileIsAFindingOfItsOwnWithWhatToDo() {
        List<Finding> findings = findings(file("usr/bin/su", 04755), file("odd: mode 0777, owner 1:1", 04755));
        assertThat(findings).extracting(Finding::location).containsExactly("usr/bin/su", "odd: mode 0777, owner 1:1");
        assertThat(findings.get(0).rule()).isEqualTo("files-1.2");
        assertThat(findings.get(0).title()).startsWith("Not met: ");
        assertThat(findings.get(0).text()).contains("mode 4755, owner 0:0. Take the bits");
        assertThat(findings.get(0).id())
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(findings.get(1).id());
    }

    @Test
    void aControlWithoutFilesIsOneFinding() {
        Evidence e = Inputs.processes(Frames.distroless(), new Process(1, "a", 0, 0), new Process(2, "b", 0, 0));
        assertThat(Findings.of(Controls.evaluate(Inputs.input(e)), Workload.of(TARGET)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.location()).isEmpty();
                    assertThat(finding.text()).startsWith("2 processes run as root.");
                });
    }

    @Test
    void theIdOutlivesPodsAndRollouts() {
        assertThat(id("checkout-5d9c-x7k2p", "ReplicaSet/checkout-5d9c"))
                .isEqualTo(id("checkout-7f8b-aaaaa", "ReplicaSet/checkout-7f8b"))
                .isNotEqualTo(id("cart-5d9c-x7k2p", "ReplicaSet/cart-5d9c"))
                .isNotEqualTo(id("checkout-0", "StatefulSet/checkout"));
        assertThat(id("backup-29401234-abcde", "Job/backup-29401234"))
                .isEqualTo(id("backup-29401294-x", "Job/backup-29401294"));
        assertThat(id("migrate-v2-abcde", "Job/migrate-v2")).isNotEqualTo(id("migrate-v3-abcde", "Job/migrate-v3"));
        assertThat(id("lone", "")).isEqualTo(id("lone", "")).isNotEqualTo(id("lonely", ""));
    }

    private static String id(String pod, String owner) {
        List<ControlResult> results = Controls.evaluate(Inputs.input(Inputs.with(file("su", 04755))));
        return Findings.of(results, Workload.of(Inputs.target(pod, owner)))
                .get(0)
                .id();
    }

    private static List<Finding> findings(io.jenkins.plugins.distrolessscan.engine.model.FileEntry... more) {
        return Findings.of(Controls.evaluate(Inputs.input(Inputs.with(more))), Workload.of(TARGET));
    }
}
