package io.jenkins.plugins.distrolessscan.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import hudson.util.Secret;
import io.jenkins.plugins.distrolessscan.config.ClusterDefinition;
import io.jenkins.plugins.distrolessscan.config.DistrolessScanGlobalConfiguration;
import io.jenkins.plugins.distrolessscan.demo.DemoCluster;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport.Basis;
import io.jenkins.plugins.distrolessscan.engine.store.Json;
import io.jenkins.plugins.distrolessscan.result.ScanAction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Scans that attach to fewer containers than they choose, in a real Jenkins over the demo cluster. */
@WithJenkins
class SparingScansTest {
    private static final String CALL =
            "distrolessScan cluster: 'demo', credentialsId: 'scanner', namespace: 'shop', workload: 'deployment/checkout'";

    private JenkinsRule jenkins;
    private DemoCluster cluster;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        cluster = DemoCluster.startWith(4);
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.GLOBAL, "scanner", null, Secret.fromString(cluster.token())));
        ClusterDefinition demo = new ClusterDefinition("demo", cluster.server());
        demo.setCaCertificate(cluster.caCertificate());
        demo.setImage(DemoCluster.IMAGE);
        DistrolessScanGlobalConfiguration.get().setClusters(List.of(demo));
    }

    @AfterEach
    void end() throws Exception {
        jenkins.waitUntilNoActivity();
        cluster.close();
    }

    @Test
    void aWorkloadIsScannedWithAllItsReplicas() throws Exception {
        WorkflowRun run = run(pipeline(CALL));
        assertThat(bases(report(run))).containsOnly(Basis.SCANNED).hasSize(4);
        assertThat(run.getAction(ScanAction.class).getVerdict()).isEqualTo("PASSED");
    }

    @Test
    void ofEqualReplicasASampleIsScannedAndTheOthersAreAssumed() throws Exception {
        WorkflowRun run = run(pipeline(CALL + ", perImage: 3"));
        ScanReport report = report(run);
        assertThat(bases(report)).containsExactlyInAnyOrder(Basis.SCANNED, Basis.SCANNED, Basis.SCANNED, Basis.ASSUMED);
        assertThat(report.coverage().assumed()).hasValue(1);
        assertThat(report.coverage().percent()).isEqualTo(75);
        jenkins.assertLogContains("1 of 4 containers are ASSUMED and were not looked at, from equal replicas.", run);
    }

    @Test
    void whatABuildOfTheSameJobLookedAtIsNotAttachedToAgain() throws Exception {
        WorkflowJob job = pipeline(CALL + ", unchangedFor: '7d'");
        ScanReport first = report(run(job));
        WorkflowRun again = run(job);
        ScanReport second = report(again);
        assertThat(bases(first)).containsOnly(Basis.SCANNED);
        assertThat(bases(second)).containsOnly(Basis.ASSUMED);
        assertThat(second.audit()).noneMatch(event -> event.event().equals(AuditEvent.ATTACH));
        assertThat(second.inventory()).isEqualTo(first.inventory());
        jenkins.assertLogContains(
                "Nothing was looked at by this scan: all that is known is ASSUMED (4 of 4 containers), from scan "
                        + first.scan().id(),
                again);
        assertThat(again.getAction(ScanAction.class).getCoverage()).isZero();

        assertThat(bases(report(run(job))))
                .as("from the first build, and not from the second")
                .containsOnly(Basis.ASSUMED);
        assertThat(report(run(job)).targets())
                .allSatisfy(target -> assertThat(target.assumed().orElseThrow().scan())
                        .isEqualTo(first.scan().id()));
        assertThat(bases(report(run(pipeline(CALL + ", unchangedFor: '7d'")))))
                .as("another job has files of its own")
                .containsOnly(Basis.SCANNED);
    }

    @Test
    void aFreestyleJobKeepsBothThroughItsForm() throws Exception {
        DistrolessScanStep step = new DistrolessScanStep();
        step.setCluster("demo");
        step.setCredentialsId("scanner");
        step.setNamespace("shop");
        step.setWorkload("deployment/checkout");
        step.setPerImage(2);
        step.setUnchangedFor("12h");
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new DistrolessScanBuilder(step));
        jenkins.configRoundtrip(job);
        FreeStyleBuild first = jenkins.buildAndAssertSuccess(job);
        assertThat(bases(report(first))).filteredOn(Basis.SCANNED::equals).hasSize(2);
        ScanReport second = report(jenkins.buildAndAssertSuccess(job));
        assertThat(second.coverage().chosen()).isEqualTo(4);
        assertThat(second.coverage().assumed())
                .as("two are known, and of the other two both are scanned")
                .hasValue(2);
    }

    @Test
    void theSnippetGeneratorWritesThem() throws Exception {
        DistrolessScanStep step = new DistrolessScanStep();
        step.setNamespace("shop");
        step.setAllPods(true);
        step.setPerImage(3);
        step.setUnchangedFor("7d");
        step.setVerify("all");
        step.setSamples(5);
        new SnippetizerTester(jenkins)
                .assertRoundTrip(
                        step,
                        "distrolessScan allPods: true, namespace: 'shop', perImage: 3, samples: 5, unchangedFor: '7d', verify: 'all'");
    }

    private WorkflowJob pipeline(String call) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("node { " + call + " }", true));
        return job;
    }

    private WorkflowRun run(WorkflowJob job) throws Exception {
        return jenkins.buildAndAssertStatus(Result.SUCCESS, job);
    }

    private static List<Basis> bases(ScanReport report) {
        return report.targets().stream().map(TargetReport::basis).toList();
    }

    /** From the file beside the build's record, in which replicas are folded. */
    private static ScanReport report(Run<?, ?> run) throws IOException {
        Path file = run.getRootDir().toPath().resolve("distroless-scan/distroless-scan.json.gz");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            String stored =
                    JsonMapper.builder().build().readTree(in).path("report").toString();
            return Json.reader(ScanReport.class).readValue(stored);
        }
    }
}
