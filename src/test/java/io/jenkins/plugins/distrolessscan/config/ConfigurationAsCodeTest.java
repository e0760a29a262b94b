package io.jenkins.plugins.distrolessscan.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.Util;
import io.jenkins.plugins.casc.misc.junit.jupiter.WithJenkinsConfiguredWithCode;
import org.junit.jupiter.api.Test;

@WithJenkinsConfiguredWithCode
class ConfigurationAsCodeTest {
    @Test
    @ConfiguredWithCode("configuration.yaml")
    void everySettingIsTakenFromYaml(JenkinsConfiguredWithCodeRule jenkins) {
        var settings = DistrolessScanGlobalConfiguration.get();
        assertThat(settings.isScansDisabled()).isTrue();
        assertThat(settings.isAllowInlineServers()).isTrue();
        assertThat(settings.getMaxProfile()).isEqualTo("baseline");
        assertThat(settings.getMaxTargets()).isEqualTo(7);
        assertThat(settings.allowable()).containsExactly("host-path", "host-ipc");
        assertThat(settings.getClusters()).hasSize(2);
        var prod = settings.getClusters().get(0);
        assertThat(prod.getName()).isEqualTo("prod");
        assertThat(prod.getServerUrl()).isEqualTo("https://cluster.example:6443");
        assertThat(prod.getCaCertificate())
                .startsWith("-----BEGIN CERTIFICATE-----")
                .hasLineCount(11);
        assertThat(prod.getCredentialsId()).isEqualTo("scanner-token");
        assertThat(prod.getImage()).isEqualTo("registry.example/probe:1");
        assertThat(prod.getAllowedNamespaces()).isEqualTo("shop team-*");
        assertThat(settings.getClusters().get(1).getCredentialsId()).isNull();
    }

    @Test
    @ConfiguredWithCode("configuration.yaml")
    void theExportIsTheYamlThatWasTaken(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        var context = new ConfigurationContext(ConfiguratorRegistry.get());
        var exported = Util.toYamlString(Util.getUnclassifiedRoot(context).get("distrolessScan"));
        assertThat(exported).isEqualTo(Util.toStringFromYamlFile(this, "exported.yaml"));
    }

    @Test
    @ConfiguredWithCode("configuration.yaml")
    void anUnknownProfileIsRefused(JenkinsConfiguredWithCodeRule jenkins) {
        var wrong =
                ConfigurationAsCodeTest.class.getResource("wrong-profile.yaml").toExternalForm();
        assertThatThrownBy(() -> ConfigurationAsCode.get().configure(wrong))
                .hasStackTraceContaining("Give restricted, or baseline for targets that run as root.");
        assertThat(DistrolessScanGlobalConfiguration.get().getMaxProfile()).isEqualTo("baseline");
    }
}
