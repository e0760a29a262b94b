package io.jenkins.plugins.distrolessscan.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Result;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The jobs of {@code mvn hpi:run -Pdemo} are jobs that this version of the plugin can read and run. */
@WithJenkins
class DemoJobsTest {
    private static final Path JOBS = Path.of("demo/jenkins/jobs");

    @Test
    void theFreestyleJobHasTheBuildStepWithItsValues(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = (FreeStyleProject) load(jenkins, "nightly");
        DistrolessScanStep scan =
                job.getBuildersList().get(DistrolessScanBuilder.class).getScan();
        assertThat(scan.getCluster()).isEqualTo("demo");
        assertThat(scan.getNamespace()).isEqualTo("shop");
        assertThat(scan.getLabelSelector()).isEqualTo("app=checkout");
        jenkins.assertLogContains("defines no cluster demo", jenkins.buildAndAssertStatus(Result.FAILURE, job));
    }

    @Test
    void thePipelineGetsAsFarAsTheClusterThatIsNotThere(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = (WorkflowJob) load(jenkins, "shop");
        jenkins.assertLogContains("defines no cluster demo", jenkins.buildAndAssertStatus(Result.FAILURE, job));
    }

    private static Object load(JenkinsRule jenkins, String name) throws Exception {
        try (InputStream xml = Files.newInputStream(JOBS.resolve(name).resolve("config.xml"))) {
            return jenkins.jenkins.createProjectFromXML(name, xml);
        }
    }
}
