package io.jenkins.plugins.distrolessscan.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsParameterDefinition;
import com.cloudbees.plugins.credentials.CredentialsParameterValue;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.HostnameSpecification;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.Functions;
import hudson.ProxyConfiguration;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ItemGroup;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.SecurityRealm;
import hudson.util.Secret;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class ClusterAccessTest {
    private static final String SERVER = "https://cluster.example:6443";
    private static final String TOKEN = "the-token-that-no-message-repeats";
    private static final String KUBECONFIG = """
            apiVersion: v1
            kind: Config
            current-context: c
            contexts: [{name: c, context: {cluster: k, user: u, namespace: from-file}}]
            clusters: [{name: k, cluster: {server: '%s'}}]
            users: [{name: u, user: {token: %s}}]
            """;

    private static final String IMAGE = "registry.example/probe@sha256:" + "0".repeat(64);

    private static JenkinsRule jenkins;
    private ClusterDefinition prod;

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
        jenkins.jenkins.setProxy(null);
        SystemCredentialsProvider.getInstance().setDomainCredentialsMap(null);
        for (var item : List.copyOf(jenkins.jenkins.getItems())) {
            item.delete();
        }
        prod = new ClusterDefinition("prod", SERVER);
        prod.setImage("registry.example/probe:1");
        var settings = DistrolessScanGlobalConfiguration.get();
        settings.setClusters(List.of(prod));
        settings.setAllowInlineServers(false);
        settings.setScansDisabled(false);
    }

    @Test
    void aTokenOfTheGlobalStoreReachesADefinedCluster() throws Exception {
        prod.setCaCertificate(SamplePem.CERTIFICATE);
        store(global(), token("scanner", " " + TOKEN + "\n"));
        var run = build(jenkins.jenkins);
        var access = ClusterAccess.of(run, requested("scanner"));
        assertThat(access.cluster()).contains("prod");
        assertThat(access.namespace()).isEqualTo("shop");
        assertThat(access.image()).isEqualTo("registry.example/probe:1");
        assertThat(access.connection().server()).isEqualTo(SERVER);
        assertThat(access.connection().token()).contains(TOKEN);
        assertThat(access.connection().caCertificate()).contains(prod.getCaCertificate());
        assertThat(access.connection().proxy()).isEmpty();
        assertThat(access.toString()).doesNotContain(TOKEN);
        assertThat(CredentialsProvider.getOrCreateFingerprintOf(find("scanner")).getJobs())
                .containsExactly(run.getParent().getFullName());
    }

    @Test
    void theCredentialOfTheDefinitionIsTakenWhenTheBuildNamesNone() throws Exception {
        prod.setCredentialsId("scanner");
        store(global(), token("scanner", TOKEN));
        assertThat(ClusterAccess.of(build(jenkins.jenkins), requested(null))
                        .connection()
                        .token())
                .contains(TOKEN);
        prod.setCredentialsId(null);
        refused(build(jenkins.jenkins), requested(null), "No credential is named");
    }

    @Test
    void aFolderHasItsOwnCredentialsAndThoseAboveItAndNoOthers() throws Exception {
        var shop = jenkins.createProject(Folder.class, "shop");
        var inner = shop.createProject(Folder.class, "inner");
        var other = jenkins.createProject(Folder.class, "other");
        store(folder(shop), token("scanner", TOKEN));
        assertThat(ClusterAccess.of(build(shop), requested("scanner"))
                        .connection()
                        .token())
                .contains(TOKEN);
        assertThat(ClusterAccess.of(build(inner), requested("scanner"))
                        .connection()
                        .token())
                .contains(TOKEN);
        refused(build(other), requested("scanner"), "The credential scanner is not there for this build");
        refused(build(jenkins.jenkins), requested("scanner"), "The credential scanner is not there for this build");
    }

    @Test
    void aCredentialOfTheSystemIsNotForBuilds() throws Exception {
        store(global(), new StringCredentialsImpl(CredentialsScope.SYSTEM, "scanner", null, Secret.fromString(TOKEN)));
        refused(build(jenkins.jenkins), requested("scanner"), "with scope System is not for builds");
    }

    @Test
    void anIdThatIsNowhereIsRefusedWithTheSameSentence() throws Exception {
        refused(build(jenkins.jenkins), requested("nowhere"), "The credential nowhere is not there for this build");
    }

    @Test
    void aUsersOwnCredentialIsForTheBuildsThatTheyGaveItToAsAParameter() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        var alice = User.getById("alice", true);
        try (var context = ACL.as2(alice.impersonate2())) {
            store(CredentialsProvider.lookupStores(alice).iterator().next(), token("mine", TOKEN));
        }
        refused(build(jenkins.jenkins), requested("mine"), "of another user");

        var job = jenkins.createFreeStyleProject();
        job.addProperty(new ParametersDefinitionProperty(new CredentialsParameterDefinition(
                "SCANNER", null, null, StringCredentialsImpl.class.getName(), false)));
        Run<?, ?> run;
        try (var context = ACL.as2(alice.impersonate2())) {
            run = job.scheduleBuild2(
                            0,
                            new CauseAction(new Cause.UserIdCause()),
                            new ParametersAction(new CredentialsParameterValue("SCANNER", "mine", null)))
                    .get();
        }
        assertThat(ClusterAccess.of(run, requested("${SCANNER}")).connection().token())
                .contains(TOKEN);
        assertThat(ClusterAccess.of(run, requested("SCANNER")).connection().token())
                .contains(TOKEN);
    }

    @Test
    void aCredentialOfADomainIsForItsServersOnly() throws Exception {
        var store = global();
        store.addDomain(
                new Domain("elsewhere", null, List.of(new HostnameSpecification("other.example", null))),
                List.of(token("scanner", TOKEN)));
        refused(build(jenkins.jenkins), requested("scanner"), "is in a credential domain that does not fit the server");
        store.addDomain(
                new Domain("here", null, List.of(new HostnameSpecification("*.example", null))),
                List.of(token("here", TOKEN)));
        assertThat(ClusterAccess.of(build(jenkins.jenkins), requested("here"))
                        .connection()
                        .token())
                .contains(TOKEN);
    }

    @Test
    void anyOtherKindOfCredentialIsRefusedByItsKind() throws Exception {
        store(
                global(),
                new UsernamePasswordCredentialsImpl(
                        CredentialsScope.GLOBAL, "login", null, "u", "password-of-fourteen"));
        refused(
                build(jenkins.jenkins),
                requested("login"),
                "The credential login is of the kind \"Username with password\"; use a secret text");
    }

    @Test
    void aSecretTextThatIsNoTokenIsRefusedWithoutRepeatingIt() throws Exception {
        store(global(), token("two-lines", TOKEN + "\nHost: evil"));
        store(global(), token("blank", " "));
        store(global(), token("kubeconfig", KUBECONFIG.formatted(SERVER, TOKEN)));
        for (var id : List.of("two-lines", "blank", "kubeconfig")) {
            refused(build(jenkins.jenkins), requested(id), "The credential " + id + " holds no token");
        }
    }

    @Test
    void aKubeconfigOfTheClusterIsTakenAndOneOfAnotherIsNot() throws Exception {
        store(global(), kubeconfig("same", KUBECONFIG.formatted("https://CLUSTER.example:6443/", TOKEN)));
        store(global(), kubeconfig("other", KUBECONFIG.formatted("https://other.example", TOKEN)));
        store(global(), kubeconfig("broken", "a: [" + TOKEN));
        store(global(), kubeconfig("program", KUBECONFIG.formatted(SERVER, TOKEN + ", exec: {command: evil}")));
        var noNamespace = RequestedCluster.of("prod", null, null, "same", null, null);
        var access = ClusterAccess.of(build(jenkins.jenkins), noNamespace);
        assertThat(access.connection().token()).contains(TOKEN);
        assertThat(access.connection().server()).isEqualTo(SERVER);
        assertThat(access.namespace()).isEqualTo("from-file");
        refused(build(jenkins.jenkins), requested("other"), "for another server than the cluster prod");
        refused(build(jenkins.jenkins), requested("broken"), "kubeconfig");
        refused(build(jenkins.jenkins), requested("program"), "exec");
    }

    @Test
    void aNamespaceThatTheAdministratorDoesNotAllowIsRefusedHoweverItIsNamed() throws Exception {
        prod.setAllowedNamespaces("shop");
        store(global(), token("scanner", TOKEN));
        store(global(), kubeconfig("file", KUBECONFIG.formatted(SERVER, TOKEN)));
        assertThat(ClusterAccess.of(build(jenkins.jenkins), requested("scanner"))
                        .namespace())
                .isEqualTo("shop");
        refused(
                build(jenkins.jenkins),
                RequestedCluster.of("prod", null, null, "scanner", "kube-system", null),
                "does not allow scans in namespace kube-system");
        refused(
                build(jenkins.jenkins),
                RequestedCluster.of("prod", null, null, "file", null, null),
                "does not allow scans in namespace from-file");
        refused(build(jenkins.jenkins), RequestedCluster.of("prod", null, null, "scanner", null, null), "No namespace");
    }

    @Test
    void anInlineServerNeedsTheAdministratorsConsent() throws Exception {
        store(global(), token("scanner", TOKEN));
        store(global(), kubeconfig("file", KUBECONFIG.formatted("https://own.example", TOKEN)));
        var run = build(jenkins.jenkins);
        var inline = RequestedCluster.of(null, "https://own.example", SamplePem.CERTIFICATE, "scanner", "shop", IMAGE);
        var byFile = RequestedCluster.of(null, null, null, "file", null, IMAGE);
        refused(run, inline, "does not allow other servers than its own");
        refused(run, byFile, "does not allow other servers than its own");

        DistrolessScanGlobalConfiguration.get().setAllowInlineServers(true);
        assertThat(ClusterAccess.of(run, inline).connection().server()).isEqualTo("https://own.example");
        assertThat(ClusterAccess.of(run, inline).connection().caCertificate()).contains(SamplePem.CERTIFICATE.trim());
        assertThat(ClusterAccess.of(run, byFile).connection().server()).isEqualTo("https://own.example");
        refused(run, RequestedCluster.of(null, null, null, "scanner", "shop", IMAGE), "set cluster or serverUrl");
        refused(run, RequestedCluster.of(null, "http://own.example", null, "scanner", "shop", IMAGE), "https");
        refused(run, RequestedCluster.of(null, SERVER, null, "file", "shop", IMAGE), "name two servers");
        refused(
                run,
                RequestedCluster.of("prod", SERVER, null, "scanner", "shop", null),
                "cluster names a server already");
    }

    @Test
    void anInlineServerIsOneOfTheAdministratorsList() throws Exception {
        store(global(), token("scanner", TOKEN));
        DistrolessScanGlobalConfiguration settings = DistrolessScanGlobalConfiguration.get();
        settings.setAllowInlineServers(true);
        settings.setInlineServers("https://*.test.example:6443");
        var run = build(jenkins.jenkins);
        var inside = RequestedCluster.of(null, "https://a.test.example:6443", null, "scanner", "shop", IMAGE);
        var outside = RequestedCluster.of(null, "https://prod.example:6443", null, "scanner", "shop", IMAGE);
        assertThat(ClusterAccess.of(run, inside).connection().server()).isEqualTo("https://a.test.example:6443");
        refused(run, outside, "does not let builds name the server https://prod.example:6443");
        settings.setInlineServers(null);
        assertThat(ClusterAccess.of(run, outside).image()).isEqualTo(IMAGE);
    }

    @Test
    void onlyTheJobsOfTheListScanTheCluster() throws Exception {
        store(global(), token("scanner", TOKEN));
        prod.setAllowedJobs("shop/*, infra");
        var shop = jenkins.createProject(Folder.class, "shop");
        assertThat(ClusterAccess.of(build(shop), requested("scanner")).cluster())
                .contains("prod");
        refused(build(jenkins.jenkins), requested("scanner"), "does not let the job job scan the cluster prod");
        prod.setAllowedJobs("j*b");
        assertThat(ClusterAccess.of(build(jenkins.jenkins), requested("scanner"))
                        .cluster())
                .contains("prod");
        refused(build(shop), requested("scanner"), "does not let the job shop/job scan");
    }

    @Test
    void aJobReplacesTheImageOnlyByOneThatTheAdministratorAllows() throws Exception {
        store(global(), token("scanner", TOKEN));
        var run = build(jenkins.jenkins);
        var other = "registry.example/other/probe@sha256:" + "1".repeat(64);
        assertThat(ClusterAccess.of(run, withImage(prod.getImage())).image()).isEqualTo(prod.getImage());
        refused(run, withImage(other), "does not let builds use the image " + other);
        prod.setAllowedImages("registry.example/other/*");
        assertThat(ClusterAccess.of(run, withImage(other)).image()).isEqualTo(other);
        refused(run, withImage("registry.example/other/probe:1"), "without a digest");
        refused(run, withImage("registry.example/else/probe@sha256:" + "1".repeat(64)), "does not let builds use");
        prod.setAllowImageTags(true);
        assertThat(ClusterAccess.of(run, withImage("registry.example/other/probe:1"))
                        .image())
                .endsWith(":1");
        prod.setAllowedImages("registry.example/other/probe");
        assertThat(ClusterAccess.of(run, withImage(other)).image()).isEqualTo(other);
        prod.setAllowedImages(null);
        prod.setImage(null);
        prod.setAllowImageTags(false);
        refused(run, requested("scanner"), "Say which probe image to use");
        refused(run, withImage("registry.example/probe:1"), "without a digest");
        assertThat(ClusterAccess.of(run, withImage(other)).image()).isEqualTo(other);
    }

    private static RequestedCluster withImage(String image) {
        return RequestedCluster.of("prod", null, null, "scanner", "shop", image);
    }

    @Test
    void aClusterThatIsNotDefinedOnceIsRefused() throws Exception {
        var run = build(jenkins.jenkins);
        refused(run, RequestedCluster.of("tset", null, null, "scanner", "shop", null), "defines no cluster tset");
        DistrolessScanGlobalConfiguration.get().setClusters(List.of(prod, new ClusterDefinition("prod", SERVER)));
        refused(run, requested("scanner"), "more than once");
    }

    @Test
    void theSwitchStopsEveryScan() throws Exception {
        store(global(), token("scanner", TOKEN));
        DistrolessScanGlobalConfiguration.get().setScansDisabled(true);
        refused(build(jenkins.jenkins), requested("scanner"), "Scans are switched off");
    }

    @Test
    void aProxySettingThatIsNoAddressIsSaidWithoutItsPassword() throws Exception {
        store(global(), token("scanner", TOKEN));
        jenkins.jenkins.setProxy(new ProxyConfiguration("no host", 3128, "user", "hidden-password", ""));
        var run = build(jenkins.jenkins);
        assertThatThrownBy(() -> ClusterAccess.of(run, requested("scanner")))
                .isInstanceOfSatisfying(
                        ScanException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFIGURATION))
                .hasMessageContaining("proxy setting is not a host and a port")
                .hasStackTraceContaining("JenkinsProxy")
                .satisfies(e -> assertThat(Functions.printThrowable(e)).doesNotContain("hidden-password"));
    }

    @Test
    void jenkinsProxyAppliesToServersOutside() throws Exception {
        store(global(), token("scanner", TOKEN));
        jenkins.jenkins.setProxy(
                new ProxyConfiguration("proxy.example", 3128, "us:er", "p@ss/w%rd", "*.direct.example"));
        var run = build(jenkins.jenkins);
        assertThat(ClusterAccess.of(run, requested("scanner")).connection().proxy())
                .hasValueSatisfying(
                        proxy -> assertThat(proxy).startsWith("http://").endsWith("@proxy.example:3128"));
        assertThat(ClusterAccess.of(run, requested("scanner")).toString()).doesNotContain("p@ss");
        for (var host : List.of("a.direct.example", "kubernetes.default.svc", "localhost", "127.0.0.1", "[::1]")) {
            var cluster = new ClusterDefinition("prod", "https://" + host);
            cluster.setImage(IMAGE);
            DistrolessScanGlobalConfiguration.get().setClusters(List.of(cluster));
            assertThat(ClusterAccess.of(run, requested("scanner")).connection().proxy())
                    .as(host)
                    .isEmpty();
        }
    }

    private static void refused(Run<?, ?> run, RequestedCluster requested, String sentence) {
        assertThatThrownBy(() -> ClusterAccess.of(run, requested))
                .isInstanceOfSatisfying(
                        ScanException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFIGURATION))
                .hasMessageContaining(sentence)
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain(TOKEN));
    }

    private static String stackTrace(Throwable e) {
        return Functions.printThrowable(e);
    }

    private static RequestedCluster requested(String credentialsId) {
        return RequestedCluster.of("prod", null, null, credentialsId, "shop", null);
    }

    private static FreeStyleBuild build(ItemGroup<?> where) throws Exception {
        FreeStyleProject job = (FreeStyleProject) where.getItem("job");
        if (job == null) {
            job = where instanceof Folder folder
                    ? folder.createProject(FreeStyleProject.class, "job")
                    : jenkins.createFreeStyleProject("job");
        }
        return jenkins.buildAndAssertSuccess(job);
    }

    private static StringCredentialsImpl token(String id, String token) {
        return new StringCredentialsImpl(CredentialsScope.GLOBAL, id, null, Secret.fromString(token));
    }

    private static FileCredentialsImpl kubeconfig(String id, String content) {
        return new FileCredentialsImpl(
                CredentialsScope.GLOBAL,
                id,
                null,
                "kubeconfig",
                SecretBytes.fromBytes(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static void store(CredentialsStore store, Credentials credential) throws Exception {
        assertThat(store.addCredentials(Domain.global(), credential)).isTrue();
    }

    private static CredentialsStore global() {
        return CredentialsProvider.lookupStores(jenkins.jenkins).iterator().next();
    }

    private static CredentialsStore folder(ItemGroup<?> folder) {
        for (var store : CredentialsProvider.lookupStores((Folder) folder)) {
            if (store.getContext() == folder) {
                return store;
            }
        }
        throw new AssertionError("The folder has no store of its own.");
    }

    private static Credentials find(String id) {
        return CredentialsProvider.findCredentialByIdInItemGroup(
                id, StringCredentialsImpl.class, jenkins.jenkins, ACL.SYSTEM2, List.of());
    }
}
