package io.jenkins.plugins.distrolessscan.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict;
import io.jenkins.plugins.distrolessscan.engine.report.Reports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static final String EVENT =
            "{\"time\":\"2026-11-23T10:15:00Z\",\"event\":\"a\",\"target\":\"\",\"text\":\"\"}";

    @Test
    void aReportComesBackAsItWas() throws IOException {
        for (ScanReport report : List.of(
                Reports.sound(), Reports.demo(), Reports.unreadable(), Reports.tampered(), Reports.nothingChosen())) {
            byte[] bytes = Json.writer().writeValueAsBytes(report);
            assertThat(Json.reader(ScanReport.class).<ScanReport>readValue(bytes))
                    .isEqualTo(report);
        }
    }

    @Test
    void collectedFactsComeBackAsTheyWereWithTheirEvidence() throws IOException {
        byte[] evidence = {31, -117, 8, 0, -1, 127};
        CollectedScan scan = collected(evidence);
        byte[] bytes = Json.writer().writeValueAsBytes(scan);
        CollectedScan back = Json.reader(CollectedScan.class).readValue(bytes);
        assertThat(back).usingRecursiveComparison().isEqualTo(scan);
        assertThat(back.observations().get(0).evidence()).hasValue(evidence);
        assertThat(Json.writer().writeValueAsBytes(back)).isEqualTo(bytes);
    }

    @Test
    void membersAreTheRecordsComponentsAndNothingElse() throws IOException {
        assertThat(text(new AuditEvent(Instant.parse("2026-11-23T10:15:00Z"), "a", "", "")))
                .isEqualTo(EVENT);
        assertThat(text(Reports.sound().targets().get(0).target())).doesNotContain("\"key\"");
        assertThat(text(Reports.nothingChosen().verdict()))
                .contains("\"compliance\":null", "\"result\":\"INCOMPLETE\"");
        assertThat(text(Reports.sound().risk())).contains("\"source\":\"api\"");
    }

    @Test
    void anUnknownMemberOfALaterVersionIsIgnored() throws IOException {
        AuditEvent event = Json.reader(AuditEvent.class).readValue(EVENT.replace("{", "{\"later\":[1,{\"a\":2}],"));
        assertThat(event.event()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null x",
                "{}",
                "[]",
                "{\"time\":null,\"event\":\"a\",\"target\":\"\",\"text\":\"\"}",
                "{\"time\":\"2026-11-23T10:15:00Z\",\"event\":null,\"target\":\"\",\"text\":\"\"}",
                "{\"time\":\"yesterday\",\"event\":\"a\",\"target\":\"\",\"text\":\"\"}",
                "{\"time\":\"+1000000000-12-31T23:59:59Z\",\"event\":\"a\",\"target\":\"\",\"text\":\"\"}",
                "{\"time\":\"-0001-01-01T00:00:00Z\",\"event\":\"a\",\"target\":\"\",\"text\":\"\"}",
                "{\"time\":1e9,\"event\":\"a\",\"target\":\"\",\"text\":\"\"}",
                EVENT + EVENT,
                "{\"event\":\"a\",\"event\":\"b\"}"
            })
    void aDocumentThatIsNotTheRecordIsAnErrorAndNeverARecordWithNulls(String document) {
        assertThatThrownBy(() -> Json.reader(AuditEvent.class).readValue(document))
                .isInstanceOf(IOException.class);
    }

    @Test
    void listsDoNotHoldNull() {
        assertThatThrownBy(
                        () -> Json.reader(Verdict.class)
                                .readValue(
                                        "{\"result\":\"PASSED\",\"judged\":\"GATES\",\"compliance\":1,\"criteria\":[],\"reasons\":[null]}"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void enumsAreWordsAndNeverNumbers() {
        assertThatThrownBy(() -> Json.reader(Verdict.class)
                        .readValue(
                                "{\"result\":0,\"judged\":\"GATES\",\"compliance\":1,\"criteria\":[],\"reasons\":[]}"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(
                        () -> Json.reader(Verdict.class)
                                .readValue(
                                        "{\"result\":\"GREAT\",\"judged\":\"GATES\",\"compliance\":1,\"criteria\":[],\"reasons\":[]}"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void hostileSizesAreRefused() {
        String nested = "{\"later\":" + "[".repeat(200) + "]".repeat(200) + "," + EVENT.substring(1);
        assertThatThrownBy(() -> Json.reader(AuditEvent.class).readValue(nested))
                .isInstanceOf(IOException.class);
        String large = EVENT.replace("\"text\":\"\"", "\"text\":\"" + "a".repeat(Json.MAX_TEXT + 1) + "\"");
        assertThatThrownBy(() -> Json.reader(AuditEvent.class).readValue(large)).isInstanceOf(IOException.class);
        String number = "{\"later\":" + "9".repeat(1_000) + "," + EVENT.substring(1);
        assertThatThrownBy(() -> Json.reader(AuditEvent.class).readValue(number))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whatPeopleReadIsAsciiAndComesBackAllTheSame() throws IOException {
        AuditEvent event = new AuditEvent(Instant.EPOCH, "a", "\u001b[31m\u202e\u009b", "\u00fc\ud83d\ude00");
        String text = Json.prettyWriter().writeValueAsString(event);
        assertThat(text).matches("[\\x20-\\x7e\\n]+").doesNotContain("\r");
        assertThat(Json.reader(AuditEvent.class).<AuditEvent>readValue(text)).isEqualTo(event);
    }

    private static String text(Object value) throws IOException {
        return new String(Json.writer().writeValueAsBytes(value), StandardCharsets.UTF_8);
    }

    private static CollectedScan collected(byte[] evidence) {
        TargetReport target = Reports.sound().targets().get(0);
        Observation observation = new Observation(
                target.target(),
                pod(),
                target.outcome(),
                "",
                target.identity(),
                target.debugContainer(),
                target.before(),
                target.after(),
                target.stream(),
                Optional.of(evidence));
        return new CollectedScan(
                CollectedScan.FORMAT,
                Reports.scan(false),
                Reports.access(),
                List.of(observation),
                List.of(new PassedOver("shop", "x", "", PassedOver.Reason.WINDOWS, "Not on Windows.")),
                Reports.sound().audit());
    }

    private static PodFacts pod() {
        return new PodFacts(
                "shop",
                "cart",
                "uid",
                "42",
                Instant.parse("2026-11-14T08:00:00Z"),
                false,
                "Running",
                "node-3",
                "",
                "cart",
                "Burstable",
                false,
                "",
                false,
                false,
                false,
                false,
                false,
                List.of(),
                Map.of("app", "cart", "tier", "web"),
                Map.of(),
                Optional.of("ReplicaSet/cart"),
                OptionalLong.of(1L << 30),
                List.of(new PodFacts.ContainerFacts(
                        "cart",
                        PodFacts.ContainerFacts.Kind.REGULAR,
                        "i",
                        "i@sha256:0",
                        "containerd://0",
                        PodFacts.Phase.RUNNING,
                        "",
                        true,
                        0,
                        Optional.of(Instant.EPOCH),
                        OptionalLong.of(4_294_967_294L),
                        OptionalLong.empty(),
                        Optional.of(true),
                        true,
                        false,
                        List.of("NET_BIND_SERVICE"),
                        Optional.empty(),
                        OptionalLong.of(1L << 40),
                        OptionalLong.empty(),
                        OptionalLong.of(500),
                        OptionalLong.empty(),
                        Optional.of("{\"type\":\"RuntimeDefault\"}"),
                        Optional.empty())),
                List.of());
    }
}
