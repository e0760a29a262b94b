package io.jenkins.plugins.distrolessscan.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.Secret;
import io.jenkins.plugins.distrolessscan.SecretSearch;
import io.jenkins.plugins.distrolessscan.config.ClusterDefinition;
import io.jenkins.plugins.distrolessscan.config.DistrolessScanGlobalConfiguration;
import io.jenkins.plugins.distrolessscan.engine.cluster.ScriptedServer;
import io.jenkins.plugins.distrolessscan.engine.cluster.TestAuthority;
import io.jenkins.plugins.distrolessscan.result.ScanAction;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Builds that scan while the API server refuses, repeats what it was sent, or says nothing. */
@WithJenkins
class ScanWithoutClusterTest {
    /** Neither a JWT nor any other form that is known to be a token. */
    private static final String TOKEN = "planted-secret-0123456789-abcdef";

    private static JenkinsRule jenkins;
    private static TestAuthority authority;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        authority = new TestAuthority("test-ca");
        CredentialsProvider.lookupStores(jenkins.jenkins)
                .iterator()
                .next()
                .addCredentials(
                        Domain.global(),
                        new StringCredentialsImpl(CredentialsScope.GLOBAL, "scanner", null, Secret.fromString(TOKEN)));
    }

    @AfterAll
    static void stop() throws Exception {
        // What is still being saved would be in the way of the end, which deletes the home.
        jenkins.waitUntilNoActivity();
        jenkins.after();
    }

    @Test
    void aTokenThatTheServerRepeatsIsInNoLogAndNoFile() throws Exception {
        for (int code : new int[] {401, 403, 409, 422, 500}) {
            try (ScriptedServer server = server((request, wire) ->
                    wire.status(code, "Odd", "you sent " + request.header("Authorization") + " and " + TOKEN))) {
                WorkflowRun run = run(server, "onIncomplete: 'UNSTABLE'");
                assertThat(server.requests())
                        .isNotEmpty()
                        .allSatisfy(request ->
                                assertThat(request.header("Authorization")).isEqualTo("Bearer " + TOKEN));
                assertThat(run.getResult()).as("HTTP " + code).isIn(Result.UNSTABLE, Result.FAILURE);
                assertThat(JenkinsRule.getLog(run)).as("HTTP " + code).doesNotContain(TOKEN);
            }
        }
        assertThat(SecretSearch.filesWith(jenkins.jenkins.getRootDir().toPath(), TOKEN))
                .isEmpty();
    }

    @Test
    void aServerThatDoesNotAnswerSensiblyEndsAsTheBuildSaysWithAPage() throws Exception {
        try (ScriptedServer server = server((request, wire) -> wire.json(200, "{}"))) {
            WorkflowRun run = run(server, "onIncomplete: 'UNSTABLE'");
            jenkins.assertBuildStatus(Result.UNSTABLE, run);
            jenkins.assertLogContains("value: INCOMPLETE 1 true", run);
            assertThat(page(run)).contains("INCOMPLETE");
            jenkins.assertBuildStatus(Result.FAILURE, run(server, "onIncomplete: 'FAILURE'"));
            jenkins.assertBuildStatus(Result.SUCCESS, run(server, "onIncomplete: 'SUCCESS'"));
        }
    }

    @Test
    void aRetryScansAgainAndKeepsTheRecordOfTheFirstAttempt() throws Exception {
        try (ScriptedServer server = server((request, wire) -> wire.json(200, "{}"))) {
            define(server);
            WorkflowJob job = jenkins.createProject(WorkflowJob.class);
            job.setDefinition(new CpsFlowDefinition(
                    "retry(2) { node { distrolessScan cluster: 'prod', credentialsId: 'scanner', namespace: 'shop',"
                            + " pod: 'checkout', id: 'checkout' } }",
                    true));
            WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);
            assertThat(run.getActions(ScanAction.class))
                    .extracting(ScanAction::getScanId, ScanAction::getVerdict)
                    .containsExactly(tuple("checkout", "INCOMPLETE"), tuple("checkout-2", "INCOMPLETE"));
        }
    }

    @Test
    void whatWasAddedBeforeARestartIsRecordedWhenScansWereSwitchedOffMeanwhile() throws Exception {
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
        ScanState state = new ScanState();
        state.begin(System.currentTimeMillis(), 600_000);
        state.add(new ScanState.Added("shop", "checkout", "uid", "distroless-scan-abc", "nonce", 1, 2));
        DistrolessScanStep step = new DistrolessScanStep();
        step.setCluster("prod");
        step.setNamespace("shop");
        step.setPod("checkout");
        DistrolessScanGlobalConfiguration.get().setScansDisabled(true);
        try {
            new ScanRunner(build, TaskListener.NULL).run(null, ScanParameters.of(step), state, () -> {});
        } finally {
            DistrolessScanGlobalConfiguration.get().setScansDisabled(false);
        }
        ScanAction action = build.getAction(ScanAction.class);
        assertThat(action.getVerdict()).isEqualTo("INCOMPLETE");
        assertThat(action.getReasons()).singleElement().asString().contains("switched off");
        assertThat(action.getLeftovers()).singleElement().asString().contains("shop/checkout/distroless-scan-abc");
    }

    @Test
    void anAbortWhileTheServerSaysNothingIsRecordedAtOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (ScriptedServer server = server((request, wire) -> {
            asked.countDown();
            Thread.sleep(Long.MAX_VALUE);
        })) {
            WorkflowRun run = job(server, "").scheduleBuild2(0).waitForStart();
            assertThat(asked.await(5, TimeUnit.MINUTES)).isTrue();
            run.doStop();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            assertAborted(run);
        }
    }

    @Test
    void anAbortedFreestyleBuildIsRecordedAtOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (ScriptedServer server = server((request, wire) -> {
            asked.countDown();
            Thread.sleep(Long.MAX_VALUE);
        })) {
            define(server);
            DistrolessScanStep step = new DistrolessScanStep();
            step.setCluster("prod");
            step.setCredentialsId("scanner");
            step.setNamespace("shop");
            step.setPod("checkout");
            FreeStyleProject job = jenkins.createFreeStyleProject();
            job.getBuildersList().add(new DistrolessScanBuilder(step));
            FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
            assertThat(asked.await(5, TimeUnit.MINUTES)).isTrue();
            build.doStop();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
            assertAborted(build);
        }
    }

    private static void assertAborted(Run<?, ?> run) throws Exception {
        ScanAction action = run.getAction(ScanAction.class);
        assertThat(action.getVerdict()).isEqualTo("ABORTED");
        assertThat(action.getLeftovers()).isEmpty();
        assertThat(page(run)).contains("stopped before it added a debug container");
    }

    private static ScriptedServer server(ScriptedServer.Script script) throws Exception {
        return new ScriptedServer(authority.server("127.0.0.1"), script);
    }

    private static void define(ScriptedServer server) throws Exception {
        ClusterDefinition cluster = new ClusterDefinition("prod", server.url());
        cluster.setCaCertificate(authority.pem());
        cluster.setImage("registry.example/probe@sha256:" + "0".repeat(64));
        DistrolessScanGlobalConfiguration.get().setClusters(List.of(cluster));
    }

    private static WorkflowRun run(ScriptedServer server, String more) throws Exception {
        return job(server, ", " + more).scheduleBuild2(0).get();
    }

    private static WorkflowJob job(ScriptedServer server, String more) throws Exception {
        define(server);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(
                "node { def scan = distrolessScan(cluster: 'prod', credentialsId: 'scanner', namespace: 'shop', pod: 'checkout'"
                        + more
                        + ")\n echo \"value: ${scan.verdict} ${scan.reasons.size()} ${scan.url.startsWith('distroless-scan')}\" }",
                true));
        return job;
    }

    private static String page(Run<?, ?> run) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(run, "distroless-scan");
            return page.getBody().getTextContent();
        }
    }
}
