package io.jenkins.plugins.distrolessscan.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.distrolessscan.config.ClusterDefinition;
import io.jenkins.plugins.distrolessscan.config.DistrolessScanGlobalConfiguration;
import io.jenkins.plugins.distrolessscan.result.ScanAction;
import java.io.StringReader;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A value that is typed and cannot be understood is never dropped, whichever way it comes in. */
@WithJenkins
class MisunderstoodValuesTest {
    private static JenkinsRule jenkins;
    private boolean strict;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
    }

    @AfterAll
    static void stop() throws Exception {
        jenkins.after();
    }

    @BeforeEach
    void asInProduction() {
        strict = DescribableModel.STRICT_PARAMETER_CHECKING;
        DescribableModel.STRICT_PARAMETER_CHECKING = false;
    }

    @AfterEach
    void asBefore() {
        DescribableModel.STRICT_PARAMETER_CHECKING = strict;
    }

    @ParameterizedTest
    @CsvSource({
        "minimumCompliance, 7.5",
        "minimumCompliance, abc",
        "minimumCompliance, 101",
        "minimumCompliance, -1",
        "minimumCompliance, 80 %",
        "minimumCompliance, 4294967296",
        "timeout, soon",
        "samples, 6",
        "samples, 1.5",
        "verify, some",
        "perImage, 0",
        "perImage, 2.5",
        "unchangedFor, a week",
        "id, ../x",
        "namespace, A_B",
        "runAs, root",
        "image, not an image",
        "serverUrl, http://cluster",
        "allow, host-pid"
    })
    void theFreestyleFormRefusesToSave(String field, String value) throws Exception {
        DistrolessScanStep step = new DistrolessScanStep();
        step.setNamespace("shop");
        step.setPod("a");
        step.setMinimumCompliance(90);
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new DistrolessScanBuilder(step));
        job.save();
        String before = job.getConfigFile().asString();
        try (JenkinsRule.WebClient web = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            HtmlPage page = web.getPage(job, "configure");
            HtmlForm form = page.getFormByName("config");
            HtmlInput input = form.getInputByName("_." + field);
            input.setValue(value);
            HtmlPage answer = jenkins.submit(form);
            assertThat(answer.getWebResponse().getStatusCode()).isBetween(400, 599);
        }
        assertThat(job.getConfigFile().asString()).isEqualTo(before);
    }

    @Test
    void theFreestyleFormTakesVariablesWhereABuildReplacesThem() throws Exception {
        DistrolessScanStep step = new DistrolessScanStep();
        step.setNamespace("$NAMESPACE");
        step.setPod("$POD");
        step.setImage("registry.example/probe:$TAG");
        step.setRunAs("$U:$G");
        step.setTimeout("$TIME");
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new DistrolessScanBuilder(step));
        jenkins.configRoundtrip(job);
        jenkins.assertEqualDataBoundBeans(
                step, job.getBuildersList().get(DistrolessScanBuilder.class).getScan());
        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains("small letters", build);
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimumCompliance: 7.5", "minimumCompliance: abc", "onIncomplete: MAYBE", "timeout: soon"})
    void theSnippetGeneratorRefuses(String given) throws Exception {
        String[] pair = given.split(": ");
        String json = "{\"stapler-class\":\"" + DistrolessScanStep.class.getName() + "\",\"$class\":\""
                + DistrolessScanStep.class.getName() + "\",\"" + pair[0] + "\":\"" + pair[1] + "\"}";
        try (JenkinsRule.WebClient web = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            WebRequest request =
                    new WebRequest(web.createCrumbedUrl("pipeline-syntax/generateSnippet"), HttpMethod.POST);
            request.setRequestParameters(List.of(new NameValuePair("json", json)));
            WebResponse answer = web.getPage(request).getWebResponse();
            assertThat(answer.getContentAsString()).doesNotContain("distrolessScan()", "distrolessScan ");
        }
    }

    static Stream<Arguments> calls() {
        return Stream.of(
                Arguments.of("minimumCompliance: 79.9", "'minimumCompliance' is a whole number, not 79.9"),
                Arguments.of("minimumCompliance: 4294967296L", "'minimumCompliance' is a whole number, not 4294967296"),
                Arguments.of("minimumCompliance: 101", "percentage from 0 to 100"),
                Arguments.of("minimumCompliance: -1", "percentage from 0 to 100"),
                Arguments.of("minimumCompliance: '80 %'", "'minimumCompliance' is a whole number, not 80 %"),
                Arguments.of("skipMisuseChecks: 'treu'", "'skipMisuseChecks' is true or false, not treu"),
                Arguments.of("samples: 6", "whole number from 1 to 5"),
                Arguments.of("verify: 'some'", "none, loaded, executables, all"),
                Arguments.of("perImage: 0", "whole number from 1 to 10000"),
                Arguments.of("perImage: 'three'", "'perImage' is a whole number"),
                Arguments.of("unchangedFor: '7'", "a number with m, h or d"),
                Arguments.of("timeout: 10", "'timeout' takes a text, not 10"),
                Arguments.of("archive: ['pdf']", "'archive' names 'pdf'"),
                Arguments.of("onIncomplete: 'MAYBE'", "'MAYBE' is none of [FAILURE, UNSTABLE, SUCCESS]"),
                Arguments.of("labelSelektor: 'a=b'", "does not know labelSelektor"));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void aPipelineFailsInOneSentenceBeforeAnythingIsAttached(String parameter, String sentence) throws Exception {
        WorkflowRun scripted = run("node { distrolessScan namespace: 'shop', pod: 'a', " + parameter + " }");
        assertThat(refused(scripted)).containsOnlyOnce(sentence);
        WorkflowRun inScript =
                run("pipeline { agent any; stages { stage('scan') { steps { script { distrolessScan(namespace:"
                        + " 'shop', pod: 'a', " + parameter + ") } } } } }");
        assertThat(refused(inScript)).containsOnlyOnce(sentence);
    }

    @Test
    void whatWorkedGoesOnWorking() throws Exception {
        for (String parameter : List.of("minimumCompliance: 80", "minimumCompliance: '80'", "skipMisuseChecks: true")) {
            WorkflowRun run = run(
                    "node { distrolessScan namespace: 'shop', pod: \"${'a'}\", cluster: 'prod', " + parameter + " }");
            assertThat(refused(run)).as(parameter).contains("defines no cluster prod");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "<minimumCompliance>90</minimumCompliance>, <minimumCompliance>abc</minimumCompliance>, a whole number",
        "<allPods>false</allPods>, <allPods>treu</allPods>, true or false",
        "<timeout>10m</timeout>, <timeout>soon</timeout>, a number with s",
        "<timeout>10m</timeout>, <timeut>10m</timeut>, does not know timeut"
    })
    void anEditedConfigXmlFailsTheNextBuildAlsoAfterItWasSavedAgain(String was, String is, String sentence)
            throws Exception {
        DistrolessScanStep step = new DistrolessScanStep();
        step.setNamespace("shop");
        step.setPod("a");
        step.setMinimumCompliance(90);
        step.setTimeout("10m");
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new DistrolessScanBuilder(step));
        job.save();
        String stored = job.getConfigFile().asString();
        assertThat(stored).contains(was);
        job.updateByXml((Source) new StreamSource(new StringReader(stored.replace(was, is))));
        job.setDescription("saved again");
        job.doReload();
        assertThat(refused(jenkins.buildAndAssertStatus(Result.FAILURE, job))).contains(sentence);
        assertThat(job.getBuildersList()
                        .get(DistrolessScanBuilder.class)
                        .getScan()
                        .getNamespace())
                .isEqualTo("shop");
    }

    @Test
    void theGlobalFormKeepsWhatHeldBefore() throws Exception {
        DistrolessScanGlobalConfiguration settings = DistrolessScanGlobalConfiguration.get();
        settings.setMaxTargets(30);
        settings.setClusters(List.of(new ClusterDefinition("prod", "https://cluster.example")));
        for (String[] change : new String[][] {
            {"_.maxTargets", "7.5"},
            {"_.maxTargets", "abc"},
            {"_.maxTargets", "0"},
            {"_.memoryMargin", "40.5"},
            {"_.memoryMargin", "8"},
            {"_.cpuShare", "abc"},
            {"_.cpuShare", "101"},
            {"_.serverUrl", "http://cluster.example"}
        }) {
            try (JenkinsRule.WebClient web = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
                HtmlForm form = web.goTo("manage/configure").getFormByName("config");
                HtmlInput input = form.getInputByName(change[0]);
                input.setValue(change[1]);
                HtmlPage answer = jenkins.submit(form);
                assertThat(answer.getWebResponse().getStatusCode())
                        .as(change[1])
                        .isBetween(400, 599);
            }
            assertThat(settings.getMaxTargets()).isEqualTo(30);
            assertThat(settings.getClusters())
                    .singleElement()
                    .extracting(ClusterDefinition::getServerUrl)
                    .isEqualTo("https://cluster.example");
        }
        settings.setClusters(List.of());
    }

    private static WorkflowRun run(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return jenkins.buildAndAssertStatus(Result.FAILURE, job);
    }

    /** The log of a build that was refused: no record of a scan, no stack trace. */
    private static String refused(hudson.model.Run<?, ?> run) throws Exception {
        assertThat(run.getAction(ScanAction.class)).isNull();
        String log = JenkinsRule.getLog(run);
        assertThat(log).doesNotContain("\tat ", "Exception");
        return log;
    }
}
