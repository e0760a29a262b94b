package io.jenkins.plugins.distrolessscan.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.distrolessscan.config.DistrolessScanGlobalConfiguration;
import io.jenkins.plugins.distrolessscan.demo.DemoCluster;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.DebugContainer;
import io.jenkins.plugins.distrolessscan.result.ScanAction;
import java.time.Duration;
import java.time.Instant;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Scans that take their time, so that another one comes, or somebody stops them. */
@WithJenkins
class SlowScansTest {
    private static final String CALL = DemoSetup.CALL + ", labelSelector: 'app=checkout', timeout: '2m'";

    private static JenkinsRule jenkins;
    private static DemoCluster cluster;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        jenkins.jenkins.setNumExecutors(4);
    }

    @BeforeEach
    void freshCluster() throws Exception {
        cluster = DemoCluster.startSlow(Duration.ofSeconds(6));
        DemoSetup.configure(cluster);
    }

    @AfterEach
    void asBefore() throws Exception {
        jenkins.waitUntilNoActivity();
        cluster.close();
        DistrolessScanGlobalConfiguration.get().setMaxScans(0);
    }

    @AfterAll
    static void stop() throws Exception {
        jenkins.after();
    }

    @Test
    void twoBuildsOverOnePodGoOneAfterTheOther() throws Exception {
        WorkflowRun first = pipeline(CALL).scheduleBuild2(0).waitForStart();
        DemoSetup.await(first, ": attached ");
        FreeStyleProject job = DemoSetup.freestyle(jenkins, DemoSetup.step("app=checkout"));
        FreeStyleBuild second = job.scheduleBuild2(0).waitForStart();
        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(first));
        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(second));
        jenkins.assertLogContains("The pod is held by " + first.getExternalizableId() + " until 20", second);
        jenkins.assertLogNotContains("The pod is held", first);
        DebugContainer earlier = debugContainer(first);
        DebugContainer later = debugContainer(second);
        assertThat(later.attached()).isAfterOrEqualTo(earlier.finished().orElseThrow());
        assertThat(later.entry().companions()).isEmpty();
        // Its time to start and to end began when the pod was its own.
        assertThat(Instant.ofEpochSecond(later.notAfter()))
                .isBetween(later.attached().plusSeconds(30), later.attached().plusSeconds(66));
        assertThat(ContainerRegister.get().containers()).isEmpty();
        assertThat(ContainerRegister.get().leases().size()).isZero();
    }

    @Test
    void twoBranchesOfOneBuildGoOneAfterTheOtherToo() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.SUCCESS,
                DemoSetup.pipeline(
                        jenkins, "node { parallel a: { " + CALL + ", id: 'a' }, b: { " + CALL + ", id: 'b' } }"));
        assertThat(run.getActions(ScanAction.class))
                .extracting(ScanAction::getVerdict)
                .containsExactly("PASSED", "PASSED");
        assertThat(JenkinsRule.getLog(run)).containsOnlyOnce("The pod is held by " + run.getExternalizableId());
    }

    @Test
    void whoWaitsForAPodUntilItsTimeIsOverHasAddedNothing() throws Exception {
        WorkflowRun first = pipeline(CALL).scheduleBuild2(0).waitForStart();
        DemoSetup.await(first, ": attached ");
        WorkflowRun second = jenkins.buildAndAssertStatus(
                Result.UNSTABLE, pipeline(CALL.replace("2m", "3s") + ", onIncomplete: 'UNSTABLE'"));
        assertThat(second.getAction(ScanAction.class).getVerdict()).isEqualTo("INCOMPLETE");
        jenkins.assertLogContains("nothing was attached by it", second);
        jenkins.assertLogNotContains(": attached ", second);
        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(first));
    }

    @Test
    void whoWaitsForItsTurnUntilItsTimeIsOverHasScannedNothing() throws Exception {
        DistrolessScanGlobalConfiguration.get().setMaxScans(1);
        WorkflowRun first = pipeline(CALL).scheduleBuild2(0).waitForStart();
        DemoSetup.await(first, ": attached ");
        WorkflowRun second = jenkins.buildAndAssertStatus(
                Result.UNSTABLE, pipeline(CALL.replace("2m", "1s") + ", onIncomplete: 'UNSTABLE'"));
        jenkins.assertLogContains("Waiting: as many scans run", second);
        jenkins.assertLogContains("waited for its turn until its time was over", second);
        assertThat(second.getAction(ScanAction.class).getVerdict()).isEqualTo("INCOMPLETE");
        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(first));
    }

    @Test
    void anAbortTakesLessThanFiveSecondsAlsoWithAFullPool() throws Exception {
        DistrolessScanGlobalConfiguration.get().setMaxScans(1);
        WorkflowRun scanning = pipeline(CALL).scheduleBuild2(0).waitForStart();
        DemoSetup.await(scanning, ": attached ");
        WorkflowRun waiting = pipeline(CALL).scheduleBuild2(0).waitForStart();
        DemoSetup.await(waiting, "Waiting: as many scans run");
        FreeStyleBuild freestyle = DemoSetup.freestyle(jenkins, DemoSetup.step("app=checkout"))
                .scheduleBuild2(0)
                .waitForStart();
        DemoSetup.await(freestyle, "Waiting: as many scans run");
        assertAborted(waiting, "stopped before it added a debug container");
        assertAborted(freestyle, "stopped before it added a debug container");
        assertAborted(scanning, "has not been verified");
        awaitVerified(scanning);
    }

    @Test
    void aJobThatWasRenamedAfterTheAbortGetsItsVerification() throws Exception {
        WorkflowJob job = pipeline(CALL);
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        DemoSetup.await(run, ": attached ");
        assertAborted(run, "has not been verified");
        job.renameTo("renamed-meanwhile");
        awaitVerified(job.getLastBuild());
        assertThat(ContainerRegister.get().containers()).isEmpty();
    }

    private static void assertAborted(Run<?, ?> run, String said) throws Exception {
        long stopped = System.currentTimeMillis();
        run.getExecutor().doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        assertThat(run.getStartTimeInMillis() + run.getDuration() - stopped).isLessThan(5_000);
        ScanAction action = run.getAction(ScanAction.class);
        assertThat(action.getVerdict()).isEqualTo("ABORTED");
        assertThat(action.getReasons().toString() + action.getLeftovers()).contains(said);
    }

    private static void awaitVerified(Run<?, ?> run) throws Exception {
        ScanAction action = run.getAction(ScanAction.class);
        long until = System.currentTimeMillis() + 180_000;
        while (!action.getLeftovers().isEmpty()) {
            assertThat(System.currentTimeMillis()).isLessThan(until);
            Thread.sleep(200);
        }
        assertThat(action.getReasons()).singleElement().asString().contains("have ended", "shop/checkout-");
    }

    private static DebugContainer debugContainer(Run<?, ?> run) {
        return run.getAction(ScanAction.class)
                .getReport()
                .targets()
                .get(0)
                .debugContainer()
                .orElseThrow();
    }

    private static WorkflowJob pipeline(String call) throws Exception {
        return DemoSetup.pipeline(jenkins, "node { " + call + " }");
    }
}
