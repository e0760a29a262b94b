package io.jenkins.plugins.distrolessscan.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.DebugContainer;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Stream;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.TargetState;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Target;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.report.Reports;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplicasJsonTest {
    private static final ScanReport SOUND = Reports.sound();

    @Test
    void replicasComeBackAsTheyWere() throws IOException {
        ScanReport report = replicas(20);
        assertThat(Json.reader(ScanReport.class)
                        .<ScanReport>readValue(Json.writer().writeValueAsBytes(report)))
                .isEqualTo(report);
        assertThat(Json.reader(ScanReport.class)
                        .<ScanReport>readValue(Json.prettyWriter().writeValueAsBytes(report)))
                .isEqualTo(report);
    }

    @Test
    void aFurtherReplicaTakesLessThan700Bytes() throws IOException {
        int ten = Json.prettyWriter().writeValueAsBytes(replicas(10)).length;
        int twenty = Json.prettyWriter().writeValueAsBytes(replicas(20)).length;
        assertThat((twenty - ten) / 10).isLessThan(700);
    }

    @Test
    void eventsOfAnotherKindStayInTheRecord() throws IOException {
        ScanReport report = replicas(3);
        List<AuditEvent> audit = new ArrayList<>(report.audit());
        AuditEvent last = audit.get(audit.size() - 1);
        audit.set(audit.size() - 1, new AuditEvent(last.time(), last.event(), last.target(), "The pod is gone."));
        ScanReport odd = with(report, report.targets(), audit);
        JsonNode json = new ObjectMapper().readTree(Json.writer().writeValueAsBytes(odd));
        assertThat(json.at("/targets/1/events")).hasSize(2);
        assertThat(json.at("/targets/2").has("events")).isFalse();
        assertThat(json.at("/audit").findValuesAsText("text")).contains("The pod is gone.");
        assertThat(Json.reader(ScanReport.class)
                        .<ScanReport>readValue(Json.writer().writeValueAsBytes(odd)))
                .isEqualTo(odd);
    }

    @Test
    void manyTargetsOfWorkloadsOfTheirOwnAreLikeTheFirst() throws IOException {
        List<TargetReport> targets = new ArrayList<>();
        for (int n = 0; n < 120; n++) {
            targets.add(replica(n, Optional.of("ReplicaSet/shop-" + n / 2 + "-7d9f8b6c5")));
        }
        ScanReport report = with(SOUND, targets, List.of());
        byte[] bytes = Json.writer().writeValueAsBytes(report);
        JsonNode json = new ObjectMapper().readTree(bytes).path("targets");
        assertThat(json.path(98).has("like")).isFalse();
        assertThat(json.path(100).path("like").asInt()).isZero();
        assertThat(json.path(101).path("like").asInt()).isEqualTo(100);
        assertThat(json.path(101).path("target").has("owner")).isFalse();
        assertThat(Json.reader(ScanReport.class).<ScanReport>readValue(bytes)).isEqualTo(report);
    }

    @Test
    void ofAListThatIsAsLongOnlyTheItemsThatDifferAreWritten() throws IOException {
        TargetReport first = withLimits(replica(0), "entries", "time");
        List<TargetReport> targets = List.of(
                first,
                withLimits(replica(1), "entries", "depth"),
                withLimits(replica(2), "entries", "time", "depth"),
                withLimits(replica(3)),
                withLimits(replica(4), "entries", "time"));
        ScanReport report = with(SOUND, targets, List.of());
        byte[] bytes = Json.writer().writeValueAsBytes(report);
        JsonNode json = new ObjectMapper().readTree(bytes).path("targets");
        assertThat(json.at("/1/limits").toString()).isEqualTo("{\"1\":{\"what\":\"depth\"}}");
        assertThat(json.at("/2/limits")).hasSize(3).allMatch(limit -> limit.has("path"));
        assertThat(json.at("/3/limits").isArray()).isTrue();
        assertThat(json.at("/4").has("limits")).isFalse();
        assertThat(Json.reader(ScanReport.class).<ScanReport>readValue(bytes)).isEqualTo(report);
    }

    @Test
    void aPackageOfASubjectThatThereIsNotIsRefused() throws IOException {
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(Json.writer().writeValueAsBytes(SOUND));
        assertThat(json.at("/inventory/0/subjects/0").isInt()).isTrue();
        for (String place : List.of("-1", "77", "0.5", "null")) {
            ((ObjectNode) json.at("/inventory/0")).set("subjects", new ObjectMapper().readTree("[" + place + "]"));
            assertThatThrownBy(() -> Json.reader(ScanReport.class).readValue(json.toString()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("a subject that there is not");
        }
    }

    private static TargetReport withLimits(TargetReport target, String... whats) {
        TargetReport with = target;
        for (String what : whats) {
            with = with.with(new Evidence.Limit(what, "app"));
        }
        return with;
    }

    @Test
    void aTargetThatIsLikeNoneIsRefused() throws IOException {
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(Json.writer().writeValueAsBytes(replicas(2)));
        for (int like : List.of(-1, 1, 7)) {
            ((ObjectNode) json.at("/targets/1")).put("like", like);
            assertThatThrownBy(() -> Json.reader(ScanReport.class).readValue(json.toString()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("like none");
        }
    }

    /** So many pods of one ReplicaSet, each with names, IDs, times and events of its own. */
    private static ScanReport replicas(int count) {
        List<TargetReport> targets = new ArrayList<>();
        List<AuditEvent> audit = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            TargetReport target = replica(n);
            targets.add(target);
            audit.add(new AuditEvent(
                    at(n, 1),
                    "attach",
                    target.target().key(),
                    "Adding " + target.debugContainer().orElseThrow().name() + "."));
            audit.add(new AuditEvent(
                    at(n, 5), "collected", target.target().key(), "Read " + (500 + n) + " bytes of its log."));
        }
        return with(SOUND, targets, audit);
    }

    private static TargetReport replica(int n) {
        return replica(n, SOUND.targets().get(0).target().owner());
    }

    private static TargetReport replica(int n, Optional<String> owner) {
        TargetReport t = SOUND.targets().get(0);
        Target p = t.target();
        DebugContainer d = t.debugContainer().orElseThrow();
        String id = "containerd://" + String.format("%064x", 77L + n);
        return new TargetReport(
                new Target(
                        p.namespace(),
                        p.pod() + n,
                        String.format("%08x-c243-2f5d-78c7-680ab3d6a7cf", n),
                        p.container(),
                        id,
                        p.image(),
                        p.imageId(),
                        "node-" + n,
                        at(n, -100),
                        owner),
                t.subject(),
                t.basis(),
                t.outcome(),
                t.reason(),
                t.classification(),
                t.classificationEvidence(),
                t.identity(),
                Optional.of(new DebugContainer(
                        "distroless-scan-6up6kcdd" + n,
                        d.image(),
                        d.imageId(),
                        d.argumentBytes(),
                        d.storedSecurityContext(),
                        at(n, 1),
                        Optional.of(at(n, 2)),
                        Optional.of(at(n, 3)),
                        d.reason(),
                        d.exitCode(),
                        at(n, 4),
                        d.notAfter() + n,
                        d.entry())),
                state(t.before(), id, at(n, 0)),
                Optional.of(state(t.before(), id, at(n, 9))),
                new Stream(
                        t.stream().state(),
                        "",
                        500 + n,
                        t.stream().probeVersion(),
                        t.stream().probeDigest()),
                t.contexts(),
                t.pod(),
                t.probe(),
                t.process(),
                t.end(),
                t.limits(),
                t.errors(),
                t.unread());
    }

    private static TargetState state(TargetState s, String id, Instant asOf) {
        return new TargetState(id, s.restartCount(), s.ready(), s.phase(), asOf);
    }

    private static Instant at(int n, int second) {
        return SOUND.scan().started().plusMillis(10_000L * n + 1_000L * second + n);
    }

    private static ScanReport with(ScanReport r, List<TargetReport> targets, List<AuditEvent> audit) {
        ScanReport other = Reports.with(r, r.scan(), r.verdict(), targets, r.coverage());
        return Reports.withAudit(other, audit);
    }
}
