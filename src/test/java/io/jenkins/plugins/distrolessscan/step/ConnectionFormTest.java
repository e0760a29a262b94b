package io.jenkins.plugins.distrolessscan.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.HostnameSpecification;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.util.Secret;
import io.jenkins.plugins.distrolessscan.config.ClusterDefinition;
import io.jenkins.plugins.distrolessscan.config.DistrolessScanGlobalConfiguration;
import io.jenkins.plugins.distrolessscan.demo.DemoCluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.ScriptedServer;
import io.jenkins.plugins.distrolessscan.engine.cluster.TestAuthority;
import java.net.URL;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What "Test connection" says, to whom, and which server it asks. */
@WithJenkins
class ConnectionFormTest {
    private static final String GLOBAL = "descriptorByName/" + ClusterDefinition.class.getName() + "/testConnection";
    private static final String STEP = "descriptorByName/" + DistrolessScanStep.class.getName() + "/";

    private static final String ERROR = "class=\"error\"";

    private static JenkinsRule jenkins;
    private static DemoCluster cluster;
    private static FreeStyleProject job;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        cluster = DemoCluster.start();
        job = jenkins.createFreeStyleProject("shop");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader", "author", "manager")
                .grant(Jenkins.MANAGE)
                .everywhere()
                .to("manager")
                .grant(Item.CONFIGURE)
                .everywhere()
                .to("author"));
        Jenkins.MANAGE.setEnabled(true);
    }

    @BeforeEach
    void asConfigured() throws Exception {
        DemoSetup.configure(cluster);
    }

    @AfterAll
    static void stop() throws Exception {
        Jenkins.MANAGE.setEnabled(false);
        cluster.close();
        jenkins.after();
    }

    @Test
    void anAdministratorHearsVersionIdentityLifeOfTheTokenAndRights() throws Exception {
        assertThat(global("admin", "shop").getContentAsString())
                .contains("Kubernetes v1.34", "system:serviceaccount:shop:scanner", "in 1", "minutes")
                .contains("has the rights that a scan needs in namespace shop")
                .doesNotContain(ERROR, cluster.token());
        assertThat(global("admin", "other").getContentAsString())
                .contains("In namespace other it lacks", "pods/ephemeralcontainers", ERROR);
        assertThat(global("admin", "").getContentAsString()).contains("Name a namespace");
    }

    @Test
    void onlyAnAdministratorSaysWhereATokenOfJenkinsGoes() throws Exception {
        for (String user : List.of("reader", "author", "manager")) {
            WebResponse answer = global(user, "shop");
            assertThat(answer.getStatusCode()).as(user).isEqualTo(403);
            assertThat(answer.getContentAsString()).doesNotContain("Kubernetes v1.34");
        }
        try (JenkinsRule.WebClient web = client("admin")) {
            assertThat(web.goTo(GLOBAL + "?serverUrl=" + cluster.server(), null)
                            .getWebResponse()
                            .getStatusCode())
                    .isIn(404, 405);
            assertThat(web.goTo(job.getUrl() + STEP + "testConnection?cluster=demo", null)
                            .getWebResponse()
                            .getStatusCode())
                    .isIn(404, 405);
        }
    }

    @Test
    void whoConfiguresAJobTestsAClusterAsItIsStored() throws Exception {
        assertThat(ofJob("author", Map.of("cluster", "demo", "credentialsId", "scanner", "namespace", "shop"))
                        .getContentAsString())
                .contains("Kubernetes v1.34", "system:serviceaccount:shop:scanner", "has the rights");
        assertThat(ofJob("reader", Map.of("cluster", "demo", "credentialsId", "scanner", "namespace", "shop"))
                        .getStatusCode())
                .isEqualTo(403);
    }

    @Test
    void anEditedUrlIsNeverAsked() throws Exception {
        TestAuthority authority = new TestAuthority("another");
        try (ScriptedServer other =
                new ScriptedServer(authority.server("127.0.0.1"), (request, wire) -> wire.json(200, "{}"))) {
            assertThat(ofJob(
                                    "author",
                                    Map.of(
                                            "cluster",
                                            "",
                                            "serverUrl",
                                            other.url(),
                                            "caCertificate",
                                            authority.pem(),
                                            "credentialsId",
                                            "scanner"))
                            .getContentAsString())
                    .contains("Choose a cluster that an administrator has defined");
            assertThat(ofJob("author", Map.of("cluster", "demo", "serverUrl", other.url(), "credentialsId", "scanner"))
                            .getContentAsString())
                    .contains("Kubernetes v1.34");
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void whatTheJobMayNotScanIsNotAskedEither() throws Exception {
        ClusterDefinition demo =
                DistrolessScanGlobalConfiguration.get().getClusters().get(0);
        demo.setAllowedNamespaces("shop");
        assertThat(ofJob("author", Map.of("cluster", "demo", "credentialsId", "scanner", "namespace", "other"))
                        .getContentAsString())
                .contains("does not allow scans in namespace other");
        demo.setAllowedJobs("prod/*");
        assertThat(ofJob("author", Map.of("cluster", "demo", "credentialsId", "scanner", "namespace", "shop"))
                        .getContentAsString())
                .contains("defines no cluster demo that this job may scan")
                .doesNotContain("Kubernetes v1.34");
    }

    @Test
    void theCredentialIsTheOneThatTheBuildsSee() throws Exception {
        SystemCredentialsProvider store = SystemCredentialsProvider.getInstance();
        store.getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.SYSTEM, "of-jenkins", null, Secret.fromString(cluster.token())));
        Domain elsewhere = new Domain("elsewhere", null, List.of(new HostnameSpecification("cluster.example", null)));
        store.getDomainCredentialsMap()
                .put(
                        elsewhere,
                        new java.util.concurrent.CopyOnWriteArrayList<>(List.of(new StringCredentialsImpl(
                                CredentialsScope.GLOBAL, "of-another", null, Secret.fromString(cluster.token())))));
        for (String id : List.of("of-jenkins", "of-another", "no-such")) {
            assertThat(ofJob("author", Map.of("cluster", "demo", "credentialsId", id, "namespace", "shop"))
                            .getContentAsString())
                    .as(id)
                    .contains(ERROR, "The credential " + id)
                    .doesNotContain("Kubernetes v1.34");
        }
        assertThat(ofJob("author", Map.of("cluster", "demo", "credentialsId", "${TOKEN}"))
                        .getContentAsString())
                .contains("known only then");
        store.getDomainCredentialsMap().remove(elsewhere);
    }

    @Test
    void theListOfCredentialsFollowsTheChosenCluster() throws Exception {
        SystemCredentialsProvider store = SystemCredentialsProvider.getInstance();
        Domain elsewhere = new Domain("elsewhere", null, List.of(new HostnameSpecification("cluster.example", null)));
        store.getDomainCredentialsMap()
                .put(
                        elsewhere,
                        new java.util.concurrent.CopyOnWriteArrayList<>(List.of(new StringCredentialsImpl(
                                CredentialsScope.GLOBAL, "of-another", null, Secret.fromString("token")))));
        ClusterDefinition other = new ClusterDefinition("other", "https://cluster.example");
        DistrolessScanGlobalConfiguration.get()
                .setClusters(List.of(
                        DistrolessScanGlobalConfiguration.get().getClusters().get(0), other));
        assertThat(credentials("demo")).contains("scanner").doesNotContain("of-another");
        assertThat(credentials("other")).contains("scanner", "of-another");
        store.getDomainCredentialsMap().remove(elsewhere);
    }

    @Test
    void aClusterThatOnlyAgentsReachIsNoFaultOfTheJob() throws Exception {
        DistrolessScanGlobalConfiguration.get()
                .setClusters(List.of(new ClusterDefinition("far", "https://127.0.0.1:1")));
        assertThat(ofJob("author", Map.of("cluster", "far", "credentialsId", "scanner", "namespace", "shop"))
                        .getContentAsString())
                .contains("class=\"warning\"", "Not reachable from the controller", "Scans run on agents")
                .doesNotContain(ERROR);
    }

    private static String credentials(String name) throws Exception {
        return post(
                        "author",
                        job.getUrl() + STEP + "fillCredentialsIdItems",
                        Map.of("credentialsId", "", "cluster", name, "serverUrl", ""))
                .getContentAsString();
    }

    private static WebResponse global(String user, String namespace) throws Exception {
        return post(
                user,
                GLOBAL,
                Map.of(
                        "serverUrl",
                        cluster.server(),
                        "caCertificate",
                        cluster.caCertificate(),
                        "credentialsId",
                        "scanner",
                        "testNamespace",
                        namespace));
    }

    private static WebResponse ofJob(String user, Map<String, String> form) throws Exception {
        return post(user, job.getUrl() + STEP + "testConnection", form);
    }

    private static WebResponse post(String user, String path, Map<String, String> form) throws Exception {
        try (JenkinsRule.WebClient web = client(user)) {
            WebRequest request = new WebRequest(new URL(web.getContextPath() + path), HttpMethod.POST);
            web.addCrumb(request);
            form.forEach((name, value) -> request.getRequestParameters().add(new NameValuePair(name, value)));
            return web.getPage(request).getWebResponse();
        }
    }

    private static JenkinsRule.WebClient client(String user) throws Exception {
        JenkinsRule.WebClient web = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        web.setJavaScriptEnabled(false);
        return web.login(user);
    }
}
