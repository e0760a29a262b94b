package io.jenkins.plugins.distrolessscan.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SamplePodTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final SamplePod pod;

    SamplePodTest() throws Refused {
        pod = new SampleShop(Clock.fixed(START, ZoneOffset.UTC), 1).pod("checkout-6c8d7f9b5-h2v9t");
    }

    private static PlayedContainer container(String name, int exitCode) {
        var entry = JsonNodeFactory.instance.objectNode().put("name", name).put("image", DemoCluster.IMAGE);
        return new PlayedContainer(
                entry, "ab".repeat(32), START, new PlayedProbe.Outcome(new byte[0], exitCode), PlayedContainer.RUNS);
    }

    @Test
    void aDebugContainerWaitsRunsAndEnds() {
        PlayedContainer container = container("a", 0);
        assertThat(container.status(START).at("/state/waiting/reason").asText()).isEqualTo("ContainerCreating");
        assertThat(container.status(container.starts()).at("/state/running").isObject())
                .isTrue();
        assertThat(container
                        .status(container.ends())
                        .at("/state/terminated/reason")
                        .asText())
                .isEqualTo("Completed");
    }

    @Test
    void aPodThatIsFullOfEndedRecordsIsReplacedLater() {
        String uid = pod.uid();
        for (int i = 0; i < 8; i++) {
            pod.add(container("c" + i, 0));
        }
        pod.replaceIfFull(START.plusSeconds(20));
        assertThat(pod.addedCount()).isEqualTo(8);
        assertThat(pod.uid()).isEqualTo(uid);
        pod.replaceIfFull(START.plusSeconds(40));
        assertThat(pod.addedCount()).isZero();
        assertThat(pod.uid()).isNotEqualTo(uid);
    }

    @Test
    void whatWasWrittenAfterTheStartIsYoungerThanTheImage() {
        var nodes = SampleRoot.load("catalog", START).nodes();
        assertThat(nodes.get("tmp/.cache/updater").modified())
                .isGreaterThan(nodes.get("opt/catalog/catalog.jar").modified());
        assertThat(nodes.get("opt/catalog/cache").mode()).isEqualTo(0777);
    }
}
