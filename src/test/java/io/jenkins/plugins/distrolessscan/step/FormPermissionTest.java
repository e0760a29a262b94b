package io.jenkins.plugins.distrolessscan.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.util.Secret;
import io.jenkins.plugins.distrolessscan.config.ClusterDefinition;
import io.jenkins.plugins.distrolessscan.config.DistrolessScanGlobalConfiguration;
import java.net.URL;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Who gets an answer from the lists and checks of the job's form, and how they have to be asked. */
@WithJenkins
class FormPermissionTest {
    private static final String STEP = "descriptorByName/" + DistrolessScanStep.class.getName() + "/";
    private static JenkinsRule jenkins;
    private static FreeStyleProject job;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        job = jenkins.createFreeStyleProject("shop");
        DistrolessScanGlobalConfiguration.get()
                .setClusters(List.of(new ClusterDefinition("secret-cluster", "https://cluster.example")));
        CredentialsProvider.lookupStores(jenkins.jenkins)
                .iterator()
                .next()
                .addCredentials(
                        Domain.global(),
                        new StringCredentialsImpl(
                                CredentialsScope.GLOBAL, "secret-id", null, Secret.fromString("token")));
        assertThat(SystemCredentialsProvider.getInstance().getCredentials()).hasSize(1);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader", "viewer", "author", "manager")
                .grant(Jenkins.MANAGE)
                .everywhere()
                .to("manager")
                .grant(Item.READ)
                .everywhere()
                .to("reader", "viewer", "author")
                .grant(Item.EXTENDED_READ)
                .everywhere()
                .to("viewer")
                .grant(Item.CONFIGURE)
                .everywhere()
                .to("author"));
        Item.EXTENDED_READ.setEnabled(true);
        Jenkins.MANAGE.setEnabled(true);
    }

    @AfterAll
    static void stop() throws Exception {
        Item.EXTENDED_READ.setEnabled(false);
        Jenkins.MANAGE.setEnabled(false);
        jenkins.after();
    }

    /** A path below the job, what is posted, and a text that only who may see it gets. */
    private record Question(String method, String body, String answer) {}

    static Stream<Question> questions() {
        return Stream.of(
                new Question("fillClusterItems", "cluster=", "secret-cluster"),
                new Question("fillCredentialsIdItems", "credentialsId=&serverUrl=", "secret-id"),
                new Question("checkCredentialsId", "value=other-id&serverUrl=", "No secret text"),
                new Question("checkNamespace", "value=A_B", "small letters"),
                new Question("checkImage", "value=probe:1", "digest"),
                new Question("checkServerUrl", "value=http://cluster", "https"),
                new Question("checkCaCertificate", "value=nonsense", "error"),
                new Question("checkMinimumCompliance", "value=101", "0 to 100"),
                new Question("checkTimeout", "value=soon", "a number with s, m or h"),
                new Question("checkId", "value=../x", "letters, digits"),
                new Question("checkAllow", "value=host-pid", "never scanned"),
                new Question("checkRunAs", "value=root", "error"));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void whoMaySeeTheConfigurationGetsAnAnswer(Question question) throws Exception {
        for (String user : List.of("admin", "author", "viewer")) {
            assertThat(post(user, job.getUrl() + STEP + question.method(), question.body())
                            .getContentAsString())
                    .as(user)
                    .contains(question.answer());
        }
    }

    @ParameterizedTest
    @MethodSource("questions")
    void whoMayOnlyReadTheJobGetsNone(Question question) throws Exception {
        assertThat(post("reader", job.getUrl() + STEP + question.method(), question.body())
                        .getContentAsString())
                .doesNotContain(question.answer());
    }

    @ParameterizedTest
    @MethodSource("questions")
    void outsideOfAJobOnlyAdministratorsGetOne(Question question) throws Exception {
        for (String user : List.of("author", "viewer", "reader", "manager")) {
            assertThat(post(user, STEP + question.method(), question.body()).getContentAsString())
                    .as(user)
                    .doesNotContain(question.answer());
        }
        assertThat(post("admin", STEP + question.method(), question.body()).getContentAsString())
                .contains(question.answer());
    }

    @ParameterizedTest
    @MethodSource("questions")
    void aQuestionByGetIsRefused(Question question) throws Exception {
        try (JenkinsRule.WebClient web = client("admin")) {
            assertThat(web.goTo(job.getUrl() + STEP + question.method() + "?" + question.body(), null)
                            .getWebResponse()
                            .getStatusCode())
                    .isIn(404, 405);
        }
    }

    @Test
    void whoMayManageButNotAdministerNeitherSeesNorChangesTheSettings() throws Exception {
        try (JenkinsRule.WebClient web = client("manager")) {
            String page = web.goTo("manage/configure").getWebResponse().getContentAsString();
            assertThat(page).doesNotContain("secret-cluster", "_.scansDisabled", "_.mayAllow");
        }
        String settings = "{\"io-jenkins-plugins-distrolessscan-config-DistrolessScanGlobalConfiguration\":"
                + "{\"allowInlineServers\":true,\"maxTargets\":\"5\"},\"system_message\":\"\"}";
        post("manager", "manage/configSubmit", "json=" + settings);
        assertThat(DistrolessScanGlobalConfiguration.get().isAllowInlineServers())
                .isFalse();
        assertThat(DistrolessScanGlobalConfiguration.get().getClusters()).hasSize(1);
    }

    private static WebResponse post(String user, String path, String body) throws Exception {
        try (JenkinsRule.WebClient web = client(user)) {
            WebRequest request = new WebRequest(new URL(web.getContextPath() + path), HttpMethod.POST);
            web.addCrumb(request);
            for (String pair : body.split("&")) {
                String[] parts = pair.split("=", 2);
                request.getRequestParameters().add(new NameValuePair(parts[0], parts[1]));
            }
            return web.getPage(request).getWebResponse();
        }
    }

    private static JenkinsRule.WebClient client(String user) throws Exception {
        JenkinsRule.WebClient web = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        web.setJavaScriptEnabled(false);
        return web.login(user);
    }
}
