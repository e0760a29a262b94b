package io.jenkins.plugins.distrolessscan.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.ScannedTarget;
import io.jenkins.plugins.distrolessscan.engine.Scans;
import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a scan can bring, its reader takes. */
class FactsFileTest {
    static Observation withEvidence(Observation o, byte[] evidence) {
        return new Observation(
                o.target(),
                o.pod(),
                o.outcome(),
                o.reason(),
                o.identity(),
                o.debugContainer(),
                o.before(),
                o.after(),
                o.stream(),
                Optional.of(evidence));
    }

    @Test
    void allTheEvidenceThatAScanMayBringCanBeRead() throws Exception {
        int each = 4 * 1024 * 1024;
        Random random = new Random(1);
        List<Observation> observations = new ArrayList<>();
        for (int i = 0; i < FactsFile.LARGEST / 4 * 3 / each; i++) {
            byte[] incompressible = new byte[each];
            random.nextBytes(incompressible);
            observations.add(withEvidence(ScannedTarget.named("pod-" + i).observation(), incompressible));
        }
        CollectedScan sound = Scans.sound().build().scan();
        byte[] file = FactsFile.write(new CollectedScan(
                CollectedScan.FORMAT, sound.scan(), sound.access(), observations, List.of(), List.of()));
        assertThat(file.length).isLessThan(FactsFile.LARGEST - (14 << 20));
        CollectedScan read = FactsFile.read(file);
        assertThat(read.observations()).hasSameSizeAs(observations);
        assertThat(read.observations().get(1).evidence().orElseThrow())
                .isEqualTo(observations.get(1).evidence().orElseThrow());
    }

    @Test
    void whatIsTooLargeOrNoFactsIsRefused() {
        assertThatThrownBy(() -> FactsFile.read(new byte[FactsFile.LARGEST + 1]))
                .isInstanceOf(ScanException.class)
                .hasMessageContaining("larger than");
        assertThatThrownBy(() -> FactsFile.read("no facts".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isInstanceOf(ScanException.class)
                .hasMessageContaining("cannot be read");
    }
}
