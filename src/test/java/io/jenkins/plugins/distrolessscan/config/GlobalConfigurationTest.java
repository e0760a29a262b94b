package io.jenkins.plugins.distrolessscan.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import java.net.URL;
import java.nio.file.Files;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class GlobalConfigurationTest {
    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
    }

    @AfterAll
    static void stop() throws Exception {
        jenkins.after();
    }

    @BeforeEach
    void startAnew() throws Exception {
        jenkins.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
        jenkins.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        SystemCredentialsProvider.getInstance().setDomainCredentialsMap(null);
        DistrolessScanGlobalConfiguration.get().setClusters(List.of());
    }

    @Test
    void aNewJenkinsAllowsTheLeast() throws Exception {
        Files.delete(jenkins.jenkins
                .getRootDir()
                .toPath()
                .resolve(DistrolessScanGlobalConfiguration.class.getName() + ".xml"));
        var settings = new DistrolessScanGlobalConfiguration();
        assertThat(settings.getClusters()).isEmpty();
        assertThat(settings.isAllowInlineServers()).isFalse();
        assertThat(settings.isScansDisabled()).isFalse();
        assertThat(settings.mostProfile()).isEqualTo(IdentityProfile.RESTRICTED);
        assertThat(settings.getMaxTargets()).isEqualTo(100);
        assertThat(settings.getMaxScans()).isZero();
        assertThat(settings.isRestrictedReports()).isFalse();
        assertThat(settings.getInlineServers()).isNull();
        assertThat(settings.allowable()).isEmpty();
    }

    @Test
    void theFormKeepsEveryField() throws Exception {
        store(new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", null, Secret.fromString("t")));
        var cluster = new ClusterDefinition("prod", "https://cluster.example:6443");
        cluster.setCaCertificate(SamplePem.CERTIFICATE);
        cluster.setCredentialsId("token");
        cluster.setImage("registry.example/probe:1");
        cluster.setAllowedNamespaces("shop team-*");
        var settings = DistrolessScanGlobalConfiguration.get();
        settings.setClusters(List.of(cluster, new ClusterDefinition("test", "https://test.example")));
        settings.setAllowInlineServers(true);
        settings.setScansDisabled(true);
        settings.setMaxProfile("baseline");
        settings.setMaxTargets(7);
        settings.setMayAllow("host-network,host-path");

        jenkins.configRoundtrip();

        assertThat(settings.getClusters()).hasSize(2);
        jenkins.assertEqualDataBoundBeans(cluster, settings.getClusters().get(0));
        assertThat(settings.getClusters().get(1).getName()).isEqualTo("test");
        assertThat(settings.getClusters().get(1).getCaCertificate()).isNull();
        assertThat(settings.isAllowInlineServers()).isTrue();
        assertThat(settings.isScansDisabled()).isTrue();
        assertThat(settings.mostProfile()).isEqualTo(IdentityProfile.BASELINE);
        assertThat(settings.getMaxTargets()).isEqualTo(7);
        assertThat(settings.getMayAllow()).isEqualTo("host-network,host-path");

        settings.load();
        assertThat(settings.getClusters()).hasSize(2);
        assertThat(settings.getMaxTargets()).isEqualTo(7);
    }

    @Test
    void anAdministratorAddsAndDeletesAClusterInTheForm() throws Exception {
        try (var client = jenkins.createWebClient()) {
            HtmlForm form = client.goTo("configure").getFormByName("config");
            jenkins.getButtonByCaption(form, "Add cluster").click();
            awaitCluster(client, form, true);
            input(form, "name").setValue("prod");
            input(form, "serverUrl").setValue("https://cluster.example");
            jenkins.submit(form);
            assertThat(DistrolessScanGlobalConfiguration.get().getClusters())
                    .extracting(ClusterDefinition::getName, ClusterDefinition::getServerUrl)
                    .containsExactly(tuple("prod", "https://cluster.example"));

            form = client.goTo("configure").getFormByName("config");
            jenkins.getButtonByCaption(form, "Delete cluster").click();
            awaitCluster(client, form, false);
            jenkins.submit(form);
            assertThat(DistrolessScanGlobalConfiguration.get().getClusters()).isEmpty();
        }
    }

    @Test
    void aCredentialOfJenkinsItselfIsNotOfferedSinceNoBuildSeesIt() throws Exception {
        store(new StringCredentialsImpl(CredentialsScope.SYSTEM, "of-jenkins", null, Secret.fromString("t")));
        store(new StringCredentialsImpl(CredentialsScope.GLOBAL, "of-builds", null, Secret.fromString("t")));
        assertThat(CredentialsChoice.items(null, "", "https://cluster.example"))
                .extracting(option -> option.value)
                .containsExactly("", "of-builds");
        assertThat(CredentialsChoice.check(null, "of-builds", null).kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(CredentialsChoice.check(null, "of-jenkins", null).kind).isEqualTo(FormValidation.Kind.WARNING);
    }

    @Test
    void aFormThatIsRefusedChangesNothing() throws Exception {
        var settings = DistrolessScanGlobalConfiguration.get();
        settings.setMayAllow("host-path");
        settings.setClusters(List.of(new ClusterDefinition("prod", "https://cluster.example")));
        try (var client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            HtmlForm form = client.goTo("configure").getFormByName("config");
            HtmlInput allow = form.getInputByName("_.mayAllow");
            allow.setValue("host-pid");
            input(form, "name").setValue("test");
            var answer = jenkins.submit(form);
            assertThat(answer.getWebResponse().getContentAsString())
                    .contains("settings of Distroless Scan were not taken", "never scanned");
        }
        assertThat(settings.getMayAllow()).isEqualTo("host-path");
        assertThat(settings.getClusters())
                .extracting(ClusterDefinition::getName)
                .containsExactly("prod");
        settings.load();
        assertThat(settings.getClusters())
                .extracting(ClusterDefinition::getName)
                .containsExactly("prod");
        settings.setMayAllow(null);
    }

    @Test
    void everyHelpIsThere() throws Exception {
        try (var client = jenkins.createWebClient()) {
            for (var field : List.of(
                    "scansDisabled", "allowInlineServers", "maxProfile", "mayAllow", "maxTargets", "clusters")) {
                assertThat(help(client, DistrolessScanGlobalConfiguration.class, field))
                        .as(field)
                        .hasSizeGreaterThan(50);
            }
            for (var field :
                    List.of("name", "serverUrl", "caCertificate", "credentialsId", "image", "allowedNamespaces")) {
                assertThat(help(client, ClusterDefinition.class, field))
                        .as(field)
                        .hasSizeGreaterThan(50);
            }
        }
    }

    @Test
    void theDropDownOffersTokensAndFilesAndNothingElse() throws Exception {
        store(new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", null, Secret.fromString("t")));
        store(new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "login", null, "u", "password-of-fourteen"));
        var items = CredentialsChoice.items(null, "", "https://cluster.example");
        assertThat(items).extracting(option -> option.value).containsExactly("", "token");
    }

    @Test
    void whoIsNoAdministratorSeesNoCredentialAndNoAnswer() throws Exception {
        store(new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", null, Secret.fromString("t")));
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(
                new MockAuthorizationStrategy().grant(Jenkins.READ).everywhere().toEveryone());
        var base = "descriptorByName/" + ClusterDefinition.class.getName() + "/";
        try (var client = jenkins.createWebClient()) {
            client.login("reader");
            assertThat(post(client, base + "fillCredentialsIdItems", "credentialsId=chosen&serverUrl="))
                    .doesNotContain("token")
                    .contains("chosen");
            assertThat(post(client, base + "checkServerUrl", "value=http://x")).doesNotContain("https");
        }
    }

    @Test
    void aCheckByGetIsRefused() throws Exception {
        var base = "descriptorByName/" + ClusterDefinition.class.getName() + "/";
        try (var client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            for (var method : List.of("checkServerUrl?value=x", "checkName?value=x", "fillCredentialsIdItems")) {
                assertThat(client.goTo(base + method, null).getWebResponse().getStatusCode())
                        .as(method)
                        .isEqualTo(405);
            }
        }
    }

    /** Waits until the page's scripts have added, or removed, the only cluster of the form. */
    private static void awaitCluster(JenkinsRule.WebClient client, HtmlForm form, boolean there) {
        client.waitForBackgroundJavaScript(5_000);
        for (int i = 0; i < 120 && (input(form, "name") != null) != there; i++) {
            client.waitForBackgroundJavaScript(1_000);
        }
        assertThat(input(form, "name") != null).isEqualTo(there);
    }

    private static HtmlInput input(HtmlForm form, String field) {
        return form.getFirstByXPath(".//*[@name='clusters']//input[@name='_." + field + "']");
    }

    private static void store(Credentials credential) throws Exception {
        var global =
                CredentialsProvider.lookupStores(jenkins.jenkins).iterator().next();
        assertThat(global.addCredentials(Domain.global(), credential)).isTrue();
    }

    private static String help(JenkinsRule.WebClient client, Class<?> owner, String field) throws Exception {
        return client.goTo("descriptor/" + owner.getName() + "/help/" + field, null)
                .getWebResponse()
                .getContentAsString();
    }

    private static String post(JenkinsRule.WebClient client, String path, String body) throws Exception {
        var request = new WebRequest(new URL(client.getContextPath() + path), HttpMethod.POST);
        client.addCrumb(request);
        for (var pair : body.split("&")) {
            var parts = pair.split("=", 2);
            request.getRequestParameters().add(new NameValuePair(parts[0], parts[1]));
        }
        return client.getPage(request).getWebResponse().getContentAsString();
    }
}
