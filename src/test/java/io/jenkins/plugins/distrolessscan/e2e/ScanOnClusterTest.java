package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.distrolessscan.SecretSearch;
import io.jenkins.plugins.distrolessscan.config.VulnerabilityDataConfiguration;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.DebugContainer;
import io.jenkins.plugins.distrolessscan.result.ScanAction;
import io.jenkins.plugins.distrolessscan.step.DistrolessScanBuilder;
import io.jenkins.plugins.distrolessscan.step.DistrolessScanStep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A real Jenkins with a real inbound agent scans pods of a real cluster, with the examples of docs/examples. */
@EnabledIfSystemProperty(named = "cluster.kubeconfig", matches = ".+", disabledReason = "no cluster is named")
class ScanOnClusterTest {
    private static final String SLOW =
            "node('cluster') { distrolessScan cluster: 'prod', credentialsId: 'scanner-token', namespace: 'shop', pod:"
                    + " 'slow', onIncomplete: 'UNSTABLE', archive: ['json', 'markdown', 'audit'] }";
    private static ShopNamespace shop;

    @TempDir
    private Path secrets;

    private String token;

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension().withTimeout(0);

    @RegisterExtension
    private final InboundAgentExtension agents = new InboundAgentExtension();

    @BeforeAll
    static void setUp() throws Exception {
        shop = ShopNamespace.create();
    }

    @AfterAll
    static void tearDown() throws Exception {
        shop.close();
    }

    @BeforeEach
    void start() throws Throwable {
        token = shop.token();
        shop.configure(jenkins, secrets, token);
        jenkins.startJenkins();
        addAgent("agent");
    }

    private void addAgent(String name) throws Throwable {
        agents.createAgent(
                jenkins,
                InboundAgentExtension.Options.newBuilder()
                        .name(name)
                        .label("cluster")
                        .build());
    }

    @Test
    void theExamplePipelineEndsInPageAndStatusWithoutArtifacts() throws Throwable {
        String script = Files.readString(Path.of("docs/examples/Jenkinsfile"));
        jenkins.runRemotely(ScanOnClusterTest::examplePipeline, script);
        assertNoSecret();
    }

    private static void examplePipeline(JenkinsRule rule, String script) throws Exception {
        WorkflowJob job = rule.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition(script, true));
        WorkflowRun run = rule.buildAndAssertStatus(Result.SUCCESS, job);
        rule.assertLogContains("Scanned 1 of 1 containers: PASSED", run);
        rule.assertLogContains("answer is complete", run);
        ScanAction action = run.getAction(ScanAction.class);
        assertThat(action.getVerdict()).isEqualTo("PASSED");
        assertThat(action.getPackages()).isGreaterThanOrEqualTo(5);
        assertThat(run.getArtifacts()).isEmpty();
        assertSmallRecord(run);
        try (JenkinsRule.WebClient web = rule.createWebClient()) {
            HtmlPage page = web.getPage(run, action.getUrlName());
            assertThat(page.getBody().getTextContent())
                    .contains("shop/checkout/app", "base-files", "Debug container persistence", "S-44");
            assertThat(web.getPage(job, "distroless-scan").getBody().getTextContent())
                    .contains("PASSED");
            assertThat(web.getPage(run).getBody().getTextContent()).contains("Distroless Scan");
        }
    }

    @Test
    void aFreestyleJobScansAndAnUnreadablePodEndsAsTheJobSays() throws Throwable {
        jenkins.runRemotely(ScanOnClusterTest::freestyle);
        assertNoSecret();
    }

    private static void freestyle(JenkinsRule rule) throws Exception {
        FreeStyleProject job = rule.createFreeStyleProject("nightly");
        job.setAssignedLabel(Label.get("cluster"));
        DistrolessScanStep sound = scan("checkout");
        sound.setId("checkout");
        sound.setMinimumCompliance(99);
        sound.setOnThresholdMissed("UNSTABLE");
        sound.setArchive(List.of("json", "html"));
        DistrolessScanStep unreadable = scan("root");
        unreadable.setId("root");
        unreadable.setOnIncomplete("UNSTABLE");
        job.getBuildersList().add(new DistrolessScanBuilder(sound));
        job.getBuildersList().add(new DistrolessScanBuilder(unreadable));
        FreeStyleBuild build = rule.buildAndAssertStatus(Result.UNSTABLE, job);
        List<ScanAction> actions = build.getActions(ScanAction.class);
        assertThat(actions).extracting(ScanAction::getVerdict).containsExactly("FAILED", "INCOMPLETE");
        rule.assertLogContains("run-as 0:0", build);
        assertThat(build.getArtifacts())
                .extracting(artifact -> artifact.relativePath)
                .contains("distroless-scan/checkout/report.json", "distroless-scan/checkout/report.html");
        try (JenkinsRule.WebClient web = rule.createWebClient()) {
            assertThat(web.getPage(build, actions.get(0).getUrlName()).getBody().getTextContent())
                    .contains("shop/checkout/app", "at least 99 % is required");
            assertThat(web.getPage(build, actions.get(1).getUrlName()).getBody().getTextContent())
                    .containsIgnoringCase("not readable")
                    .contains("shop/root/app");
        }
    }

    @Test
    void aMissedThresholdEndsAsThePipelineSays() throws Throwable {
        jenkins.runRemotely(ScanOnClusterTest::missed);
        assertNoSecret();
    }

    private static void missed(JenkinsRule rule) throws Exception {
        WorkflowJob job = rule.createProject(WorkflowJob.class, "missed");
        job.setDefinition(new CpsFlowDefinition(
                "def scan(id, miss) { distrolessScan cluster: 'prod', credentialsId: 'scanner-token', namespace:"
                        + " 'shop', pod: 'checkout', minimumCompliance: 99, id: id, onThresholdMissed: miss, archive:"
                        + " ['json', 'html'] }\n"
                        + "node('cluster') {\n"
                        + "  echo 'goes on with ' + scan('a', 'SUCCESS').verdict + ' ' + currentBuild.currentResult\n"
                        + "  echo 'goes on with ' + scan('b', 'UNSTABLE').verdict + ' ' + currentBuild.currentResult\n"
                        + "  scan('c', 'FAILURE')\n"
                        + "  echo 'never here'\n"
                        + "}",
                true));
        WorkflowRun run = rule.buildAndAssertStatus(Result.FAILURE, job);
        rule.assertLogContains("goes on with FAILED SUCCESS", run);
        rule.assertLogContains("goes on with FAILED UNSTABLE", run);
        rule.assertLogNotContains("never here", run);
        assertThat(run.getActions(ScanAction.class))
                .extracting(ScanAction::getVerdict)
                .containsExactly("FAILED", "FAILED", "FAILED");
        // The page and the files of the scan that failed the build are there all the same.
        assertThat(run.getArtifacts())
                .extracting(artifact -> artifact.relativePath)
                .contains("distroless-scan/c/report.json", "distroless-scan/c/report.html");
        List<String> warnings = new ArrayList<>();
        for (FlowNode node : new DepthFirstScanner().allNodes(run.getExecution())) {
            WarningAction warning = node.getPersistentAction(WarningAction.class);
            if (warning != null) {
                assertThat(warning.getResult()).isEqualTo(Result.UNSTABLE);
                warnings.add(warning.getMessage());
            }
        }
        assertThat(warnings).singleElement().asString().contains("'b'", "FAILED", "at least 99 % is required");
    }

    @Test
    void twoBuildsOverAPodThatChangedTellJustThat() throws Throwable {
        shop.replace("versioned", "distroless:v1");
        jenkins.runRemotely(ScanOnClusterTest::firstVersion);
        shop.replace("versioned", "distroless-next:v1");
        jenkins.runRemotely(ScanOnClusterTest::nextVersion);
        assertNoSecret();
    }

    private static void firstVersion(JenkinsRule rule) throws Exception {
        Path data = rule.jenkins.getRootDir().toPath().resolve("osv");
        Files.createDirectories(data.resolve("Debian"));
        try (ZipOutputStream zip =
                new ZipOutputStream(Files.newOutputStream(data.resolve("Debian").resolve("all.zip")))) {
            record(zip, "CVE-2026-90001", "netbase", "6.5");
            record(zip, "CVE-2026-90002", "ca-certificates", "20240101");
            record(zip, "CVE-2026-90003", "tzdata", "2025a-1");
            record(zip, "CVE-2026-90004", "media-types", "10.1.0");
        }
        VulnerabilityDataConfiguration.get().setDataFolder(data.toString());
        WorkflowJob job = rule.createProject(WorkflowJob.class, "versions");
        WorkflowRun first = version(rule, job, Result.SUCCESS, waiver("CVE-2026-90002", "2999-01-01"));
        rule.assertLogContains("Nothing to compare with", first);
        assertThat(first.getAction(ScanAction.class).getNewFindings()).isNull();
    }

    private static void record(ZipOutputStream zip, String id, String name, String fixed) throws IOException {
        zip.putNextEntry(new ZipEntry(id + ".json"));
        zip.write(("{\"schema_version\": \"1.6.0\", \"id\": \"" + id + "\", \"modified\": \"2026-01-01T00:00:00Z\","
                        + " \"affected\": [{\"package\": {\"ecosystem\": \"Debian:12\", \"name\": \"" + name + "\"},"
                        + " \"ranges\": [{\"type\": \"ECOSYSTEM\", \"events\": [{\"introduced\": \"0\"}, {\"fixed\": \""
                        + fixed + "\"}]}]}]}")
                .getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private static String waiver(String id, String expires) {
        return "- {id: " + id + ", reason: a test, approver: jane, expires: " + expires + "}\\n";
    }

    private static WorkflowRun version(JenkinsRule rule, WorkflowJob job, Result result, String waivers)
            throws Exception {
        job.setDefinition(new CpsFlowDefinition(
                "node('cluster') { distrolessScan cluster: 'prod', credentialsId: 'scanner-token', namespace: 'shop',"
                        + " pod: 'versioned', waiversText: '" + waivers
                        + "', qualityGates: [[type: 'NEW', of: 'VULNERABILITY', limit: 1]] }",
                true));
        return rule.buildAndAssertStatus(result, job);
    }

    private static void nextVersion(JenkinsRule rule) throws Exception {
        WorkflowJob job = rule.jenkins.getItemByFullName("versions", WorkflowJob.class);
        String waivers = waiver("CVE-2026-90001", "2999-01-01") + waiver("CVE-2026-90002", "2026-01-01");
        WorkflowRun second = version(rule, job, Result.UNSTABLE, waivers);
        rule.assertLogContains("1 new (1 the package came), 1 fixed, 2 changed", second);
        rule.assertLogContains("1 added, 1 removed, 0 up, 0 down, 0 changed", second);
        rule.assertLogContains("ended on 2026-01-01 and does not apply", second);
        ScanAction action = second.getAction(ScanAction.class);
        assertThat(action.getReferenceBuild()).isEqualTo("versions #1");
        assertThat(action.getNewFindings()).isEqualTo(1);
        assertThat(action.getFixedFindings()).isEqualTo(1);
        try (JenkinsRule.WebClient web = rule.createWebClient()) {
            assertThat(web.getPage(second, action.getUrlName()).getBody().getTextContent())
                    .contains("Compared with versions #1", "media-types", "tzdata", "no longer waived");
        }
        WorkflowRun again = version(rule, job, Result.UNSTABLE, waivers);
        assertThat(again.getAction(ScanAction.class).getReferenceBuild())
                .as("building again never turns red into green")
                .isEqualTo("versions #1");
    }

    @Test
    void credentialsThatDoNotDoAreSaidClearly() throws Throwable {
        jenkins.runRemotely(ScanOnClusterTest::badCredentials, shop.tokenWithoutRights());
    }

    private static void badCredentials(JenkinsRule rule, String powerless) throws Exception {
        com.cloudbees.plugins.credentials.SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl(
                        com.cloudbees.plugins.credentials.CredentialsScope.GLOBAL,
                        "powerless",
                        null,
                        hudson.util.Secret.fromString(powerless)));
        assertFails(rule, "powerless", "pods/ephemeralcontainers");
        assertFails(rule, "no-such-id", "no-such-id");
    }

    private static void assertFails(JenkinsRule rule, String credential, String sentence) throws Exception {
        WorkflowJob job = rule.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(
                "node('cluster') { distrolessScan cluster: 'prod', credentialsId: '" + credential
                        + "', namespace: 'shop', pod: 'checkout' }",
                true));
        WorkflowRun run = rule.buildAndAssertStatus(Result.FAILURE, job);
        rule.assertLogContains(sentence, run);
    }

    @Test
    void anAbortEndsTheBuildWithinFiveSecondsWithARecordThatIsUpdatedLater() throws Throwable {
        jenkins.runRemotely(ScanOnClusterTest::abort);
    }

    private static void abort(JenkinsRule rule) throws Exception {
        WorkflowRun run = startSlow(rule);
        long stopped = System.currentTimeMillis();
        run.doStop();
        rule.assertBuildStatus(Result.ABORTED, rule.waitForCompletion(run));
        assertEndedWithinFiveSeconds(run, stopped);
        assertRecordedAndThenVerified(rule, run);
    }

    @Test
    void anAbortedFreestyleBuildIsRecordedInTheSameWay() throws Throwable {
        jenkins.runRemotely(ScanOnClusterTest::abortFreestyle);
    }

    private static void abortFreestyle(JenkinsRule rule) throws Exception {
        FreeStyleProject job = rule.createFreeStyleProject("slow-freestyle");
        job.setAssignedLabel(Label.get("cluster"));
        job.getBuildersList().add(new DistrolessScanBuilder(scan("slow")));
        FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
        await(build, ": attached ");
        long stopped = System.currentTimeMillis();
        build.doStop();
        rule.assertBuildStatus(Result.ABORTED, rule.waitForCompletion(build));
        assertEndedWithinFiveSeconds(build, stopped);
        assertRecordedAndThenVerified(rule, build);
    }

    /** By the build's own times: what the test itself does meanwhile does not count. */
    private static void assertEndedWithinFiveSeconds(Run<?, ?> run, long stopped) {
        long took = run.getStartTimeInMillis() + run.getDuration() - stopped;
        assertThat(took)
                .as("milliseconds from the abort to the end of the build")
                .isLessThan(5_000);
    }

    /** The record is there with the end of the build, and says later that the debug container has ended. */
    private static void assertRecordedAndThenVerified(JenkinsRule rule, Run<?, ?> run) throws Exception {
        ScanAction action = run.getAction(ScanAction.class);
        assertThat(action.getVerdict()).isEqualTo("ABORTED");
        assertThat(action.getLeftovers()).singleElement().asString().contains("shop/slow/", "has not been verified");
        try (JenkinsRule.WebClient web = rule.createWebClient()) {
            assertThat(web.getPage(run, action.getUrlName()).getBody().getTextContent())
                    .contains("ABORTED", "The scan was stopped.");
        }
        long until = System.currentTimeMillis() + 600_000;
        while (!action.getLeftovers().isEmpty() && System.currentTimeMillis() < until) {
            Thread.sleep(500);
        }
        assertThat(action.getLeftovers()).isEmpty();
        assertThat(action.getReasons()).singleElement().asString().contains("have ended");
        assertThat(run.getActions(ScanAction.class)).hasSize(1);
    }

    @Test
    void twoBuildsOverOnePodGoOneAfterTheOther() throws Throwable {
        addAgent("another");
        jenkins.runRemotely(ScanOnClusterTest::twoBuilds);
    }

    private static void twoBuilds(JenkinsRule rule) throws Exception {
        WorkflowRun first = startSlow(rule);
        WorkflowJob job = rule.createProject(WorkflowJob.class, "second");
        job.setDefinition(new CpsFlowDefinition(SLOW, true));
        WorkflowRun second = job.scheduleBuild2(0).waitForStart();
        await(second, "The pod is held by slow#1 until ");
        complete(first);
        complete(second);
        rule.assertBuildStatusSuccess(first);
        rule.assertBuildStatusSuccess(second);
        DebugContainer earlier = debugContainer(first);
        DebugContainer later = debugContainer(second);
        assertThat(later.started().orElseThrow())
                .isAfterOrEqualTo(earlier.finished().orElseThrow());
        assertThat(later.entry().companions()).isEmpty();
    }

    private static DebugContainer debugContainer(WorkflowRun run) {
        return run.getAction(ScanAction.class)
                .getReport()
                .targets()
                .get(0)
                .debugContainer()
                .orElseThrow();
    }

    @Test
    void aScanSurvivesARestartOfJenkins() throws Throwable {
        jenkins.runRemotely(rule -> {
            startSlow(rule);
        });
        jenkins.stopJenkins();
        jenkins.startJenkins();
        jenkins.runRemotely(ScanOnClusterTest::resumed);
    }

    private static void resumed(JenkinsRule rule) throws Exception {
        WorkflowRun run =
                rule.jenkins.getItemByFullName("slow", WorkflowJob.class).getBuildByNumber(1);
        complete(run);
        rule.assertLogContains("Jenkins was restarted during the scan", run);
        rule.assertBuildStatusSuccess(run);
        ScanAction action = run.getAction(ScanAction.class);
        assertThat(action.getVerdict()).isEqualTo("PASSED");
        assertThat(action.isReportStored()).isTrue();
        assertArtifacts(run);
        String audit =
                Files.readString(run.getArtifactsDir().toPath().resolve("distroless-scan/distroless-scan/audit.jsonl"));
        // The first attempt's debug container was looked for, and one of its own was added.
        assertThat(audit).containsPattern("earlier-ended|leftover").containsOnlyOnce("Adding the ephemeral container");
    }

    @Test
    void anAgentThatIsGoneAfterARestartEndsTheScanAsIncomplete() throws Throwable {
        jenkins.runRemotely(rule -> {
            startSlow(rule);
        });
        jenkins.stopJenkins();
        agents.stop("agent");
        Path node = jenkins.getHome().toPath().resolve("nodes/agent");
        Files.delete(node.resolve("config.xml"));
        Files.delete(node);
        jenkins.javaOptions(
                "-Dorg.jenkinsci.plugins.workflow.support.pickles.ExecutorPickle.timeoutForNodeMillis=10000");
        jenkins.startJenkins();
        jenkins.runRemotely(ScanOnClusterTest::agentGone);
    }

    private static void agentGone(JenkinsRule rule) throws Exception {
        WorkflowRun run =
                rule.jenkins.getItemByFullName("slow", WorkflowJob.class).getBuildByNumber(1);
        complete(run);
        assertThat(run.getResult()).isNotNull().isNotEqualTo(Result.SUCCESS);
        ScanAction action = run.getAction(ScanAction.class);
        assertThat(action).as(JenkinsRule.getLog(run)).isNotNull();
        assertThat(action.getVerdict()).isEqualTo("INCOMPLETE");
        assertThat(action.getLeftovers()).singleElement().asString().contains("shop/slow/");
        try (JenkinsRule.WebClient web = rule.createWebClient()) {
            assertThat(web.getPage(run, action.getUrlName()).getBody().getTextContent())
                    .contains("INCOMPLETE", "The agent of this scan is gone");
        }
    }

    @Test
    void aLostAgentEndsTheScanAsIncomplete() throws Throwable {
        jenkins.runRemotely(rule -> {
            startSlow(rule);
        });
        agents.stop("agent");
        jenkins.runRemotely(ScanOnClusterTest::agentLost);
    }

    private static void agentLost(JenkinsRule rule) throws Exception {
        WorkflowRun run =
                rule.jenkins.getItemByFullName("slow", WorkflowJob.class).getBuildByNumber(1);
        complete(run);
        rule.assertLogContains("The agent did not bring the scan's result", run);
        ScanAction action = run.getAction(ScanAction.class);
        assertThat(action.getVerdict()).isEqualTo("INCOMPLETE");
        assertThat(action.getLeftovers()).singleElement().asString().contains("shop/slow/");
        // What SLOW says of an incomplete scan.
        assertThat(run.getResult()).isEqualTo(Result.UNSTABLE);
    }

    private static WorkflowRun startSlow(JenkinsRule rule) throws Exception {
        WorkflowJob job = rule.createProject(WorkflowJob.class, "slow");
        job.setDefinition(new CpsFlowDefinition(SLOW, true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        await(run, ": attached ");
        return run;
    }

    private static void complete(WorkflowRun run) throws Exception {
        long until = System.currentTimeMillis() + 1_200_000;
        while (run.isBuilding()) {
            assertThat(System.currentTimeMillis()).as("the build ends").isLessThan(until);
            Thread.sleep(200);
        }
    }

    /** Waits longer than JenkinsRule does: the first scan of an agent loads its classes from the controller. */
    private static void await(Run<?, ?> run, String text) throws Exception {
        long until = System.currentTimeMillis() + 600_000;
        while (!JenkinsRule.getLog(run).contains(text)) {
            assertThat(run.isBuilding())
                    .as("the build still runs: %s", JenkinsRule.getLog(run))
                    .isTrue();
            assertThat(System.currentTimeMillis()).as(text).isLessThan(until);
            Thread.sleep(200);
        }
    }

    private static DistrolessScanStep scan(String pod) {
        DistrolessScanStep step = new DistrolessScanStep();
        step.setCluster("prod");
        step.setCredentialsId("scanner-token");
        step.setNamespace("shop");
        step.setPod(pod);
        return step;
    }

    private static void assertArtifacts(Run<?, ?> run) throws IOException {
        assertThat(run.getArtifacts())
                .extracting(artifact -> artifact.relativePath)
                .contains("distroless-scan/distroless-scan/report.json", "distroless-scan/distroless-scan/report.md");
        assertSmallRecord(run);
    }

    private static void assertSmallRecord(Run<?, ?> run) throws IOException {
        assertThat(Files.size(run.getRootDir().toPath().resolve("build.xml"))).isLessThan(20_000);
        assertThat(Files.readString(run.getRootDir().toPath().resolve("build.xml")))
                .doesNotContain("fabric8", "distrolessscan.engine");
    }

    /** No file of Jenkins' home and of the agent's folder holds the token. */
    private void assertNoSecret() throws IOException {
        assertThat(SecretSearch.filesWith(jenkins.getHome().toPath(), token)).isEmpty();
    }
}
