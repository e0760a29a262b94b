package io.jenkins.plugins.distrolessscan.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hudson.AbortException;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.distrolessscan.config.DistrolessScanGlobalConfiguration;
import io.jenkins.plugins.distrolessscan.config.SamplePem;
import io.jenkins.plugins.distrolessscan.result.ScanAction;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class DistrolessScanStepTest {
    @Test
    void everyParameterSurvivesTheFreestyleForm(JenkinsRule jenkins) throws Exception {
        DistrolessScanStep step = full();
        FreeStyleProject job = freestyle(jenkins, step);
        jenkins.configRoundtrip(job);
        DistrolessScanStep read =
                job.getBuildersList().get(DistrolessScanBuilder.class).getScan();
        jenkins.assertEqualDataBoundBeans(step, read);
    }

    @Test
    void aProfileThatBuildsMayNotUseSurvivesTheFormAndIsRefusedByTheBuild(JenkinsRule jenkins) throws Exception {
        DistrolessScanStep step = new DistrolessScanStep();
        step.setNamespace("shop");
        step.setPod("a");
        step.setMaxProfile("baseline");
        FreeStyleProject job = freestyle(jenkins, step);
        jenkins.configRoundtrip(job);
        assertThat(job.getBuildersList()
                        .get(DistrolessScanBuilder.class)
                        .getScan()
                        .getMaxProfile())
                .isEqualTo("baseline");
        assertThat(DistrolessScanGlobalConfiguration.get().getMaxProfile()).isEqualTo("restricted");
        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains("the global configuration allows 'restricted' at most", build);
        assertThat(build.getAction(ScanAction.class)).isNull();
    }

    @Test
    void anEmptyFormMeansTheDefaults(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = freestyle(jenkins, new DistrolessScanStep());
        jenkins.configRoundtrip(job);
        DistrolessScanStep read =
                job.getBuildersList().get(DistrolessScanBuilder.class).getScan();
        assertThat(read.getNamespace()).isNull();
        assertThat(read.getMinimumCompliance()).isNull();
        assertThat(read.getOnIncomplete()).isEqualTo("FAILURE");
    }

    @Test
    void theSnippetGeneratorWritesOnlyWhatWasSet(JenkinsRule jenkins) throws Exception {
        DistrolessScanStep step = new DistrolessScanStep();
        step.setCluster("prod");
        step.setNamespace("shop");
        step.setLabelSelector("app=checkout");
        step.setMinimumCompliance(80);
        step.setOnIncomplete("UNSTABLE");
        new SnippetizerTester(jenkins)
                .assertRoundTrip(
                        step,
                        "distrolessScan cluster: 'prod', labelSelector: 'app=checkout', minimumCompliance: 80, namespace: 'shop', onIncomplete: 'UNSTABLE'");
    }

    @Test
    void anUnknownParameterFailsAlsoWhenJenkinsIsNotStrict(JenkinsRule jenkins) throws Exception {
        DescribableModel<DistrolessScanStep> model = DescribableModel.of(DistrolessScanStep.class);
        DistrolessScanStep step =
                (DistrolessScanStep) model.instantiate(Map.of("namespace", "shop", "labelSelektor", "a=b"), null);
        assertThat(step.getNamespace()).isEqualTo("shop");
        assertThat(step.getRefusals()).singleElement().asString().contains("labelSelektor", "labelSelector");
        assertThrows(AbortException.class, () -> step.start(null));
    }

    @Test
    void anUnknownParameterFailsTheBuildAsInProduction(JenkinsRule jenkins) throws Exception {
        boolean strict = DescribableModel.STRICT_PARAMETER_CHECKING;
        DescribableModel.STRICT_PARAMETER_CHECKING = false;
        try {
            String call = "distrolessScan namespace: 'shop', labelSelektor: 'a=b', allPods: true";
            WorkflowRun scripted = run(jenkins, "node { " + call + " }");
            jenkins.assertBuildStatus(Result.FAILURE, scripted);
            jenkins.assertLogContains("labelSelektor", scripted);
            WorkflowRun declarative =
                    run(jenkins, "pipeline { agent any; stages { stage('scan') { steps { " + call + " } } } }");
            jenkins.assertBuildStatus(Result.FAILURE, declarative);
            jenkins.assertLogContains("labelSelektor", declarative);
        } finally {
            DescribableModel.STRICT_PARAMETER_CHECKING = strict;
        }
    }

    @Test
    void aChoiceOfAnEditedJobThatDoesNotExistFailsBeforeAnythingIsAttached(JenkinsRule jenkins) throws Exception {
        DistrolessScanStep step = new DistrolessScanStep();
        step.setNamespace("shop");
        step.setPod("a");
        step.setOnIncomplete("UNSTABLE");
        FreeStyleProject job = freestyle(jenkins, step);
        job.save();
        String edited = job.getConfigFile().asString().replace(">UNSTABLE<", ">MAYBE<");
        assertThat(edited).contains(">MAYBE<");
        job.updateByXml((Source) new StreamSource(new StringReader(edited)));
        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains("'MAYBE' is none of [FAILURE, UNSTABLE", build);
        jenkins.assertLogNotContains("IllegalArgumentException", build);
        assertThat(build.getAction(ScanAction.class)).isNull();
    }

    @Test
    void outsideOfANodeTheStepSaysWhatIsMissing(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = run(jenkins, "distrolessScan namespace: 'shop', pod: 'a'");
        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains("Required context class hudson.Launcher is missing", run);
    }

    @Test
    void aWrongCallFailsBeforeAnythingIsAttached(JenkinsRule jenkins) throws Exception {
        assertFails(jenkins, "namespace: 'shop'", "Say which pods to scan");
        assertFails(jenkins, "namespace: 'shop', pod: 'a', allPods: true", "Say which pods to scan");
        assertFails(jenkins, "namespace: 'shop', container: 'a', allPods: true", "'container' goes with 'pod'");
        assertFails(jenkins, "namespace: 'shop', pod: 'a', minimumCompliance: 101", "percentage from 0 to 100");
        assertFails(jenkins, "namespace: 'shop', pod: 'a', allow: 'host-pid'", "never scanned");
        assertFails(jenkins, "namespace: 'shop', pod: 'a', allow: 'host-path'", "does not let builds allow");
        DistrolessScanGlobalConfiguration.get().setMayAllow("host-path");
        assertFails(jenkins, "namespace: 'shop', pod: 'a', allow: 'host-path'", "No cluster is named");
        assertFails(jenkins, "namespace: 'shop', pod: 'a', timeout: 'soon'", "a number with s, m or h");
        assertFails(jenkins, "namespace: 'shop', pod: 'a', id: '../x'", "letters, digits, hyphens");
        assertFails(jenkins, "namespace: 'shop', pod: 'a', onIncomplete: 'MAYBE'", "is none of [FAILURE, UNSTABLE");
        assertFails(jenkins, "namespace: 'shop', pod: 'a', cluster: 'prod'", "defines no cluster prod");
        assertFails(
                jenkins,
                "namespace: 'shop', pod: 'a', serverUrl: 'https://localhost:1'",
                "does not allow other servers");
    }

    @Test
    void declarativePipelinesCanCallTheStep(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(
                "pipeline { agent any; stages { stage('scan') { steps { distrolessScan namespace: 'shop', pod: 'a', cluster: 'prod' } } } }",
                true));
        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains("defines no cluster prod", run);
    }

    @Test
    void theJobPageAppearsOnlyWithAScan(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        jenkins.buildAndAssertSuccess(job);
        HtmlPage page = jenkins.createWebClient().getPage(job);
        assertThat(page.asXml()).doesNotContain("distroless-scan");
        assertThat(job.getLastBuild().getAction(ScanAction.class)).isNull();
    }

    private static FreeStyleProject freestyle(JenkinsRule jenkins, DistrolessScanStep step) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new DistrolessScanBuilder(step));
        return job;
    }

    private static void assertFails(JenkinsRule jenkins, String parameters, String sentence) throws Exception {
        WorkflowRun run = run(jenkins, "node { distrolessScan " + parameters + " }");
        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains(sentence, run);
        assertThat(run.getAction(ScanAction.class)).isNull();
    }

    private static WorkflowRun run(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).get();
    }

    private static DistrolessScanStep full() {
        DistrolessScanStep step = new DistrolessScanStep();
        step.setCluster("prod");
        step.setServerUrl("https://kubernetes.example:6443");
        step.setCaCertificate(SamplePem.CERTIFICATE);
        step.setCredentialsId("scanner");
        step.setNamespace("shop");
        step.setPod("checkout-1");
        step.setContainer("app");
        step.setLabelSelector("app=checkout");
        step.setAllPods(true);
        step.setAllow("host-path");
        step.setImage("registry.example/probe:1");
        step.setRunAs("65532:65532");
        step.setMaxProfile("restricted");
        step.setSkipMisuseChecks(true);
        step.setMinimumCompliance(85);
        step.setTimeout("5m");
        step.setOnThresholdMissed("UNSTABLE");
        step.setOnIncomplete("UNSTABLE");
        step.setId("first");
        step.setArchive(List.of("json", "cyclonedx"));
        step.setWorkspaceFolder("scan/out");
        return step;
    }
}
