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
        assertThat(settings.getMaxScans()).isEqualTo(3);
        assertThat(settings.isRestrictedReports()).isTrue();
        assertThat(settings.getInlineServers()).isEqualTo("https://*.test.example");
        assertThat(settings.getFloors()).isEqualTo("compliance.min: 20");
        assertThat(settings.getWaivers()).contains("c-1.1");
        assertThat(settings.getReferenceJobs()).isEqualTo("shop/*");
        var data = VulnerabilityDataConfiguration.get();
        assertThat(data.getMirrorUrl()).isEqualTo("https://mirror.example/osv");
        assertThat(data.ecosystemNames()).containsExactly("Debian", "npm");
        assertThat(data.getMaximumDataAge()).isEqualTo(3);
        assertThat(settings.getClusters()).hasSize(2);
        var prod = settings.getClusters().get(0);
        assertThat(prod.getName()).isEqualTo("prod");
        assertThat(prod.getServerUrl()).isEqualTo("https://cluster.example:6443");
        assertThat(prod.getCaCertificate())
                .startsWith("-----BEGIN CERTIFICATE-----")
                .hasLineCount(11);
        assertThat(prod.getCredentialsId()).isEqualTo("scanner-token");
        assertThat(prod.getImage()).isEqualTo("registry.example/probe:1");
        assertThat(prod.getAllowedJobs()).isEqualTo("shop/*");
        assertThat(prod.getAllowedImages()).isEqualTo("registry.example/*");
        assertThat(prod.isAllowImageTags()).isTrue();
        assertThat(prod.getMemoryMargin()).isEqualTo(48);
        assertThat(prod.getCpuShare()).isEqualTo(10);
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
    void theVulnerabilityDataIsExportedAsItWasTaken(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        var context = new ConfigurationContext(ConfiguratorRegistry.get());
        var exported = Util.toYamlString(Util.getUnclassifiedRoot(context).get("distrolessScanData"));
        assertThat(exported).isEqualTo("""
                        ecosystems: "Debian, npm"
                        maximumDataAge: 3
                        mirrorUrl: "https://mirror.example/osv"
                        updateHours: 24
                        """);
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
