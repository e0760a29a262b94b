package io.jenkins.plugins.distrolessscan.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleProject;
import hudson.model.Run;
import hudson.util.Secret;
import io.jenkins.plugins.distrolessscan.config.ClusterDefinition;
import io.jenkins.plugins.distrolessscan.config.DistrolessScanGlobalConfiguration;
import io.jenkins.plugins.distrolessscan.demo.DemoCluster;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jvnet.hudson.test.JenkinsRule;

/** A Jenkins that knows the demo cluster as {@code demo} and its token as {@code scanner}, and jobs that scan it. */
final class DemoSetup {
    /** Still without its pods. */
    static final String CALL = "distrolessScan cluster: 'demo', credentialsId: 'scanner', namespace: 'shop'";

    private DemoSetup() {}

    static void configure(DemoCluster cluster) throws Exception {
        configure(cluster.server(), cluster.caCertificate(), cluster.token());
    }

    /** The same in another process. */
    static void configure(String server, String caCertificate, String token) throws Exception {
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials.getCredentials().clear();
        credentials
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "scanner", null, Secret.fromString(token)));
        credentials.save();
        ClusterDefinition demo = new ClusterDefinition("demo", server);
        demo.setCaCertificate(caCertificate);
        demo.setImage(DemoCluster.IMAGE);
        DistrolessScanGlobalConfiguration.get().setClusters(List.of(demo));
    }

    static DistrolessScanStep step(String labelSelector) {
        DistrolessScanStep step = new DistrolessScanStep();
        step.setCluster("demo");
        step.setCredentialsId("scanner");
        step.setNamespace("shop");
        step.setLabelSelector(labelSelector);
        return step;
    }

    static FreeStyleProject freestyle(JenkinsRule jenkins, DistrolessScanStep step) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new DistrolessScanBuilder(step));
        return job;
    }

    static WorkflowJob pipeline(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    /** Waits until the log of a running build has a text. */
    static void await(Run<?, ?> build, String text) throws Exception {
        long until = System.currentTimeMillis() + 120_000;
        while (!JenkinsRule.getLog(build).contains(text)) {
            assertThat(System.currentTimeMillis()).as(text).isLessThan(until);
            Thread.sleep(100);
        }
    }
}
