package io.jenkins.plugins.distrolessscan.engine.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AdmissionPolicyTest {
    private static final String IMAGE = "registry.test:5000/scan/probe@sha256:" + "ab".repeat(32);

    @Test
    void itIsTheExampleOfTheDocumentation() throws Exception {
        Path example = Path.of(System.getProperty("distrolessscan.home", "."), "docs/examples/admission-policy.yaml");
        assertThat(AdmissionPolicy.template()).isEqualTo(Files.readString(example));
    }

    @Test
    void accountAndImageArePutInAndNothingOfTheExampleIsLeft() throws Exception {
        assertThat(AdmissionPolicy.of("store", "looker", IMAGE))
                .contains("request.userInfo.username == 'system:serviceaccount:store:looker'")
                .contains("'" + IMAGE + "'")
                .contains("  name: distroless-scan.store.looker\n", "  policyName: distroless-scan.store.looker\n")
                .doesNotContain("registry.example", "shop:scanner", ": distroless-scan\n", "#");
    }

    @Test
    void noTwoAccountsShareAPolicy() throws Exception {
        assertThat(name(AdmissionPolicy.of("a-b", "c", IMAGE)))
                .isNotEqualTo(name(AdmissionPolicy.of("a", "b-c", IMAGE)));
    }

    private static String name(String policy) {
        return policy.lines()
                .filter(line -> line.startsWith("  name: "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatCouldWriteAnExpressionOrIsNotPinnedIsRefused() {
        for (String bad :
                new String[] {"probe", "a/probe:1", "x' || true || 'y@sha256:" + "ab".repeat(32), IMAGE + "\n"}) {
            assertThatThrownBy(() -> AdmissionPolicy.of("shop", "scanner", bad))
                    .isInstanceOf(ScanException.class)
                    .hasMessageContaining("digest");
        }
        assertThatThrownBy(() -> AdmissionPolicy.of("shop'", "scanner", IMAGE)).isInstanceOf(ScanException.class);
    }

    /** The policy is applied by hand, so that it may be older than the scan. */
    @Test
    void aRefusalInItsOwnWordsSaysWhatToDo() {
        assertThat(AdmissionPolicy.template()).contains("message: " + AdmissionPolicy.ARGUMENTS);
        assertThat(AdmissionPolicy.outdated("denied request: " + AdmissionPolicy.ARGUMENTS))
                .get()
                .asString()
                .contains("apply the policy of this version");
        assertThat(AdmissionPolicy.outdated("denied request: only the pinned probe image"))
                .isEmpty();
    }
}
