package io.jenkins.plugins.distrolessscan.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.assess.Assessment;
import io.jenkins.plugins.distrolessscan.engine.assess.Stages;
import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.FabricCluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Pace;
import io.jenkins.plugins.distrolessscan.engine.cluster.Pods;
import io.jenkins.plugins.distrolessscan.engine.cluster.StoredPod;
import io.jenkins.plugins.distrolessscan.engine.cluster.Timeouts;
import io.jenkins.plugins.distrolessscan.engine.collect.Collector;
import io.jenkins.plugins.distrolessscan.engine.collect.Limits;
import io.jenkins.plugins.distrolessscan.engine.collect.ScanRequest;
import io.jenkins.plugins.distrolessscan.engine.gate.GatePolicy;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver.Reason;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.probe.KeyRing;
import io.jenkins.plugins.distrolessscan.engine.store.Json;
import io.jenkins.plugins.distrolessscan.engine.target.Selection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pods that are unusual, and calls that fail: what concerns one target does not concern the others. */
class DemoTroubleTest {
    /** So few that two equal failures come before the last pod's turn. */
    private static final Limits TWO_AT_A_TIME = new Limits(
            Limits.DEFAULT.scan(),
            Limits.DEFAULT.start(),
            Limits.DEFAULT.work(),
            Limits.DEFAULT.verify(),
            Limits.DEFAULT.outputBytes(),
            2,
            Limits.DEFAULT.margins());

    private static final ObjectMapper JSON = new ObjectMapper();

    private DemoCluster demo;

    @BeforeEach
    void start() throws Exception {
        demo = DemoCluster.start();
    }

    @AfterEach
    void stop() {
        demo.close();
    }

    /** Something that happens before a call. */
    private interface Before {
        void call(String method, Object[] arguments);
    }

    /** Scans the default containers of all pods, whose facts are changed wherever they are read, with an image. */
    private ScanReport scan(String image, Consumer<ObjectNode> change, Before before) throws Exception {
        ScanRequest request = new ScanRequest(
                "0123456789ab",
                new Selection(
                                DemoCluster.NAMESPACE,
                                List.of(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                true,
                                Set.of(Reason.HOST_PATH),
                                20)
                        .withContainers("default"),
                image,
                Optional.empty(),
                IdentityProfile.RESTRICTED,
                false,
                false,
                TWO_AT_A_TIME,
                "a test",
                "0",
                List.of());
        try (Cluster real = new FabricCluster(demo.connection(), Timeouts.standard())) {
            Cluster cluster = (Cluster) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Cluster.class}, (proxy, method, arguments) -> {
                        before.call(method.getName(), arguments);
                        try {
                            return changed(method.invoke(real, arguments), change);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
            KeyRing keys = new KeyRing(new SecureRandom());
            var collector = new Collector(Pace.system(), new SecureRandom(), keys, text -> {});
            return new Assessment(Stages.standard(GatePolicy.none()))
                    .assess(keys.opened(collector.collect(cluster, demo.connection(), request)));
        }
    }

    private static Object changed(Object answer, Consumer<ObjectNode> change) {
        if (answer instanceof PodFacts pod) {
            return changed(pod, change);
        }
        if (answer instanceof StoredPod pod) {
            return Pods.with(pod, changed(pod.facts(), change));
        }
        return answer instanceof List<?> list
                ? list.stream().map(item -> changed(item, change)).toList()
                : answer;
    }

    private static PodFacts changed(PodFacts pod, Consumer<ObjectNode> change) {
        try {
            ObjectNode json = (ObjectNode) JSON.readTree(Json.writer().writeValueAsBytes(pod));
            change.accept(json);
            return Json.reader(PodFacts.class).readValue(JSON.writeValueAsBytes(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void nothing(String method, Object[] arguments) {}

    @Test
    void theContainersOfOnePodAreScannedOneAfterTheOtherAndNoneIsHeldAgainstTheOther() throws Exception {
        ScanReport report =
                scan(DemoCluster.IMAGE, pod -> pod.withObject("/annotations").removeAll(), DemoTroubleTest::nothing);
        assertThat(report.targets())
                .extracting(
                        target -> target.target().container(),
                        target -> target.outcome(),
                        target -> target.debugContainer().orElseThrow().entry().changes())
                .containsExactly(
                        tuple("billing", Outcome.COLLECTED, List.of()),
                        tuple("log-shipper", Outcome.COLLECTED, List.of()),
                        tuple("catalog", Outcome.COLLECTED, List.of()),
                        tuple("catalog", Outcome.COLLECTED, List.of()),
                        tuple("checkout", Outcome.COLLECTED, List.of()),
                        tuple("frontend", Outcome.COLLECTED, List.of()));
        assertThat(report.targets().get(1).pod().ephemeralContainersBefore())
                .as("the record of the container before it")
                .isEqualTo(1);
        RiskAssessment risk = report.risk();
        assertThat(risk.characteristics())
                .filteredOn(factor -> factor.id().equals("S-5"))
                .singleElement()
                .satisfies(factor -> assertThat(factor.state()).isEqualTo(State.VERIFIED));
        assertThat(risk.risks())
                .filteredOn(item -> item.id().equals("S-16"))
                .singleElement()
                .satisfies(item -> assertThat(item.state()).isNotEqualTo(State.NOT_MET));
        assertThat(risk.statements())
                .filteredOn(item -> item.id().equals("S-33"))
                .singleElement()
                .satisfies(item -> assertThat(item.state()).isNotEqualTo(State.NOT_MET));
    }

    @Test
    void aContainerOfAnotherKindOfRuntimeIsPassedOverAndTheOthersAreScanned() throws Exception {
        ScanReport report = scan(
                DemoCluster.IMAGE,
                pod -> {
                    if (pod.path("name").asText().startsWith("frontend")) {
                        ((ObjectNode) pod.path("containers").get(0)).put("containerId", "cci://5d1f-uuid");
                    }
                },
                DemoTroubleTest::nothing);
        assertThat(report.targets())
                .hasSize(4)
                .allSatisfy(target -> assertThat(target.outcome()).isEqualTo(Outcome.COLLECTED));
        assertThat(report.passedOver())
                .filteredOn(passed -> passed.container().equals("frontend"))
                .extracting(PassedOver::reason)
                .containsExactly(Reason.UNSUPPORTED_RUNTIME);
    }

    @Test
    void aFaultThatNobodyExpectedLeavesTheOthersAndTheAuditRecord() throws Exception {
        ScanReport report = scan(DemoCluster.IMAGE, pod -> {}, (method, arguments) -> {
            if (method.equals("dryRun")
                    && ((StoredPod) arguments[0]).facts().name().startsWith("checkout")) {
                throw new IllegalStateException("unexpected");
            }
        });
        assertThat(report.targets())
                .extracting(target -> target.target().container(), target -> target.outcome())
                .containsExactly(
                        tuple("billing", Outcome.COLLECTED),
                        tuple("catalog", Outcome.COLLECTED),
                        tuple("catalog", Outcome.COLLECTED),
                        tuple("checkout", Outcome.FAILED),
                        tuple("frontend", Outcome.COLLECTED));
        assertThat(report.audit()).extracting(AuditEvent::event).contains("attach", "ended", "scan-finished");
    }

    @Test
    void whoeverIsNotTriedBecauseOthersFailedIsInTheAuditRecord() throws Exception {
        ScanReport report = scan("registry.example/another:1", pod -> {}, DemoTroubleTest::nothing);
        assertThat(report.targets())
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(target -> assertThat(target.outcome()).isEqualTo(Outcome.REFUSED));
        List<PassedOver> early = report.passedOver().stream()
                .filter(passed -> passed.reason() == Reason.STOPPED_EARLY)
                .toList();
        assertThat(early).extracting(PassedOver::container).contains("frontend");
        assertThat(report.audit())
                .filteredOn(event -> event.event().equals("passed-over"))
                .extracting(AuditEvent::target, AuditEvent::text)
                .containsAll(early.stream()
                        .map(passed -> tuple(passed.key(), passed.text()))
                        .toList());
    }
}
