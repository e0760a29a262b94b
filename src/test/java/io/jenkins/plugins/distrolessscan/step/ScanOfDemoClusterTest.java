package io.jenkins.plugins.distrolessscan.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import hudson.util.Secret;
import io.jenkins.plugins.distrolessscan.config.ClusterDefinition;
import io.jenkins.plugins.distrolessscan.config.DistrolessScanGlobalConfiguration;
import io.jenkins.plugins.distrolessscan.demo.DemoCluster;
import io.jenkins.plugins.distrolessscan.result.ReportPermission;
import io.jenkins.plugins.distrolessscan.result.ScanAction;
import java.net.URL;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Whole scans in a real Jenkins; the cluster is the demo cluster, whose API is real and whose node is played. */
@WithJenkins
class ScanOfDemoClusterTest {
    private static final String CALL = "distrolessScan cluster: 'demo', credentialsId: 'scanner', namespace: 'shop'";
    private static JenkinsRule jenkins;
    private static DemoCluster cluster;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        cluster = DemoCluster.start();
        CredentialsProvider.lookupStores(jenkins.jenkins)
                .iterator()
                .next()
                .addCredentials(
                        Domain.global(),
                        new StringCredentialsImpl(
                                CredentialsScope.GLOBAL, "scanner", null, Secret.fromString(cluster.token())));
        ClusterDefinition demo = new ClusterDefinition("demo", cluster.server());
        demo.setCaCertificate(cluster.caCertificate());
        demo.setImage(DemoCluster.IMAGE);
        DistrolessScanGlobalConfiguration.get().setClusters(List.of(demo));
    }

    @AfterAll
    static void stop() throws Exception {
        jenkins.waitUntilNoActivity();
        cluster.close();
        jenkins.after();
    }

    @AfterEach
    void asBefore() {
        DistrolessScanGlobalConfiguration.get().setRestrictedReports(false);
        DistrolessScanGlobalConfiguration.get().setMaxScans(0);
        jenkins.jenkins.setSecurityRealm(hudson.security.SecurityRealm.NO_AUTHENTICATION);
        jenkins.jenkins.setAuthorizationStrategy(new hudson.security.AuthorizationStrategy.Unsecured());
    }

    @Test
    void aSoundPodPassesAndLeavesNoArtifact() throws Exception {
        WorkflowRun run = run(Result.SUCCESS, CALL + ", labelSelector: 'app=checkout'");
        ScanAction action = run.getAction(ScanAction.class);
        assertThat(action.getVerdict()).isEqualTo("PASSED");
        assertThat(action.getPackages()).isPositive();
        assertThat(run.getArtifacts()).isEmpty();
        jenkins.assertLogContains("report: ", run);
        assertThat(ContainerRegister.get().containers()).isEmpty();
        assertThat(page(run)).contains("shop/checkout");
    }

    @Test
    void aMissedThresholdFailsAFreestyleBuildWithThePageStored() throws Exception {
        DistrolessScanStep step = step();
        step.setLabelSelector("app=frontend");
        step.setMinimumCompliance(100);
        step.setArchive(List.of("json", "html"));
        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, freestyle(step));
        assertThat(build.getAction(ScanAction.class).getVerdict()).isEqualTo("FAILED");
        assertThat(build.getActions(ScanAction.class)).hasSize(1);
        assertThat(build.getArtifacts())
                .extracting(artifact -> artifact.relativePath)
                .containsExactlyInAnyOrder(
                        "distroless-scan/distroless-scan/report.json",
                        "distroless-scan/distroless-scan/report.html",
                        "distroless-scan/distroless-scan/report.css");
    }

    @Test
    void whatCannotBeReadIsIncomplete() throws Exception {
        WorkflowRun run = run(Result.UNSTABLE, CALL + ", allPods: true, onIncomplete: 'UNSTABLE'");
        assertThat(run.getAction(ScanAction.class).getVerdict()).isEqualTo("INCOMPLETE");
        assertThat(page(run)).containsIgnoringCase("incomplete");
    }

    @Test
    void theFilesAreBelowTheScansOwnAddressWithTheHeadersOfForeignFiles() throws Exception {
        WorkflowRun run = run(Result.SUCCESS, CALL + ", labelSelector: 'app=checkout'");
        WebResponse json = get(run, "distroless-scan/report.json", 200);
        assertThat(json.getContentAsString()).contains("\"schemaVersion\"");
        assertThat(json.getResponseHeaderValue("Content-Disposition")).startsWith("attachment");
        assertThat(json.getResponseHeaderValue("X-Content-Type-Options")).isEqualTo("nosniff");
        WebResponse html = get(run, "distroless-scan/report.html", 200);
        assertThat(html.getResponseHeaderValue("Content-Security-Policy")).startsWith("sandbox");
        assertThat(html.getResponseHeaderValue("Content-Disposition")).isNull();
        for (String name : List.of(
                "hdf.json",
                "sbom.cdx.json",
                "report.sarif",
                "junit.xml",
                "findings.csv",
                "report.md",
                "audit.jsonl",
                "report.css")) {
            assertThat(get(run, "distroless-scan/" + name, 200).getContentAsString())
                    .as(name)
                    .isNotEmpty();
        }
        get(run, "distroless-scan/build.xml", 404);
        get(run, "distroless-scan/..%2Fbuild.xml", 404);
        assertThat(get(run, "distroless-scan/api/json", 200).getContentAsString())
                .contains("\"verdict\":\"PASSED\"");
    }

    @Test
    void theFilesLieInTheWorkspaceWhereTheNextStepsFindThem() throws Exception {
        WorkflowRun run = run(
                Result.SUCCESS,
                CALL + ", labelSelector: 'app=checkout', workspaceFolder: 'scan/out'\n"
                        + "echo \"sbom: ${readFile('scan/out/sbom.cdx.json').contains('CycloneDX')}\"");
        jenkins.assertLogContains("sbom: true", run);
        assertThat(run.getArtifacts()).isEmpty();
        run(Result.FAILURE, CALL + ", labelSelector: 'app=checkout', workspaceFolder: '../out'");
    }

    @Test
    void restrictedReportsAreForThoseWithThePermission() throws Exception {
        WorkflowRun run = run(Result.UNSTABLE, CALL + ", allPods: true, onIncomplete: 'UNSTABLE'");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader", "viewer", "author")
                .grant(Item.READ)
                .everywhere()
                .to("reader", "viewer", "author")
                .grant(ReportPermission.VIEW_REPORT)
                .everywhere()
                .to("viewer")
                .grant(Item.CONFIGURE)
                .everywhere()
                .to("author"));
        assertThat(seen("reader", run)).contains("shop/");
        DistrolessScanGlobalConfiguration.get().setRestrictedReports(true);
        for (String user : List.of("viewer", "author")) {
            assertThat(seen(user, run)).as(user).contains("shop/");
            assertThat(status(user, run, "distroless-scan/report.json"))
                    .as(user)
                    .isEqualTo(200);
        }
        assertThat(seen("reader", run))
                .containsIgnoringCase("incomplete")
                .contains("ViewReport")
                .doesNotContain("shop/");
        assertThat(status("reader", run, "distroless-scan/report.json")).isEqualTo(403);
        try (JenkinsRule.WebClient web = jenkins.createWebClient().login("reader")) {
            assertThat(web.goTo(run.getUrl() + "api/json?depth=2", "application/json")
                            .getWebResponse()
                            .getContentAsString())
                    .contains("INCOMPLETE")
                    .doesNotContain("shop/");
            assertThat(web.getPage(run).getWebResponse().getContentAsString()).doesNotContain("shop/");
        }
    }

    @Test
    void aScanWaitsForItsTurnAndItsTimeCounts() throws Exception {
        DistrolessScanGlobalConfiguration.get().setMaxScans(1);
        WorkflowRun run = run(
                Result.UNSTABLE,
                "parallel a: { " + CALL + ", labelSelector: 'app=checkout', id: 'a', onIncomplete: 'UNSTABLE' }, b: { "
                        + CALL + ", labelSelector: 'app=checkout', id: 'b', timeout: '1s', onIncomplete: 'UNSTABLE' }");
        assertThat(run.getActions(ScanAction.class)).hasSize(2);
    }

    @Test
    void aJobThatWasRenamedAfterAnAbortStillGetsItsVerification() throws Exception {
        FreeStyleProject job = freestyle(step());
        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        ScanState.Added added = new ScanState.Added("shop", "gone", "no-such-uid", "distroless-scan-x", "n", 1, 2);
        RegisteredContainer.ScanOrigin origin = new RegisteredContainer.ScanOrigin(
                job.getFullName(),
                build.getNumber(),
                "nightly",
                "demo",
                cluster.server(),
                "",
                "scanner",
                "",
                DemoCluster.IMAGE);
        ContainerRegister.get().add(new RegisteredContainer(origin, added));
        job.renameTo("renamed");
        assertThat(ContainerRegister.get().containers())
                .singleElement()
                .extracting(RegisteredContainer::job)
                .isEqualTo("renamed");
        RegisterWatch.look(java.time.Instant.now());
        ScanAction action = job.getLastBuild().getActions(ScanAction.class).stream()
                .filter(one -> one.getScanId().equals("nightly"))
                .findFirst()
                .orElseThrow();
        assertThat(action.getVerdict()).isEqualTo("INCOMPLETE");
        assertThat(action.getReasons()).anyMatch(reason -> reason.contains("shop/gone/distroless-scan-x"));
        assertThat(ContainerRegister.get().containers()).isEmpty();
    }

    private static DistrolessScanStep step() {
        DistrolessScanStep step = new DistrolessScanStep();
        step.setCluster("demo");
        step.setCredentialsId("scanner");
        step.setNamespace("shop");
        return step;
    }

    private static FreeStyleProject freestyle(DistrolessScanStep step) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new DistrolessScanBuilder(step));
        return job;
    }

    private static WorkflowRun run(Result result, String steps) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("node { " + steps + " }", true));
        return jenkins.buildAndAssertStatus(result, job);
    }

    private static String page(Run<?, ?> run) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            return web.getPage(run, "distroless-scan").getBody().getTextContent();
        }
    }

    private static String seen(String user, Run<?, ?> run) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient().login(user)) {
            return web.getPage(run, "distroless-scan").getBody().getTextContent();
        }
    }

    private static int status(String user, Run<?, ?> run, String path) throws Exception {
        try (JenkinsRule.WebClient web =
                jenkins.createWebClient().login(user).withThrowExceptionOnFailingStatusCode(false)) {
            return web.getPage(new URL(jenkins.getURL(), run.getUrl() + path))
                    .getWebResponse()
                    .getStatusCode();
        }
    }

    private static WebResponse get(Run<?, ?> run, String path, int status) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            WebResponse response = web.getPage(new WebRequest(new URL(jenkins.getURL(), run.getUrl() + path)))
                    .getWebResponse();
            assertThat(response.getStatusCode()).as(path).isEqualTo(status);
            return response;
        }
    }
}
