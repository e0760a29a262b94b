package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Images that are not the probe: the scan ends by itself, says why, and says what stays in the pod. */
class ImageTroubleTest {
    @RegisterExtension
    static final TestNamespace NAMESPACE = TestNamespace.restricted("image");

    private static TestNamespace.Access access;

    @BeforeAll
    static void pod() {
        NAMESPACE.ready(
                Pod.restricted("shop", "distroless:v1"),
                Pod.restricted("once", "distroless:v1").with("restartPolicy: Never"));
        access = NAMESPACE.scanner();
    }

    private static JsonNode notStarted(String pod, String image, String... words) {
        Scan.Result result = Scan.of(access)
                .pod(NAMESPACE, pod)
                .with("--image", image, "--run-as", "65532:65532")
                .run()
                .ended(3, words);
        assertThat(result.report().at("/verdict/result").asText()).isEqualTo("INCOMPLETE");
        assertThat(result.report().at("/coverage/scanned").asInt()).isZero();
        return result.target();
    }

    @Test
    void anImageThatCannotBePulledIsNamed() {
        String image = "registry.invalid/no/such-image:v1";
        JsonNode target = notStarted("shop", image, image, "pull");
        assertThat(target.path("outcome").asText()).isEqualTo("NOT_STARTED");
        assertThat(target.at("/debugContainer/name").asText()).isNotEmpty();
    }

    @Test
    void anImageWithoutTheProbeDoesNotStart() {
        JsonNode target = notStarted("shop", TestCluster.image("distroless:v1"), "/probe");
        assertThat(target.path("outcome").asText()).isEqualTo("NOT_STARTED");
    }

    /** The kubelet calls it terminated there, since it will not try again, and says that it started in 1970. */
    @Test
    void norInAPodThatIsNeverRestartedAndItsWindowWasNeverOpen() {
        JsonNode target = notStarted("once", TestCluster.image("distroless:v1"), "/probe");
        assertThat(target.path("outcome").asText()).isEqualTo("NOT_STARTED");
        assertThat(target.at("/debugContainer/reason").asText()).isEqualTo("StartError");
        assertThat(target.at("/debugContainer/finished").asText("")).isNotEmpty();
        assertThat(target.at("/debugContainer/started").asText("")).isEmpty();
    }
}
