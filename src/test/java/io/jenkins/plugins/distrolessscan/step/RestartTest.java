package io.jenkins.plugins.distrolessscan.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.distrolessscan.demo.DemoCluster;
import io.jenkins.plugins.distrolessscan.result.ScanAction;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** Jenkins in a process of its own, which ends or is killed while a debug container runs. */
class RestartTest {
    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension().withTimeout(0);

    private DemoCluster cluster;

    @BeforeEach
    void start() throws Throwable {
        cluster = DemoCluster.startSlow(Duration.ofSeconds(12));
        String server = cluster.server();
        String authority = cluster.caCertificate();
        String token = cluster.token();
        jenkins.startJenkins();
        jenkins.runRemotely(rule -> {
            DemoSetup.configure(server, authority, token);
        });
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aPipelineGoesOnAfterARestartAndIsJudgedByItsGates() throws Throwable {
        jenkins.runRemotely(RestartTest::beginPipeline);
        jenkins.stopJenkins();
        jenkins.startJenkins();
        jenkins.runRemotely(RestartTest::pipelineGoesOn);
    }

    @Test
    void aKilledJenkinsLosesNoDebugContainer() throws Throwable {
        jenkins.runRemotely(RestartTest::beginPipeline);
        jenkins.runRemotely(RestartTest::beginFreestyle);
        jenkins.stopJenkinsForcibly();
        jenkins.startJenkins();
        jenkins.runRemotely(RestartTest::pipelineGoesOn);
        jenkins.runRemotely(RestartTest::freestyleIsTold);
    }

    private static void beginPipeline(JenkinsRule rule) throws Exception {
        WorkflowJob job = rule.createProject(WorkflowJob.class, "pipeline");
        job.setDefinition(new CpsFlowDefinition(
                "node { " + DemoSetup.CALL + ", labelSelector: 'app=checkout', qualityGates:"
                        + " [[type: 'TOTAL', of: 'COVERAGE', limit: 100]], minimumCompliance: 100,"
                        + " onThresholdMissed: 'UNSTABLE' }",
                true));
        DemoSetup.await(job.scheduleBuild2(0).waitForStart(), ": attached ");
    }

    private static void pipelineGoesOn(JenkinsRule rule) throws Exception {
        WorkflowRun run =
                rule.jenkins.getItemByFullName("pipeline", WorkflowJob.class).getBuildByNumber(1);
        rule.waitForCompletion(run);
        rule.assertLogContains("Jenkins was restarted during the scan, which had added 1 debug container", run);
        ScanAction action = run.getAction(ScanAction.class);
        assertThat(run.getActions(ScanAction.class)).hasSize(1);
        assertThat(action.getScanned()).as(JenkinsRule.getLog(run)).isEqualTo(1);
        assertThat(action.getGates())
                .extracting("of", "met")
                .contains(org.assertj.core.groups.Tuple.tuple("COVERAGE", true));
        rule.assertBuildStatus(action.getVerdict().equals("PASSED") ? Result.SUCCESS : Result.UNSTABLE, run);
    }

    private static void beginFreestyle(JenkinsRule rule) throws Exception {
        FreeStyleProject job = rule.createFreeStyleProject("freestyle");
        DistrolessScanStep step = DemoSetup.step("app=frontend");
        step.setTimeout("50s");
        job.getBuildersList().add(new DistrolessScanBuilder(step));
        DemoSetup.await(job.scheduleBuild2(0).waitForStart(), ": attached ");
    }

    /** The build is gone, and its record says at once what it had added, and later that it has ended. */
    private static void freestyleIsTold(JenkinsRule rule) throws Exception {
        FreeStyleBuild build = rule.jenkins
                .getItemByFullName("freestyle", FreeStyleProject.class)
                .getBuildByNumber(1);
        assertThat(build.isBuilding()).isFalse();
        ScanAction action = build.getAction(ScanAction.class);
        assertThat(action.getVerdict()).isEqualTo("INCOMPLETE");
        assertThat(action.getReasons()).anyMatch(reason -> reason.contains("shop/frontend"));
        long until = System.currentTimeMillis() + 120_000;
        while (!String.join(" ", action.getReasons()).contains("have ended")) {
            assertThat(System.currentTimeMillis()).as("%s", action.getReasons()).isLessThan(until);
            Thread.sleep(500);
        }
        assertThat(action.getLeftovers()).isEmpty();
        try (JenkinsRule.WebClient web = rule.createWebClient()) {
            assertThat(web.getPage(build, action.getUrlName()).getBody().getTextContent())
                    .contains("INCOMPLETE", "shop/frontend");
        }
    }
}
