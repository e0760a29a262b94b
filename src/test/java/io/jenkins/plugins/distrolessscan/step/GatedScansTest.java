package io.jenkins.plugins.distrolessscan.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hudson.model.Computer;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import io.jenkins.plugins.distrolessscan.config.DistrolessScanGlobalConfiguration;
import io.jenkins.plugins.distrolessscan.config.SampleExport;
import io.jenkins.plugins.distrolessscan.config.VulnerabilityDataConfiguration;
import io.jenkins.plugins.distrolessscan.demo.DemoCluster;
import io.jenkins.plugins.distrolessscan.demo.SampleRecords;
import io.jenkins.plugins.distrolessscan.engine.model.FindingKind;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex;
import io.jenkins.plugins.distrolessscan.engine.store.IndexFile;
import io.jenkins.plugins.distrolessscan.result.ScanAction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What gates, thresholds, waivers and an earlier build make of a build, in a real Jenkins over the demo cluster. */
@WithJenkins
class GatedScansTest {
    private static final String CALL = DemoSetup.CALL + ", labelSelector: 'app=frontend'";

    private static JenkinsRule jenkins;
    private static DemoCluster cluster;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
    }

    /** A fresh one each time: a pod takes no more than ten debug containers. */
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
        DistrolessScanGlobalConfiguration.get().setFloors(null);
        DistrolessScanGlobalConfiguration.get().setWaivers(null);
        DistrolessScanGlobalConfiguration.get().setReferenceJobs(null);
    }

    @ParameterizedTest
    @CsvSource({
        "NOTE, SUCCESS, , PASSED",
        "UNSTABLE, UNSTABLE, UNSTABLE, FAILED",
        "STAGE_ERROR, UNSTABLE, FAILURE, FAILED",
        "FAILURE, FAILURE, , FAILED"
    })
    void aMissedGateMakesOfABuildWhatItSays(String result, String build, String stage, String verdict)
            throws Exception {
        String gate = "[[type: 'TOTAL', of: 'CONTROL', limit: 1, result: '" + result + "']]";
        WorkflowRun run = pipeline(Result.fromString(build), CALL + ", qualityGates: " + gate);
        assertThat(run.getAction(ScanAction.class).getVerdict()).isEqualTo(verdict);
        assertThat(warning(run)).isEqualTo(stage);
        jenkins.assertLogContains("TOTAL CONTROL", run);
    }

    @Test
    void theWorstDecidesAndTheStageNamesAll() throws Exception {
        WorkflowRun run = pipeline(
                Result.FAILURE,
                "try { " + CALL + ", minimumCompliance: 100, onThresholdMissed: 'UNSTABLE', qualityGates: [[type:"
                        + " 'TOTAL', of: 'CONTROL', limit: 1, result: 'FAILURE'],[type: 'TOTAL', of:"
                        + " 'COVERAGE', limit: 1]] } catch (e) { echo \"caught ${e.message}\"; throw e }");
        jenkins.assertLogContains("compliance", run);
        String caught = JenkinsRule.getLog(run)
                .lines()
                .filter(line -> line.contains("caught "))
                .collect(Collectors.joining());
        assertThat(caught).contains("Compliance is").contains("CONTROL is");
        assertThat(run.getAction(ScanAction.class).getGates())
                .extracting("of", "met")
                .contains(tuple("COVERAGE", true), tuple("CONTROL", false));
    }

    @Test
    void aFreestyleBuildTakesAStageErrorForUnstableAndDeclarativeRunsItsPostConditions() throws Exception {
        DistrolessScanStep step = step();
        step.setQualityGates(List.of(gate("STAGE_ERROR")));
        FreeStyleProject job = freestyle(step);
        jenkins.buildAndAssertStatus(Result.UNSTABLE, job);
        WorkflowRun declarative = run(
                Result.UNSTABLE,
                "pipeline { agent any; stages { stage('scan') { steps { " + CALL
                        + ", qualityGates: [[type: 'TOTAL', of: 'CONTROL', limit: 1]] } } }\n"
                        + "post { unstable { echo 'it is unstable' }\nsuccess { echo 'it is green' } } }");
        jenkins.assertLogContains("it is unstable", declarative);
        jenkins.assertLogNotContains("it is green", declarative);
    }

    @Test
    void theCellsOfAMatrixAreScansOfTheirOwnAndTheWorstDecides() throws Exception {
        WorkflowRun run = run(
                Result.UNSTABLE,
                "pipeline { agent any; stages { stage('cells') { matrix { axes { axis { name 'APP'; values 'checkout',"
                        + " 'frontend' } }\nstages { stage('scan') { steps { "
                        + DemoSetup.CALL
                        + ", labelSelector: \"app=${APP}\", id: \"${APP}\", qualityGates: [[type: 'TOTAL', of:"
                        + " 'CONTROL', limit: 1]] } } } } } }\n"
                        + "post { unstable { echo 'it is unstable' }\n"
                        + "success { echo 'it is green' } } }");
        assertThat(run.getActions(ScanAction.class))
                .extracting(ScanAction::getScanId, ScanAction::getVerdict)
                .containsExactlyInAnyOrder(tuple("checkout", "PASSED"), tuple("frontend", "FAILED"));
        jenkins.assertLogContains("it is unstable", run);
        jenkins.assertLogNotContains("it is green", run);
    }

    @Test
    void twoScansOfOneBuildAreJudgedAndComparedEachByItself() throws Exception {
        String gate = ", qualityGates: [[type: 'TOTAL', of: 'CONTROL', limit: 1]";
        WorkflowJob job = job("node { " + CALL + ", id: 'front'" + gate + "]\n" + DemoSetup.CALL
                + ", labelSelector: 'app=checkout', id: 'check'" + gate
                + ", [type: 'NEW', of: 'CONTROL', limit: 1]]\necho \"so far ${currentBuild.currentResult}\" }");
        jenkins.buildAndAssertStatus(Result.UNSTABLE, job);
        WorkflowRun second = jenkins.buildAndAssertStatus(Result.UNSTABLE, job);
        assertThat(second.getActions(ScanAction.class))
                .extracting(ScanAction::getScanId, ScanAction::getVerdict, ScanAction::getReferenceBuild)
                .containsExactly(
                        tuple("front", "FAILED", ""),
                        tuple("check", "PASSED", job.getBuildByNumber(1).getFullDisplayName()));
        // A pass later never makes it better.
        jenkins.assertLogContains("so far UNSTABLE", second);
    }

    @Test
    void branchesAtTheSameTimeAreJudgedEachByItself() throws Exception {
        WorkflowRun run = pipeline(
                Result.FAILURE,
                "parallel a: { " + CALL + ", id: 'a', minimumCompliance: 100 }, b: { " + DemoSetup.CALL
                        + ", labelSelector: 'app=checkout', id: 'b' }, c: { catchError(buildResult: 'UNSTABLE') { "
                        + CALL
                        + ", id: 'c', minimumCompliance: 100 } }");
        assertThat(run.getActions(ScanAction.class))
                .extracting(ScanAction::getScanId, ScanAction::getVerdict)
                .containsExactlyInAnyOrder(tuple("a", "FAILED"), tuple("b", "PASSED"), tuple("c", "FAILED"));
    }

    @Test
    void aFreestyleBuildRefusesAWrongGateInOneSentence() throws Exception {
        DistrolessScanStep step = step();
        QualityGateSetting wrong = gate("UNSTABLE");
        wrong.setLimit("0");
        step.setQualityGates(List.of(wrong));
        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, freestyle(step));
        assertThat(JenkinsRule.getLog(build))
                .containsOnlyOnce("is missed at its limit or more")
                .doesNotContain("\tat ", "attach");
        assertThat(build.getAction(ScanAction.class)).isNull();
    }

    @Test
    void anotherJobIsComparedWithWhereTheBuildsOwnUserMayReadIt() throws Exception {
        WorkflowRun other = pipeline(Result.SUCCESS, CALL);
        String name = other.getParent().getFullName();
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE, Computer.BUILD)
                .everywhere()
                .to("alice")
                .grant(Jenkins.READ, Item.CONFIGURE, Computer.BUILD)
                .everywhere()
                .to("bob"));
        MockQueueItemAuthenticator users = new MockQueueItemAuthenticator();
        QueueItemAuthenticatorConfiguration.get().getAuthenticators().add(users);
        try {
            for (String user : List.of("alice", "bob")) {
                DistrolessScanStep step = step();
                step.setReferenceJob(name);
                step.setOnIncomplete("UNSTABLE");
                FreeStyleProject job = freestyle(step);
                users.authenticate(job.getFullName(), User.getById(user, true).impersonate2());
                FreeStyleBuild build =
                        jenkins.buildAndAssertStatus(user.equals("alice") ? Result.SUCCESS : Result.UNSTABLE, job);
                ScanAction action = build.getAction(ScanAction.class);
                if (user.equals("alice")) {
                    assertThat(action.getReferenceBuild()).isEqualTo(other.getFullDisplayName());
                } else {
                    assertThat(action.getReasons()).anyMatch(reason -> reason.contains("may not compare itself"));
                }
            }
        } finally {
            QueueItemAuthenticatorConfiguration.get().getAuthenticators().clear();
            jenkins.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
            jenkins.jenkins.setAuthorizationStrategy(new AuthorizationStrategy.Unsecured());
        }
    }

    @Test
    void theReturnedMapHasGatesAndReference() throws Exception {
        WorkflowRun run = pipeline(
                Result.SUCCESS,
                "def scan = " + CALL.replaceFirst(" ", "(")
                        + ", qualityGates: [[type: 'TOTAL', of: 'CONTROL', limit: 1, result: 'NOTE']])\n"
                        + "def gate = scan.gates[0]\n"
                        + "echo \"gate ${gate.type} ${gate.of} ${gate.limit} ${gate.result} ${gate.met} value"
                        + " ${gate.value > 0} ${gate.url}\"\n"
                        + "echo \"left ${scan.slotsLeft > 0}\"\n"
                        + "echo \"compared ${scan.newFindings} ${scan.fixedFindings} '${scan.referenceBuild}'\"");
        jenkins.assertLogContains("left true", run);
        jenkins.assertLogContains("gate TOTAL CONTROL 1 NOTE false value true distroless-scan/#findings", run);
        jenkins.assertLogContains("what counts for TOTAL CONTROL: " + run.getUrl() + "distroless-scan/#findings", run);
        jenkins.assertLogContains("compared null null ''", run);
    }

    @Test
    void gatesSurviveFormAndSnippet() throws Exception {
        DistrolessScanStep step = step();
        QualityGateSetting gate = gate("UNSTABLE");
        gate.setSeverity("HIGH");
        QualityGateSetting risk = new QualityGateSetting();
        risk.setType("TOTAL");
        risk.setOf("OVERALL_RISK");
        risk.setLimit("HIGH");
        step.setQualityGates(List.of(gate, risk));
        step.setPreset("staging");
        step.setThresholdText("compliance.min: 70");
        step.setReferenceJob("other");
        step.setReferenceBuild("lastSuccessfulBuild");
        FreeStyleProject job = freestyle(step);
        jenkins.configRoundtrip(job);
        DistrolessScanStep read =
                job.getBuildersList().get(DistrolessScanBuilder.class).getScan();
        jenkins.assertEqualDataBoundBeans(step, read);
        new SnippetizerTester(jenkins)
                .assertRoundTrip(
                        step,
                        "distrolessScan cluster: 'demo', credentialsId: 'scanner', labelSelector: 'app=frontend',"
                                + " namespace: 'shop', preset: 'staging', qualityGates: [[limit: 1, of: 'CONTROL', result:"
                                + " 'UNSTABLE', severity: 'HIGH', type: 'TOTAL'], [limit: 'HIGH', of: 'OVERALL_RISK',"
                                + " type: 'TOTAL']], referenceBuild: 'lastSuccessfulBuild', referenceJob: 'other',"
                                + " thresholdText: 'compliance.min: 70'");
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("qualityGates: [[type: 'NEW', threshold: 1]]", "write limit for it"),
                Arguments.of("qualityGates: [[type: 'NEW', severty: 'HIGH', limit: 1]]", "has no severty"),
                Arguments.of("qualityGates: [[type: 'TOTAL', limit: 0]]", "is missed at its limit or more"),
                Arguments.of("qualityGates: [[type: 'TOTAL', limit: 7.5]]", "a whole number as its limit"),
                Arguments.of("qualityGates: [[type: 'TOTAL', limit: 4294967297L]]", "a whole number as its limit"),
                Arguments.of("qualityGates: 'NEW'", "'qualityGates' is a list of gates"),
                Arguments.of("preset: 'prodution'", "There is no preset prodution"),
                Arguments.of("thresholdText: 'compliance: 80'", "'thresholdText'"),
                Arguments.of("thresholdFile: '../up.yml'", "is a file below the workspace"),
                Arguments.of("thresholdFile: 'no.yml'", "is not in the workspace"),
                Arguments.of(
                        "thresholdFile: 'a', thresholdText: 'compliance.min: 1'",
                        "Give 'thresholdFile' or 'thresholdText'"),
                Arguments.of("containers: 'most'", "containers is 'all' for every running container"),
                Arguments.of("referenceBuild: '-3'", "'referenceBuild' is the number"),
                Arguments.of("waiversText: 'x: 1'", "'waiversText'"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aWrongGateFailsInOneSentenceBeforeAnythingIsAttached(String parameter, String sentence) throws Exception {
        WorkflowRun scripted = pipeline(Result.FAILURE, CALL + ", " + parameter);
        assertThat(JenkinsRule.getLog(scripted))
                .containsOnlyOnce(sentence)
                .doesNotContain("\tat ", "Exception", "attach");
        assertThat(scripted.getAction(ScanAction.class)).isNull();
    }

    @Test
    void anEditedGateOfAStoredJobFailsItsNextBuildAlsoAfterItWasSavedAgain() throws Exception {
        DistrolessScanStep step = step();
        step.setQualityGates(List.of(gate("UNSTABLE")));
        FreeStyleProject job = freestyle(step);
        job.save();
        String stored = job.getConfigFile().asString();
        assertThat(stored).contains("<limit>1</limit>");
        job.updateByXml((Source) new StreamSource(
                new StringReader(stored.replace("<limit>1</limit>", "<threshold>1</threshold><limit>1</limit>"))));
        job.setDescription("saved again");
        job.doReload();
        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains("write limit for it", build);
        assertThat(build.getAction(ScanAction.class)).isNull();
    }

    @Test
    void aThresholdFileIsReadFromTheWorkspaceOnceAndNoLinkIsFollowed() throws Exception {
        WorkflowRun missed = pipeline(
                Result.FAILURE,
                "writeFile file: 'ci/scan.yml', text: 'compliance:\\n  min: 100\\n'\n" + CALL
                        + ", thresholdFile: 'ci/scan.yml'");
        assertThat(missed.getAction(ScanAction.class).getVerdict()).isEqualTo("FAILED");
        pipeline(
                Result.SUCCESS,
                "writeFile file: 'ci/scan.yml', text: 'compliance.min: 1'\n" + CALL + ", thresholdFile: 'ci/scan.yml'");
        WorkflowRun link = pipeline(
                Result.FAILURE,
                "writeFile file: 'real.yml', text: 'compliance.min: 1'\nsh 'ln -s real.yml link.yml'\n" + CALL
                        + ", thresholdFile: 'link.yml'");
        jenkins.assertLogContains("links are not followed", link);
        WorkflowRun large = pipeline(
                Result.FAILURE,
                "writeFile file: 'large.yml', text: 'x'.multiply(300 * 1024)\n" + CALL
                        + ", thresholdFile: 'large.yml'");
        jenkins.assertLogContains("more than 256 kB", large);
        assertThat(large.getAction(ScanAction.class)).isNull();
    }

    @Test
    void aWaiverOfTheBuildCountsForItsGatesAndNotForTheFloors() throws Exception {
        String ids = ids();
        String gate = ", qualityGates: [[type: 'TOTAL', of: 'CONTROL', limit: 1, result: 'FAILURE']]";
        pipeline(Result.SUCCESS, CALL + gate + ", waiversText: '''" + waivers(ids) + "'''");
        DistrolessScanGlobalConfiguration.get()
                .setFloors("qualityGates:\n- {type: TOTAL, of: CONTROL, limit: 1, result: FAILURE}");
        pipeline(Result.FAILURE, CALL + ", waiversText: '''" + waivers(ids) + "'''");
        DistrolessScanGlobalConfiguration.get().setWaivers(waivers(ids));
        pipeline(Result.SUCCESS, CALL);
    }

    private static String ids() throws Exception {
        WorkflowRun run = pipeline(Result.SUCCESS, CALL);
        return index(run).findings().stream()
                .map(ReportIndex.IndexedFinding::rule)
                .distinct()
                .collect(Collectors.joining(","));
    }

    private static String waivers(String ids) {
        StringBuilder yaml = new StringBuilder("waivers:\n");
        for (String id : ids.split(",")) {
            yaml.append("- {id: ")
                    .append(id)
                    .append(", reason: known, approver: jane@example.org, expires: '2999-12-31'}\n");
        }
        return yaml.toString();
    }

    @Test
    void buildingAgainNeverTurnsRedIntoGreen() throws Exception {
        String call = CALL + ", qualityGates: [[type: 'NEW', of: 'CONTROL', limit: 1, result: 'FAILURE']]";
        WorkflowJob job = job("node { " + call + " }");
        WorkflowRun first = jenkins.buildAndAssertSuccess(job);
        assertThat(first.getAction(ScanAction.class).getGates())
                .singleElement()
                .extracting("state", "met")
                .containsExactly("NOT_JUDGED", false);
        WorkflowRun second = jenkins.buildAndAssertSuccess(job);
        assertThat(second.getAction(ScanAction.class).getReferenceBuild()).isEqualTo(first.getFullDisplayName());
        assertThat(second.getAction(ScanAction.class).getNewFindings()).isZero();
        // As if the newest sound build had not had one of the findings yet.
        ReportIndex sound = index(second);
        writeIndex(second, withoutOneFinding(sound));
        WorkflowRun third = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        assertThat(third.getAction(ScanAction.class).getNewFindings()).isEqualTo(1);
        WorkflowRun again = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        assertThat(again.getAction(ScanAction.class).getReferenceBuild()).isEqualTo(second.getFullDisplayName());
        assertThat(again.getAction(ScanAction.class).getNewFindings()).isEqualTo(1);
    }

    @Test
    void aReferenceThatWasAskedForAndIsNotThereMakesTheScanIncomplete() throws Exception {
        WorkflowRun missing = pipeline(Result.UNSTABLE, CALL + ", referenceBuild: '7', onIncomplete: 'UNSTABLE'");
        assertThat(missing.getAction(ScanAction.class).getVerdict()).isEqualTo("INCOMPLETE");
        WorkflowRun other = pipeline(Result.SUCCESS, CALL);
        String name = other.getParent().getFullName();
        WorkflowRun refused =
                pipeline(Result.UNSTABLE, CALL + ", referenceJob: '" + name + "', onIncomplete: 'UNSTABLE'");
        assertThat(refused.getAction(ScanAction.class).getReasons())
                .anyMatch(reason -> reason.contains("may not compare itself"));
        DistrolessScanGlobalConfiguration.get().setReferenceJobs(name);
        WorkflowRun listed = pipeline(Result.SUCCESS, CALL + ", referenceJob: '" + name + "', referenceBuild: '1'");
        assertThat(listed.getAction(ScanAction.class).getReferenceBuild()).isEqualTo(other.getFullDisplayName());
    }

    @Test
    void theDefaultContainersAreAChoiceOfTheRequest() throws Exception {
        WorkflowRun run = pipeline(Result.SUCCESS, CALL + ", containers: 'default'");
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            assertThat(web.getPage(run, "distroless-scan").getBody().getTextContent())
                    .contains("default containers");
        }
    }

    @Test
    void withoutDataAPassSaysThatNothingWasLookedUpAndAGateOverVulnerabilitiesIsNotMet() throws Exception {
        WorkflowRun plain = pipeline(Result.SUCCESS, CALL);
        jenkins.assertLogContains("verdict: PASSED (vulnerabilities not looked up)", plain);
        assertThat(plain.getAction(ScanAction.class).isVulnerabilitiesLookedUp())
                .isFalse();
        WorkflowRun gated = pipeline(
                Result.UNSTABLE,
                CALL + ", onIncomplete: 'UNSTABLE', qualityGates: [[type: 'TOTAL', of: 'VULNERABILITY', limit: 1]]");
        assertThat(gated.getAction(ScanAction.class).getVerdict()).isEqualTo("INCOMPLETE");
    }

    @Test
    void withDataOnTheControllerPackagesAreComparedWithIt(@TempDir Path data) throws Exception {
        SampleExport.write(data, Duration.ofDays(1));
        VulnerabilityDataConfiguration.get().setDataFolder(data.toString());
        try {
            WorkflowRun gated = pipeline(
                    Result.SUCCESS, CALL + ", qualityGates: [[type: 'TOTAL', of: 'VULNERABILITY', limit: 100]]");
            assertThat(gated.getAction(ScanAction.class).isVulnerabilitiesLookedUp())
                    .isTrue();
            jenkins.assertLogNotContains("not looked up", gated);
            SampleExport.write(data, Duration.ofDays(9));
            WorkflowRun old = pipeline(
                    Result.UNSTABLE,
                    CALL
                            + ", onIncomplete: 'UNSTABLE', qualityGates: [[type: 'TOTAL', of: 'VULNERABILITY', limit:"
                            + " 100]]");
            jenkins.assertLogContains("9 days old", old);
            assertThat(old.getAction(ScanAction.class).getVerdict()).isEqualTo("INCOMPLETE");
        } finally {
            VulnerabilityDataConfiguration.get().setDataFolder(null);
        }
    }

    @Test
    void vulnerabilitiesOfTheShopAreFoundAndAJobCannotNameTheData(@TempDir Path data) throws Exception {
        SampleRecords.write(data);
        VulnerabilityDataConfiguration.get().setDataFolder(data.toString());
        try {
            WorkflowRun found = pipeline(
                    Result.UNSTABLE,
                    CALL + ", qualityGates: [[type: 'TOTAL', of: 'VULNERABILITY', id: 'DEMO-2026-0001', limit: 1],"
                            + " [type: 'TOTAL', of: 'VULNERABILITY', malicious: true, certain: true, limit: 1],"
                            + " [type: 'TOTAL', of: 'VULNERABILITY', epss: 0.1, limit: 1, result: 'NOTE']]");
            assertThat(index(found).findings())
                    .filteredOn(finding -> finding.kind() == FindingKind.VULNERABILITY)
                    .extracting(ReportIndex.IndexedFinding::rule, ReportIndex.IndexedFinding::subject)
                    .contains(tuple("DEMO-2026-0001", "deb/libssl3"), tuple("DEMO-2026-0001", "deb/openssl"));
            jenkins.assertLogContains("malicious: true, certain: true", found);
            jenkins.assertLogContains("epss: 0.1", found);
        } finally {
            VulnerabilityDataConfiguration.get().setDataFolder(null);
        }
        for (String name : List.of("data", "dataFolder", "mirrorUrl", "vex", "vexFolder", "maximumDataAge")) {
            WorkflowRun refused = pipeline(Result.FAILURE, CALL + ", " + name + ": '" + data + "'");
            jenkins.assertLogContains(name, refused);
            assertThat(refused.getAction(ScanAction.class))
                    .as("nothing was scanned")
                    .isNull();
        }
    }

    private static ReportIndex withoutOneFinding(ReportIndex index) {
        ReportIndex.IndexedFinding gone = index.findings().stream()
                .filter(finding -> finding.kind() == FindingKind.CONTROL)
                .findFirst()
                .orElseThrow();
        return new ReportIndex(
                index.identityVersion(),
                index.scan(),
                index.finished(),
                index.server(),
                index.namespace(),
                index.selection(),
                index.result(),
                index.lookedAt(),
                index.findings().stream()
                        .filter(finding -> !finding.equals(gone))
                        .toList(),
                index.packages(),
                index.controls(),
                index.risks());
    }

    private static Path indexFile(Run<?, ?> run) {
        return run.getRootDir().toPath().resolve("distroless-scan/distroless-scan.index.json.gz");
    }

    private static ReportIndex index(Run<?, ?> run) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(indexFile(run)))) {
            return IndexFile.read(in);
        }
    }

    private static void writeIndex(Run<?, ?> run, ReportIndex index) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(indexFile(run)))) {
            out.write(IndexFile.write(index));
        }
    }

    private static String warning(WorkflowRun run) {
        for (FlowNode node : new DepthFirstScanner().allNodes(run.getExecution())) {
            WarningAction warning = node.getPersistentAction(WarningAction.class);
            if (warning != null) {
                return warning.getResult().toString();
            }
        }
        return null;
    }

    private static QualityGateSetting gate(String result) {
        QualityGateSetting gate = new QualityGateSetting();
        gate.setType("TOTAL");
        gate.setOf("CONTROL");
        gate.setLimit("1");
        gate.setResult(result);
        return gate;
    }

    private static DistrolessScanStep step() {
        return DemoSetup.step("app=frontend");
    }

    private static FreeStyleProject freestyle(DistrolessScanStep step) throws Exception {
        return DemoSetup.freestyle(jenkins, step);
    }

    private static WorkflowRun pipeline(Result result, String steps) throws Exception {
        return run(result, "node { " + steps + " }");
    }

    private static WorkflowRun run(Result result, String script) throws Exception {
        return jenkins.buildAndAssertStatus(result, job(script));
    }

    private static WorkflowJob job(String script) throws Exception {
        return DemoSetup.pipeline(jenkins, script);
    }
}
