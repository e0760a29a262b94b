package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An application with a sidecar, as most pods of a mesh are: both are scanned, and neither is held against the other. */
class TwoContainersTest {
    @RegisterExtension
    static final TestNamespace NAMESPACE = TestNamespace.open("twocontainers");

    private static JsonNode report;

    @BeforeAll
    static void scan() {
        NAMESPACE.ready(Pod.of("shop", "distroless:v1").container("side", "distroless:v1", "ADDR", ":8081"));
        report = Scan.of(NAMESPACE.scanner())
                .pod(NAMESPACE, "shop")
                .with("--run-as", "65532:65532", "--threshold", "0")
                .run()
                .ended(0)
                .report();
    }

    @Test
    void bothAreScanned() {
        assertThat(report.path("targets")).hasSize(2);
        assertThat(Json.texts(report.path("targets"), "outcome")).containsOnly("COLLECTED");
        assertThat(Json.each(report.path("targets"))
                        .map(target -> target.at("/target/container").asText()))
                .containsExactly("app", "side");
        assertThat(NAMESPACE.pod("shop").at("/spec/ephemeralContainers")).hasSize(2);
    }

    @Test
    void theSecondDebugContainerIsAddedAfterTheEndOfTheFirst() {
        List<String> events = Json.each(report.path("audit"))
                .map(event -> event.path("event").asText() + " "
                        + event.path("target").asText())
                .filter(event -> event.startsWith("attach ") || event.startsWith("ended "))
                .toList();
        String pod = NAMESPACE.name() + "/shop/";
        assertThat(events)
                .containsExactly(
                        "attach " + pod + "app",
                        "ended " + pod + "app",
                        "attach " + pod + "side",
                        "ended " + pod + "side");
    }

    @Test
    void eachIsComparedWithThePodAsItWasJustBefore() {
        assertThat(Json.each(report.path("targets")).map(target -> target.at("/pod/ephemeralContainersBefore")
                        .asInt(-1)))
                .containsExactly(0, 1);
        assertThat(Json.each(report.path("targets")).map(target -> target.at("/debugContainer/entry/changes")))
                .hasSize(2)
                .allSatisfy(differences -> assertThat(differences).isEmpty());
    }

    @Test
    void noStatementOfTheAnalysisIsNotMetBecauseThereAreTwo() {
        JsonNode risk = report.path("risk");
        List<JsonNode> items = Stream.of("characteristics", "risks", "statements")
                .flatMap(part -> Json.each(risk.path(part)))
                .filter(item ->
                        List.of("S-5", "S-16", "S-33").contains(item.path("id").asText()))
                .toList();
        assertThat(items)
                .hasSize(3)
                .allSatisfy(item ->
                        assertThat(item.path("state").asText()).as("%s", item).isNotEqualTo("NOT_MET"));
    }
}
