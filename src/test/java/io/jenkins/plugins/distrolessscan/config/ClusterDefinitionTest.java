package io.jenkins.plugins.distrolessscan.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClusterDefinitionTest {
    @Test
    void withoutAListEveryNamespaceIsAllowed() {
        assertThat(cluster(null).allows("shop")).isTrue();
        assertThat(cluster("  \n ").allows("shop")).isTrue();
    }

    @Test
    void aListAllowsItsNamesAndBeginningsAndNothingElse() {
        var cluster = cluster("shop, team-*\nstaging");
        assertThat(cluster.allows("shop")).isTrue();
        assertThat(cluster.allows("team-a")).isTrue();
        assertThat(cluster.allows("staging")).isTrue();
        assertThat(cluster.allows("shop2")).isFalse();
        assertThat(cluster.allows("kube-system")).isFalse();
        assertThat(cluster.allows("")).isFalse();
    }

    @Test
    void aListOfCommasAllowsNothing() {
        assertThat(cluster(",").allows("shop")).isFalse();
    }

    @Test
    void fieldsAreTrimmedAndBlankIsNone() {
        var cluster = new ClusterDefinition(" prod ", " https://cluster.example ");
        cluster.setImage(" ");
        assertThat(cluster.getName()).isEqualTo("prod");
        assertThat(cluster.getServerUrl()).isEqualTo("https://cluster.example");
        assertThat(cluster.getImage()).isNull();
    }

    private static ClusterDefinition cluster(String namespaces) {
        var cluster = new ClusterDefinition("prod", "https://cluster.example");
        cluster.setAllowedNamespaces(namespaces);
        return cluster;
    }
}
