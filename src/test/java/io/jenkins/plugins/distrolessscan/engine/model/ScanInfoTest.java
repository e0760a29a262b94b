package io.jenkins.plugins.distrolessscan.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanInfoTest {
    @ParameterizedTest
    @CsvSource({
        "v1.34.0+distroless-scan-demo, true",
        "v1.34.0+k3s1.distroless-scan-demo, true",
        "v1.34.0, false",
        "v1.34.0+k3s1, false",
        "v1.34.0-distroless-scan-demo, false",
        "v1.34.0+no-distroless-scan-demo, false",
        "'', false",
    })
    void aServerIsADemoWhenTheBuildMetadataOfItsVersionSaysSo(String version, boolean demo) {
        assertThat(ScanInfo.isDemo(version)).isEqualTo(demo);
    }
}
