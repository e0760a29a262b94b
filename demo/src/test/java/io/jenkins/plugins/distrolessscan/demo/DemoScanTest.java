package io.jenkins.plugins.distrolessscan.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.Misuse;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver.Reason;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport.Classification;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict.Result;
import io.jenkins.plugins.distrolessscan.engine.model.WorkloadName;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFile;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFiles;
import io.jenkins.plugins.distrolessscan.engine.target.Selection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine scans the demo cluster over HTTPS from end to end. */
class DemoScanTest {
    private static DemoCluster demo;
    private static ScanReport report;

    @BeforeAll
    static void scanAllPods() throws Exception {
        demo = DemoCluster.start();
        report = DemoScans.allPods(demo);
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    static Stream<ReportFile> files() {
        return ReportFiles.all().stream();
    }

    @Test
    void theVerdictIsIncompleteBecauseOfThePodThatSharesTooMuch() {
        assertThat(report.scan().demo()).isTrue();
        assertThat(report.verdict().result()).isEqualTo(Result.INCOMPLETE);
        assertThat(report.verdict().reasons())
                .hasSize(3)
                .anySatisfy(reason -> assertThat(reason).contains("/billing: ", "HOST_PATH"))
                .anySatisfy(reason -> assertThat(reason).contains("/log-shipper: ", "HOST_PATH"))
                .anySatisfy(reason -> assertThat(reason).contains("at least 90 % is required"));
    }

    @Test
    void fourPodsAreScannedAndOneIsPassedOver() {
        assertThat(report.targets())
                .extracting(target -> target.target().container(), TargetReport::outcome, TargetReport::classification)
                .containsExactlyInAnyOrder(
                        tuple("catalog", Outcome.COLLECTED, Classification.DISTROLESS),
                        tuple("catalog", Outcome.COLLECTED, Classification.DISTROLESS),
                        tuple("checkout", Outcome.COLLECTED, Classification.DISTROLESS),
                        tuple("frontend", Outcome.COLLECTED, Classification.STANDARD));
        assertThat(report.passedOver())
                .extracting(passed -> passed.container() + " " + passed.reason())
                .containsExactlyInAnyOrder("billing HOST_PATH", "log-shipper HOST_PATH");
        assertThat(report.coverage().percent()).isEqualTo(66);
    }

    @Test
    void thePackagesOfEachPodAreListed() {
        assertThat(packages("checkout")).hasSize(10).contains("golang stdlib 1.24.6", "deb base-files 12.4+deb12u11");
        assertThat(packages("catalog"))
                .hasSize(18)
                .contains(
                        "deb openjdk-17-jre-headless 17.0.16+8-1~deb12u1",
                        "deb zlib1g 1:1.2.13.dfsg-1",
                        "maven org.yaml:snakeyaml 2.2");
        assertThat(packages("frontend")).hasSize(30).contains("deb nginx 1.28.0-1~bookworm", "npm express 4.18.2");
    }

    @Test
    void aDeploymentIsScannedWithItsReplicas() throws Exception {
        try (DemoCluster replicated = DemoCluster.startWith(3)) {
            Selection deployment = new Selection(
                    DemoCluster.NAMESPACE,
                    List.of(),
                    WorkloadName.parse("deployment/checkout"),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Set.of(),
                    20);
            ScanReport report = DemoScans.scan(replicated, deployment, Optional.empty());
            assertThat(report.targets()).hasSize(3);
            assertThat(report.subjects()).hasSize(1);
            assertThat(report.access().excess())
                    .containsExactly("get pods/log of every pod in shop (no resourceNames)");
        }
    }

    private static String subject(String container) {
        return report.targets().stream()
                .filter(target -> target.target().container().equals(container))
                .findFirst()
                .orElseThrow()
                .subject();
    }

    private static List<String> packages(String container) {
        return report.inventory().stream()
                .filter(item -> item.subjects().contains(subject(container)))
                .map(item -> item.type() + " " + item.name() + " " + item.version())
                .toList();
    }

    @Test
    void theSoundServiceMeetsEveryControlAndTheOthersDoNot() {
        assertThat(failed("checkout")).isEmpty();
        assertThat(failed("catalog")).containsExactly("files-1.1", "runtime-1.1");
        assertThat(failed("frontend"))
                .contains("container-2.2", "distroless-1.1", "distroless-1.2", "files-1.2")
                .doesNotContain("files-1.1");
        assertThat(report.findings())
                .filteredOn(finding -> finding.rule().equals("files-1.1"))
                .extracting(finding -> finding.location())
                .hasSize(4)
                .containsOnly("opt/catalog/application.properties", "opt/catalog/cache");
        assertThat(report.findings())
                .filteredOn(finding -> finding.rule().equals("runtime-1.1"))
                .extracting(finding -> finding.location())
                .containsExactly("opt/catalog/application.properties");
    }

    @Test
    void theReplicaThatDiffersIsToldOnceAndBothAreNamed() {
        assertThat(report.findings())
                .filteredOn(finding -> finding.rule().equals("replica-differs"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.location()).isEqualTo("tmp/.cache/updater");
                    assertThat(finding.text()).contains("catalog-7b9f5d6c4-m4q7z", "catalog-7b9f5d6c4-r6p2d");
                });
    }

    private static List<String> failed(String container) {
        return report.controls().stream()
                .filter(control -> control.subject().equals(subject(container)))
                .filter(control -> control.status() == ControlResult.Status.FAILED)
                .map(ControlResult::id)
                .toList();
    }

    @Test
    void noTargetIsProvedAndWhatThePlayedClusterSaysIsMarked() {
        assertThat(report.risk().statements())
                .filteredOn(statement -> statement.id().equals("S-31"))
                .singleElement()
                .satisfies(statement -> assertThat(statement.state()).isEqualTo(State.NOT_VERIFIABLE));
        assertThat(report.risk().risks()).hasSize(9).allSatisfy(risk -> marked(risk.evidence()));
        assertThat(report.risk().characteristics()).hasSize(5).allSatisfy(factor -> marked(factor.evidence()));
        assertThat(report.risk().statements()).isNotEmpty().allSatisfy(statement -> marked(statement.evidence()));
        assertThat(report.risk().enterprise()).hasSize(5).allSatisfy(item -> marked(item.evidence()));
    }

    private static void marked(List<Fact> evidence) {
        boolean played = evidence.stream().anyMatch(fact -> fact.source() != Fact.Source.CLIENT);
        boolean says = evidence.stream().anyMatch(fact -> fact.text().startsWith("Demonstration: "));
        assertThat(says).as(evidence.toString()).isEqualTo(played);
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileSaysThatItIsADemonstration(ReportFile file) {
        String text = new String(file.render(report), StandardCharsets.UTF_8);
        String says =
                switch (file.name()) {
                    case "report.html" -> "<title>DEMO: ";
                    case "report.md" -> "# DEMO: ";
                    case "report.json" -> "\"demo\": true";
                    case "hdf.json" -> "\"DEMO: Distroless Scan\"";
                    case "report.sarif" -> "\"demo\": true";
                    case "junit.xml" -> "\"DEMO: Distroless Scan\"";
                    case "findings.csv", "vulnerabilities.csv" -> "\"true\"\n";
                    case "sbom.cdx.json" -> "\"distroless-scan:demo\"";
                    case "audit.jsonl" -> "\"event\":\"demo\"";
                    default -> throw new AssertionError("say how " + file.name() + " tells a demonstration");
                };
        assertThat(text).contains(says);
    }

    @ParameterizedTest
    @MethodSource("files")
    void noFileHoldsTheToken(ReportFile file) {
        String text = new String(file.render(report), StandardCharsets.UTF_8);
        assertThat(text).doesNotContain(demo.token().split("\\."));
    }

    @Test
    void theCredentialIsSeenAsAShortBoundToken() {
        var credential = report.access().credential();
        assertThat(credential.subject()).isEqualTo("system:serviceaccount:shop:scanner");
        assertThat(credential.boundTo()).isEqualTo("Secret/scanner-once");
        assertThat(credential.expires()).isEqualTo(credential.issued().map(at -> at.plus(DemoCluster.TOKEN_LIFETIME)));
        assertThat(report.access().excess()).containsExactly("get pods/log of every pod in shop (no resourceNames)");
    }

    @Test
    void thePolicyRefusesEveryMisuseThatTheScanTriesByDryRun() {
        assertThat(report.access().misuse().attempts())
                .hasSize(Misuse.values().length)
                .allSatisfy(attempt -> assertThat(attempt.by()).isEqualTo(MisuseChecks.By.POLICY));
    }

    @Test
    void aScanByLabelOfTheSoundServicePasses() throws Exception {
        ScanReport sound = DemoScans.labelled(demo, "app=checkout");
        assertThat(sound.verdict().result()).as(sound.verdict().toString()).isEqualTo(Result.PASSED);
        assertThat(sound.verdict().compliance()).hasValue(100);
    }

    @Test
    void aScanByLabelOfTheStorefrontFailsItsThreshold() throws Exception {
        assertThat(DemoScans.labelled(demo, "team=storefront").verdict().result())
                .isEqualTo(Result.FAILED);
    }

    @Test
    void thePodThatSharesTooMuchIsScannedWhenThatIsAllowedAndTheReportHoldsItAgainstTheScan() throws Exception {
        ScanReport all = DemoScans.allPods(demo, Reason.HOST_PATH);
        TargetReport billing = all.targets().stream()
                .filter(target -> target.target().container().equals("billing"))
                .findFirst()
                .orElseThrow();
        assertThat(billing.outcome()).as(billing.reason()).isEqualTo(Outcome.COLLECTED);
        assertThat(billing.process().orElseThrow().sharedPidNamespace()).isTrue();
        assertThat(all.risk().scenarios())
                .flatExtracting(scenario -> scenario.mitigations())
                .filteredOn(mitigation -> mitigation.id().equals("S-22c"))
                .singleElement()
                .satisfies(mitigation -> assertThat(mitigation.state()).isEqualTo(State.NOT_MET))
                .satisfies(mitigation ->
                        assertThat(mitigation.evidence().toString()).contains("1 hostPath volume (node-logs)"));
    }

    @Test
    void aProbeOfAnotherUserReadsNothing() throws Exception {
        ScanReport other =
                DemoScans.scan(demo, Selection.ofLabels(DemoCluster.NAMESPACE, "app=checkout"), Optional.of("65532:1"));
        assertThat(other.targets())
                .singleElement()
                .satisfies(target -> assertThat(target.outcome()).isEqualTo(Outcome.NOT_READABLE))
                .satisfies(target -> assertThat(target.reason()).contains("run-as 65532:65532"));
    }
}
