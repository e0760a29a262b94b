package io.jenkins.plugins.distrolessscan.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.distrolessscan.config.DistrolessScanGlobalConfiguration;
import io.jenkins.plugins.distrolessscan.demo.DemoCluster;
import io.jenkins.plugins.distrolessscan.result.ReportPermission;
import io.jenkins.plugins.distrolessscan.result.ScanAction;
import java.net.URL;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Whole scans in a real Jenkins; the cluster is the demo cluster, whose API is real and whose node is played. */
@WithJenkins
class ScanOfDemoClusterTest {
    private static final String CALL = DemoSetup.CALL;
    private static JenkinsRule jenkins;
    private static DemoCluster cluster;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
    }

    @BeforeEach
    void freshCluster() throws Exception {
        cluster = DemoCluster.start();
        DemoSetup.configure(cluster);
    }

    @AfterAll
    static void stop() throws Exception {
        jenkins.after();
    }

    @AfterEach
    void asBefore() throws Exception {
        jenkins.waitUntilNoActivity();
        cluster.close();
        DistrolessScanGlobalConfiguration.get().setRestrictedReports(false);
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
        jenkins.assertLogContains("7 refused, 0 admitted", run);
        jenkins.assertLogNotContains("distroless-scan manifests", run);
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
            assertThat(web.goTo(run.getUrl() + "distroless-scan/api/json", "application/json")
                            .getWebResponse()
                            .getContentAsString())
                    .contains("INCOMPLETE")
                    .doesNotContain("shop/");
        }
    }

    @Test
    void whoMaySeeArtifactsMaySeeRestrictedReportsWhereThatPermissionIsInUse() throws Exception {
        WorkflowRun run = run(Result.SUCCESS, CALL + ", labelSelector: 'app=checkout'");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader", "collector")
                .grant(Run.ARTIFACTS)
                .everywhere()
                .to("collector"));
        DistrolessScanGlobalConfiguration.get().setRestrictedReports(true);
        assertThat(status("collector", run, "distroless-scan/report.json")).isEqualTo(403);
        System.setProperty("hudson.security.ArtifactsPermission", "true");
        Run.ARTIFACTS.setEnabled(true);
        try {
            assertThat(status("collector", run, "distroless-scan/report.json")).isEqualTo(200);
            assertThat(seen("collector", run)).contains("shop/checkout");
            assertThat(status("reader", run, "distroless-scan/report.json")).isEqualTo(403);
        } finally {
            Run.ARTIFACTS.setEnabled(false);
            System.clearProperty("hudson.security.ArtifactsPermission");
        }
    }

    @Test
    void theLogSaysEachThingOnceAndItsLastLineLeadsToThePage() throws Exception {
        WorkflowRun failed = run(Result.FAILURE, CALL + ", allPods: true, minimumCompliance: 100");
        assertSaidOnce(failed);
        WorkflowRun unstable = run(Result.UNSTABLE, CALL + ", allPods: true, onIncomplete: 'UNSTABLE'");
        assertSaidOnce(unstable);
        DistrolessScanStep step = DemoSetup.step("app=frontend");
        step.setMinimumCompliance(100);
        assertSaidOnce(jenkins.buildAndAssertStatus(Result.FAILURE, freestyle(step)));
        assertSaidOnce(run(Result.FAILURE, CALL + ", pod: 'no-such-pod'"));
    }

    private static void assertSaidOnce(Run<?, ?> run) throws Exception {
        String log = JenkinsRule.getLog(run);
        List<String> reasons = run.getAction(ScanAction.class).getReasons();
        assertThat(reasons).isNotEmpty().allSatisfy(reason -> assertThat(log).containsOnlyOnce(reason));
        List<String> own =
                log.lines().filter(line -> line.startsWith("[distrolessScan]")).toList();
        String address = run.getUrl() + "distroless-scan";
        assertThat(own.get(own.size() - 1)).isEqualTo("[distrolessScan] report: " + address);
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            assertThat(web.getPage(run, "console").getAnchors())
                    .anyMatch(anchor -> anchor.getHrefAttribute().endsWith("/" + address)
                            && anchor.getTextContent().equals(address));
        }
    }

    @Test
    void theBuildsPageSaysTheMissedGateBeforeTheFirstHole() throws Exception {
        WorkflowRun run = run(
                Result.UNSTABLE,
                CALL
                        + ", allPods: true, onIncomplete: 'UNSTABLE', onThresholdMissed: 'UNSTABLE',"
                        + " minimumCompliance: 100");
        ScanAction action = run.getAction(ScanAction.class);
        assertThat(action.getVerdict()).isEqualTo("INCOMPLETE");
        assertThat(action.getReasons().get(0)).startsWith("Compliance is");
        assertThat(action.getReasons()).anyMatch(reason -> reason.startsWith("shop/"));
        assertThat(action.getSlotsLeft()).isBetween(0, 10);
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            assertThat(web.getPage(run).getBody().getTextContent())
                    .contains("INCOMPLETE", action.getReasons().get(0))
                    .doesNotContain(action.getReasons().get(1));
        }
        WorkflowRun passed = run(Result.SUCCESS, CALL + ", labelSelector: 'app=checkout'");
        assertThat(List.of(
                        action.getIconFileName(),
                        passed.getAction(ScanAction.class).getIconFileName()))
                .doesNotHaveDuplicates();
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
        return DemoSetup.step(null);
    }

    private static FreeStyleProject freestyle(DistrolessScanStep step) throws Exception {
        return DemoSetup.freestyle(jenkins, step);
    }

    private static WorkflowRun run(Result result, String steps) throws Exception {
        return jenkins.buildAndAssertStatus(result, DemoSetup.pipeline(jenkins, "node { " + steps + " }"));
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
