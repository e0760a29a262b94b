package io.jenkins.plugins.distrolessscan.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Cause;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.distrolessscan.config.ClusterDefinition;
import io.jenkins.plugins.distrolessscan.config.DistrolessScanGlobalConfiguration;
import io.jenkins.plugins.distrolessscan.demo.DemoCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The Pipeline of {@code docs/examples}, word for word, over the demo cluster. */
@WithJenkins
class ExamplePipelineTest {
    @Test
    void itScansAfterEachDeployment(JenkinsRule jenkins) throws Exception {
        try (DemoCluster cluster = DemoCluster.start()) {
            SystemCredentialsProvider.getInstance()
                    .getCredentials()
                    .add(new StringCredentialsImpl(
                            CredentialsScope.GLOBAL, "scanner-token", null, Secret.fromString(cluster.token())));
            ClusterDefinition prod = new ClusterDefinition("prod", cluster.server());
            prod.setCaCertificate(cluster.caCertificate());
            prod.setImage(DemoCluster.IMAGE);
            DistrolessScanGlobalConfiguration.get().setClusters(List.of(prod));
            jenkins.createOnlineSlave(Label.get("cluster"));
            FreeStyleProject deployment = jenkins.createFreeStyleProject("deploy-checkout");
            WorkflowJob scans = jenkins.createProject(WorkflowJob.class, "scan-checkout");
            scans.setQuietPeriod(0);
            scans.setDefinition(new CpsFlowDefinition(Files.readString(Path.of("docs/examples/Jenkinsfile")), true));

            // A Pipeline's triggers are known from its first build on.
            jenkins.buildAndAssertStatus(Result.SUCCESS, scans);
            jenkins.buildAndAssertSuccess(deployment);
            jenkins.waitUntilNoActivity();

            WorkflowRun second = scans.getBuildByNumber(2);
            assertThat(second).as("started by the deployment").isNotNull();
            assertThat(second.getCause(Cause.UpstreamCause.class).getUpstreamProject())
                    .isEqualTo("deploy-checkout");
            jenkins.assertBuildStatus(Result.SUCCESS, second);
            jenkins.assertLogContains("Scanned 1 of 1 containers: PASSED", second);
        }
    }
}
