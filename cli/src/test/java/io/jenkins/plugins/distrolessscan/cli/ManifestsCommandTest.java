package io.jenkins.plugins.distrolessscan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ManifestsCommandTest {
    private static final String IMAGE = "registry.test/probe@sha256:" + "ab".repeat(32);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.line(new ManifestsCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    @Test
    void theAccountIsPrintedAlone() {
        assertThat(run("-n", "shop")).isZero();
        assertThat(out.toString())
                .contains("kind: ServiceAccount", "kind: Role\n", "kind: RoleBinding", "name: \"scanner\"")
                .doesNotContain("ValidatingAdmissionPolicy");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void withAnImageThePolicyComesToo() {
        assertThat(run("-n", "shop", "--account", "looker", "--pod", "web-0", "--pod", "web-1", "--image", IMAGE))
                .isZero();
        assertThat(out.toString())
                .contains("\"web-0\"", "\"web-1\"")
                .contains("kind: ValidatingAdmissionPolicy\n", "kind: ValidatingAdmissionPolicyBinding")
                .contains("system:serviceaccount:shop:looker", IMAGE);
    }

    @Test
    void whatIsNoNameOrNotPinnedIsAConfigurationError() {
        assertThat(run("-n", "Shop")).isEqualTo(2);
        assertThat(run("-n", "shop", "--image", "registry.test/probe:1")).isEqualTo(2);
        assertThat(err.toString()).contains("by its digest");
        assertThat(out.toString()).isEmpty();
    }
}
