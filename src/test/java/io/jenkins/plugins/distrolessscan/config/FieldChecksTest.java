package io.jenkins.plugins.distrolessscan.config;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.util.FormValidation.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldChecksTest {
    private static final String DIGEST = "@sha256:" + "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @ValueSource(
            strings = {"https://cluster.example:6443", "https://rancher.example/k8s/clusters/c-1", " https://10.0.0.1 "
            })
    void anHttpsUrlIsAServer(String url) {
        assertThat(FieldChecks.serverUrl(url).kind).isEqualTo(Kind.OK);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "http://cluster.example",
                "cluster.example",
                "https://",
                "https://u:hidden@cluster.example",
                "https://cluster.example?token=hidden",
                "file:///etc/passwd",
                "https://a b"
            })
    void anythingElseIsNoServerAndIsNotRepeatedWithItsSecret(String url) {
        var answer = FieldChecks.serverUrl(url);
        assertThat(answer.kind).isEqualTo(Kind.ERROR);
        assertThat(answer.getMessage()).doesNotContain("hidden");
    }

    @Test
    void anImageByDigestIsFineAndATagIsWarnedAbout() {
        assertThat(FieldChecks.image("registry.example:5000/team/probe" + DIGEST).kind)
                .isEqualTo(Kind.OK);
        assertThat(FieldChecks.image("registry.example/probe:1" + DIGEST).kind).isEqualTo(Kind.OK);
        assertThat(FieldChecks.image("registry.example/probe:latest").kind).isEqualTo(Kind.WARNING);
        assertThat(FieldChecks.image("").kind).isEqualTo(Kind.OK);
        assertThat(FieldChecks.image("probe; rm").kind).isEqualTo(Kind.ERROR);
    }

    @Test
    void namespacesAreNamesOrBeginnings() {
        assertThat(FieldChecks.namespacePatterns("shop, team-*\nstaging").kind).isEqualTo(Kind.OK);
        assertThat(FieldChecks.namespacePatterns("").kind).isEqualTo(Kind.OK);
        assertThat(FieldChecks.namespacePatterns("Shop").kind).isEqualTo(Kind.ERROR);
        assertThat(FieldChecks.namespacePatterns("te*am").kind).isEqualTo(Kind.ERROR);
        assertThat(FieldChecks.namespace("-shop").kind).isEqualTo(Kind.ERROR);
    }

    @Test
    void aCertificateIsShownByItsSubject() {
        assertThat(FieldChecks.caCertificate("").kind).isEqualTo(Kind.OK);
        assertThat(FieldChecks.caCertificate("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----").kind)
                .isEqualTo(Kind.ERROR);
        assertThat(FieldChecks.caCertificate(SamplePem.CERTIFICATE).getMessage())
                .contains("CN=Distroless Scan test");
    }

    @Test
    void aHostileNameIsAnswered() {
        assertThat(FieldChecks.name("prod").kind).isEqualTo(Kind.OK);
        assertThat(FieldChecks.name("<img src=x>").kind).isEqualTo(Kind.ERROR);
        assertThat(FieldChecks.namespacePatterns("<img>").renderHtml()).doesNotContain("<img>");
    }
}
