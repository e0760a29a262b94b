package io.jenkins.plugins.distrolessscan.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The whole of what is added to a pod. */
class DebugContainerPatchTest {
    private static DebugContainerSpec spec(
            long uid, boolean defaults, Optional<String> appArmor, Optional<String> seLinux) {
        return new DebugContainerSpec(
                "distroless-scan-1",
                "registry.example/probe@sha256:1",
                "app",
                List.of("/probe"),
                List.of("-n", "\"quoted\""),
                new Identity(uid, 7, "test"),
                defaults,
                appArmor,
                seLinux);
    }

    private static JsonNode body(DebugContainerSpec spec) throws Exception {
        return Pods.JSON.readTree(
                DebugContainerPatch.body(Pods.running("shop", "web-0"), spec).text());
    }

    @Test
    void theBodyHoldsTheHardenedContainerAndNothingElse() throws Exception {
        assertThat(body(spec(65532, false, Optional.empty(), Optional.empty()))).isEqualTo(Pods.JSON.readTree("""
                        {"metadata": {"uid": "uid-of-web-0", "resourceVersion": "7"},
                         "spec": {"ephemeralContainers": [{
                           "name": "distroless-scan-1",
                           "image": "registry.example/probe@sha256:1",
                           "imagePullPolicy": "IfNotPresent",
                           "targetContainerName": "app",
                           "command": ["/probe"],
                           "args": ["-n", "\\"quoted\\""],
                           "terminationMessagePolicy": "File",
                           "securityContext": {
                             "runAsUser": 65532,
                             "runAsGroup": 7,
                             "runAsNonRoot": true,
                             "privileged": false,
                             "allowPrivilegeEscalation": false,
                             "readOnlyRootFilesystem": true,
                             "capabilities": {"drop": ["ALL"]},
                             "seccompProfile": {"type": "RuntimeDefault"}}}]}}
                        """));
    }

    @Test
    void rootSaysExplicitlyThatItIsRootBecauseThePodsWordIsInherited() throws Exception {
        JsonNode context = context(spec(0, false, Optional.empty(), Optional.empty()));
        assertThat(context.path("runAsNonRoot").isBoolean()).isTrue();
        assertThat(context.path("runAsNonRoot").asBoolean()).isFalse();
        assertThat(context.path("capabilities").path("drop").get(0).asText()).isEqualTo("ALL");
    }

    @Test
    void theDefaultCapabilitiesAreKeptOnlyWhenAskedFor() throws Exception {
        JsonNode context = context(spec(0, true, Optional.empty(), Optional.empty()));
        assertThat(context.has("capabilities")).isFalse();
        assertThat(context.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
    }

    @Test
    void theTargetsProfilesAreCopied() throws Exception {
        JsonNode context = context(spec(
                1,
                false,
                Optional.of("{\"type\":\"Localhost\",\"localhostProfile\":\"p\"}"),
                Optional.of("{\"level\":\"s0:c1,c2\"}")));
        assertThat(context.path("appArmorProfile").path("localhostProfile").asText())
                .isEqualTo("p");
        assertThat(context.path("seLinuxOptions").path("level").asText()).isEqualTo("s0:c1,c2");
    }

    @Test
    void aProfileThatIsNoObjectIsNotSent() {
        for (String bad : new String[] {"7", "[]", "{", "null"}) {
            assertThat(FabricClusterTest.failure(() -> body(spec(1, false, Optional.of(bad), Optional.empty()))))
                    .hasMessageContaining("appArmorProfile");
        }
    }

    private static JsonNode context(DebugContainerSpec spec) throws Exception {
        return body(spec).path("spec").path("ephemeralContainers").get(0).path("securityContext");
    }
}
