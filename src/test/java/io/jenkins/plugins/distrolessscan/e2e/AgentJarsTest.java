package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.distrolessscan.config.ClusterDefinition;
import io.jenkins.plugins.distrolessscan.config.DistrolessScanGlobalConfiguration;
import io.jenkins.plugins.distrolessscan.demo.DemoCluster;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** What a fresh agent fetches from its controller for a scan: a real Jenkins, a real agent, the demo cluster. */
class AgentJarsTest {
    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension().withTimeout(0);

    @TempDir
    private Path folder;

    @Test
    void aScanNeedsNoCryptographyLibraryNoWebServerAndNoJsonMapper() throws Throwable {
        try (DemoCluster cluster = DemoCluster.start()) {
            jenkins.startJenkins();
            Path work = folder.resolve("agent/work");
            try (AgentProcess agent =
                    AgentProcess.start(jenkins, jenkins.getUrl().getPort(), "fresh", work)) {
                jenkins.runRemotely(AgentJarsTest::scan, cluster.server(), cluster.caCertificate(), cluster.token());
            }
            List<String> names = AgentJar.of(work).stream().map(AgentJar::name).toList();
            assertThat(names)
                    .contains("jackson-core")
                    .doesNotContain("bcprov", "bcprov-jdk18on", "Winstone", "jackson-databind");
            assertThat(AgentJar.with(work, "com/fasterxml/jackson/core/JsonFactory.class"))
                    .as("the look into the jars finds what is there")
                    .isNotEmpty();
            for (String unwanted : List.of(
                    "org/bouncycastle/crypto/hpke/HPKE.class",
                    "winstone/Launcher.class",
                    "com/fasterxml/jackson/databind/ObjectMapper.class")) {
                assertThat(AgentJar.with(work, unwanted)).as(unwanted).isEmpty();
            }
        }
    }

    private static void scan(JenkinsRule rule, String server, String ca, String token) throws Exception {
        CredentialsProvider.lookupStores(rule.jenkins)
                .iterator()
                .next()
                .addCredentials(
                        Domain.global(),
                        new StringCredentialsImpl(CredentialsScope.GLOBAL, "scanner", null, Secret.fromString(token)));
        ClusterDefinition demo = new ClusterDefinition("demo", server);
        demo.setCaCertificate(ca);
        demo.setImage(DemoCluster.IMAGE);
        DistrolessScanGlobalConfiguration.get().setClusters(List.of(demo));
        WorkflowJob job = rule.createProject(WorkflowJob.class, "fresh");
        job.setDefinition(new CpsFlowDefinition(
                "node('fresh') { distrolessScan cluster: 'demo', credentialsId: 'scanner', namespace: 'shop',"
                        + " labelSelector: 'app=checkout' }",
                true));
        rule.buildAndAssertStatus(Result.SUCCESS, job);
    }
}
