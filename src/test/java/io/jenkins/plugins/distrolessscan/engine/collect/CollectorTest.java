package io.jenkins.plugins.distrolessscan.engine.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.distrolessscan.engine.SilentCluster;
import io.jenkins.plugins.distrolessscan.engine.TestPace;
import io.jenkins.plugins.distrolessscan.engine.cluster.Connection;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanInfo;
import io.jenkins.plugins.distrolessscan.engine.model.WorkloadName;
import io.jenkins.plugins.distrolessscan.engine.probe.KeyRing;
import io.jenkins.plugins.distrolessscan.engine.probe.SamplePods;
import io.jenkins.plugins.distrolessscan.engine.target.Selection;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is settled before the cluster is asked anything. */
class CollectorTest {
    private static final TestPace PACE = new TestPace(Instant.ofEpochSecond(1_700_000_000));

    static Connection connection(String claims) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String token = encoder.encodeToString("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".c2ln";
        return Connection.withToken("https://api.example", token);
    }

    /** By an hour more than clocks may differ. */
    @Test
    void aTokenThatIsSurelyExpiredIsNotEvenShownToTheServer() {
        Collector collector = new Collector(PACE, new SecureRandom(), new KeyRing(new SecureRandom()), text -> {});
        ScanException e = catchThrowableOfType(
                ScanException.class,
                () -> collector.collect(
                        new SilentCluster(), connection("{\"exp\":1699996399}"), TargetScanTest.request()));
        assertThat(e.kind()).isEqualTo(ScanException.Kind.UNAUTHENTICATED);
        assertThat(e).hasMessageContaining("expired at 2023-11-14T21:13:19Z");
    }

    private static final String CLAIMS = "{\"exp\":1795429800,\"sub\":\"system:serviceaccount:shop:scanner\"}";

    private static PlayedNode node() {
        PlayedNode node = new PlayedNode();
        node.logs.add(PlayedNode.whole());
        node.states.add(PlayedNode.ended("Completed", 0));
        return node;
    }

    private final List<String> said = new ArrayList<>();

    private CollectedScan collect(PlayedNode node, ScanRequest request) throws Exception {
        SecureRandom random = new SecureRandom();
        return new Collector(node.pace, random, new KeyRing(random), said::add)
                .collect(node, connection(CLAIMS), request);
    }

    private static ScanRequest request(Selection selection, Progress.Attachment... earlier) {
        ScanRequest r = TargetScanTest.request();
        return new ScanRequest(
                r.id(),
                selection,
                "registry.example/scan/probe@sha256:" + "ab".repeat(32),
                r.runAs(),
                r.maxProfile(),
                r.misuseChecks(),
                r.registryMayChange(),
                r.limits(),
                r.actor(),
                r.toolVersion(),
                List.of(earlier));
    }

    private static final Selection POD = Selection.ofPod("shop", "checkout-5d9-x7");

    @Test
    void aWholeScanIsToldOnRecordAndHandedOver() throws Exception {
        PlayedNode node = node();
        CollectedScan scan = collect(node, request(POD));
        assertThat(scan.observations()).singleElement().returns(Observation.Outcome.COLLECTED, Observation::outcome);
        assertThat(scan.audit())
                .extracting(AuditEvent::event)
                .containsExactly("scan-started", "dry-run", "attach", "collected", "ended", "scan-finished");
        assertThat(scan.audit().get(0).text()).isEqualTo("Started by a test for " + POD.words() + ".");
        assertThat(scan.audit().get(scan.audit().size() - 1).text()).isEqualTo("1 containers tried, 0 passed over.");
        assertThat(said)
                .startsWith(
                        "Cluster https://api.example, Kubernetes v1.34.4",
                        "Authenticated as system:serviceaccount:shop:scanner")
                .contains("shop/checkout-5d9-x7/app: the probe's answer is complete");
        assertThat(scan.scan())
                .returns("a test", ScanInfo::actor)
                .returns("shop", ScanInfo::namespace)
                .returns(POD.words(), ScanInfo::selection)
                .returns(PlayedNode.NOW, ScanInfo::started)
                .returns(false, ScanInfo::demo)
                .returns(new ScanInfo.Bounds(60, 75, 1024 * 1024, Selection.DEFAULT_MAX_TARGETS), ScanInfo::bounds);
    }

    @Test
    void aDemoClusterIsToldAsOne() throws Exception {
        PlayedNode demo = new PlayedNode() {
            @Override
            public String version() {
                return "v1.34.4+distroless-scan-demo";
            }
        };
        demo.logs.add(PlayedNode.whole());
        demo.states.add(PlayedNode.ended("Completed", 0));
        CollectedScan scan = collect(demo, request(POD));
        assertThat(scan.scan().demo()).isTrue();
        assertThat(scan.audit()).extracting(AuditEvent::event).contains("demo");
        assertThat(said).anyMatch(line -> line.startsWith("This is a demonstration"));
    }

    @Test
    void aClockThatDiffersIsToldAndTheScanGoesByTheServers() throws Exception {
        PlayedNode node = new PlayedNode() {
            @Override
            public Optional<Duration> clockAhead() {
                return Optional.of(Duration.ofSeconds(100));
            }
        };
        node.logs.add(PlayedNode.whole());
        node.states.add(PlayedNode.ended("Completed", 0));
        CollectedScan scan = collect(node, request(POD));
        assertThat(scan.scan().started()).isEqualTo(PlayedNode.NOW.plusSeconds(100));
        assertThat(scan.audit())
                .filteredOn(event -> event.event().equals("clock"))
                .singleElement()
                .satisfies(event -> assertThat(event.text()).contains("100 s behind the API server's"));
        assertThat(said).anyMatch(line -> line.contains("100 s behind the API server's"));
    }

    @Test
    void aTokenThatHasExpiredByTheServersClockEndsTheScan() {
        PlayedNode node = new PlayedNode() {
            @Override
            public Optional<Duration> clockAhead() {
                return Optional.of(Duration.ofMinutes(50));
            }
        };
        ScanException e = catchThrowableOfType(ScanException.class, () -> collect(node, request(POD)));
        assertThat(e.kind()).isEqualTo(ScanException.Kind.UNAUTHENTICATED);
    }

    @Test
    void aServerThatDoesNotKnowAnExpiredTokenIsExplainedByTheToken() {
        PlayedNode node = new PlayedNode() {
            @Override
            public String version() throws ScanException {
                throw new ScanException(ScanException.Kind.UNAUTHENTICATED, "not known");
            }
        };
        assertThatThrownBy(() -> collect(node, request(POD))).hasMessage("not known");
        node.pace.pass(Duration.ofMinutes(20));
        assertThatThrownBy(() -> collect(node, request(POD))).hasMessageContaining("expired");
        PlayedNode down = new PlayedNode() {
            @Override
            public String version() throws ScanException {
                throw new ScanException(ScanException.Kind.CONNECTION, "not there");
            }
        };
        down.pace.pass(Duration.ofMinutes(20));
        assertThatThrownBy(() -> collect(down, request(POD))).hasMessage("not there");
    }

    @Test
    void whatIsPassedOverIsToldOnceWithItsReason() throws Exception {
        PlayedNode node = new PlayedNode() {
            @Override
            PodFacts pod() {
                return TargetScanTest.changed(pod -> pod.put("hostPid", true));
            }
        };
        CollectedScan scan = collect(node, request(POD));
        assertThat(scan.observations()).isEmpty();
        assertThat(scan.passedOver()).extracting(PassedOver::reason).containsExactly(PassedOver.Reason.HOST_PID);
        PassedOver one = scan.passedOver().get(0);
        assertThat(said).contains("Passed over " + one.key() + ": HOST_PID");
        assertThat(scan.audit())
                .filteredOn(event -> event.event().equals("passed-over"))
                .singleElement()
                .returns(one.key(), AuditEvent::target)
                .returns(one.text(), AuditEvent::text);
        assertThat(scan.audit().get(scan.audit().size() - 1).text()).isEqualTo("0 containers tried, 1 passed over.");
    }

    @Test
    void podsComeByNameByLabelOrByWorkload() throws Exception {
        PlayedNode node = node();
        assertThat(Collector.pods(node, POD)).hasSize(1);
        assertThat(node.asked).containsExactly("pod");
        node.asked.clear();
        assertThat(Collector.pods(node, Selection.ofLabels("shop", "app=checkout")))
                .hasSize(1);
        assertThat(node.asked).containsExactly("pods app=checkout");
    }

    @Test
    void ofAWorkloadOnlyThePodsThatItOwnsAreChosen() throws Exception {
        PlayedNode node = new PlayedNode() {
            @Override
            public String podLabels(String namespace, WorkloadName workload) {
                return "app=checkout";
            }
        };
        Selection own = workload("checkout");
        assertThat(Collector.pods(node, own)).hasSize(1);
        assertThat(node.asked).containsExactly("pods app=checkout");
        assertThatThrownBy(() -> Collector.pods(node, workload("cart")))
                .isInstanceOf(ScanException.class)
                .hasMessageContaining("No pod was found when asking for")
                .hasMessageContaining("kubectl get pods --show-labels");
    }

    private static Selection workload(String name) throws ScanException {
        return new Selection(
                "shop",
                List.of(),
                WorkloadName.parse("deployment/" + name),
                Optional.empty(),
                Optional.empty(),
                false,
                Set.of(),
                10);
    }

    @Test
    void theEndOfAnEarlierAttemptIsOnRecord() throws Exception {
        Progress.Attachment earlier = new Progress.Attachment(
                "shop",
                "checkout-5d9-x7",
                node().pod().uid(),
                "distroless-scan-aaaaaaaaaa",
                "nonce",
                PlayedNode.NOW.minusSeconds(60),
                PlayedNode.NOW.plusSeconds(20));
        PlayedNode ended = node();
        ended.others.add(SamplePods.ephemeral(
                "distroless-scan-aaaaaaaaaa",
                PodFacts.Phase.TERMINATED,
                Optional.of(PlayedNode.NOW),
                Optional.of(PlayedNode.NOW)));
        CollectedScan scan = collect(ended, request(POD, earlier));
        assertThat(scan.audit())
                .filteredOn(event -> event.event().equals("earlier-ended"))
                .singleElement()
                .returns("shop/checkout-5d9-x7", AuditEvent::target);
        assertThat(said).anyMatch(line -> line.contains("distroless-scan-aaaaaaaaaa"));
        PlayedNode runs = node();
        runs.others.add(SamplePods.ephemeral(
                "distroless-scan-aaaaaaaaaa", PodFacts.Phase.RUNNING, Optional.of(PlayedNode.NOW), Optional.empty()));
        assertThat(collect(runs, request(POD, earlier)).audit())
                .extracting(AuditEvent::event)
                .contains("leftover")
                .doesNotContain("earlier-ended");
    }

    @Test
    void anImageWithoutADigestOrAForbiddenUserIsRefusedBeforeAnythingIsAsked() {
        PlayedNode node = node();
        ScanRequest r = request(POD);
        ScanRequest bad = new ScanRequest(
                r.id(),
                r.selection(),
                "not an image!",
                r.runAs(),
                r.maxProfile(),
                false,
                false,
                r.limits(),
                r.actor(),
                r.toolVersion(),
                List.of());
        ScanRequest root = new ScanRequest(
                r.id(),
                r.selection(),
                r.image(),
                Optional.of("0:0"),
                IdentityProfile.RESTRICTED,
                false,
                false,
                r.limits(),
                r.actor(),
                r.toolVersion(),
                List.of());
        for (ScanRequest wrong : List.of(bad, root)) {
            ScanException e = catchThrowableOfType(ScanException.class, () -> collect(node, wrong));
            assertThat(e.kind()).isEqualTo(ScanException.Kind.CONFIGURATION);
        }
        assertThat(node.asked).isEmpty();
        assertThat(ScanRequest.newId(new SecureRandom())).matches("[0-9a-f]{12}");
        assertThat(ScanRequest.newId(new SecureRandom())).isNotEqualTo(ScanRequest.newId(new SecureRandom()));
    }
}
