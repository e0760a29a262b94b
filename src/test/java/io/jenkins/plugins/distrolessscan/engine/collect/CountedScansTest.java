package io.jenkins.plugins.distrolessscan.engine.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountedScansTest {
    private static List<String> said(int targets) throws Exception {
        List<String> lines = new ArrayList<>();
        CountedScans scans = new CountedScans(target -> null, targets, lines::add);
        for (int i = 0; i < targets; i++) {
            scans.scan(null);
        }
        return lines;
    }

    @Test
    void aLongScanSaysHowFarItIsAndAShortOneDoesNot() throws Exception {
        assertThat(said(12)).containsExactly("5 of 12 containers are done", "10 of 12 containers are done");
        assertThat(said(5)).isEmpty();
        assertThat(said(1)).isEmpty();
    }
}
