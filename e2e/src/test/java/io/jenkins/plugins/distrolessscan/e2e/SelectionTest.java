package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several pods and containers at once: by label, all of a namespace, one of a pod's containers. */
class SelectionTest {
    @RegisterExtension
    static final TestNamespace NAMESPACE = TestNamespace.open("selection");

    private static TestNamespace.Access access;

    @BeforeAll
    static void pods() {
        NAMESPACE.ready(
                Pod.of("one", "distroless:v1").labelled("{app: shop}"),
                Pod.of("another", "distroless-name:v1").labelled("{app: shop}"),
                Pod.of("two", "distroless:v1").container("other", "distroless:v1", "ADDR", ":8081"),
                Pod.of("sidecar", "distroless:v1")
                        .with(
                                """
                                initContainers:
                                - {name: proxy, image: "%s", restartPolicy: Always, env: [{name: ADDR, value: ":8081"}]}
                                """
                                        .formatted(TestCluster.image("distroless:v1"))),
                Pod.of("shared", "distroless:v1").with("shareProcessNamespace: true"),
                Pod.of("hostpid", "distroless:v1").with("hostPID: true").labelled("{app: mixed}"),
                Pod.of("mixed", "distroless:v1").labelled("{app: mixed}"));
        access = NAMESPACE.scanner();
    }

    private static Scan scan() {
        return Scan.of(access).with("-n", NAMESPACE.name(), "--run-as", "65532:65532", "--threshold", "0");
    }

    private static List<String> containers(JsonNode report) {
        return Json.each(report.path("targets"))
                .filter(t -> t.path("outcome").asText().equals("COLLECTED"))
                .map(t -> t.at("/target/pod").asText() + "/"
                        + t.at("/target/container").asText())
                .sorted()
                .toList();
    }

    @Test
    void aLabelSelectorChoosesItsPods() {
        JsonNode report = scan().with("-l", "app=shop").run().ended(0).report();
        assertThat(containers(report)).containsExactly("another/app", "one/app");
        assertThat(report.at("/coverage/percent").asInt()).isEqualTo(100);
    }

    @Test
    void aSelectorWithoutPodsIsNoPass() {
        scan().with("-l", "app=nothing").run().ended(3, "app=nothing");
    }

    @Test
    void onePodThatIsPassedOverIsNamedAndTheRestIsScanned() {
        Scan.Result result = scan().with("-l", "app=mixed").run();
        result.ended(3, "hostPID");
        assertThat(containers(result.report())).containsExactly("mixed/app");
        assertThat(Json.texts(result.report().path("passedOver"), "pod")).containsExactly("hostpid");
        assertThat(result.report().at("/coverage/percent").asInt()).isEqualTo(50);
        assertThat(NAMESPACE.pod("hostpid").at("/spec/ephemeralContainers")).isEmpty();
    }

    @Test
    void allContainersOfAPodAreScannedUnlessOneIsNamed() {
        JsonNode report = scan().with("--pod", "two").run().ended(0).report();
        assertThat(containers(report)).containsExactly("two/app", "two/other");
    }

    @Test
    void oneContainerOfTwoIsChosen() {
        JsonNode report = scan().with("--pod", "two", "--container", "other")
                .run()
                .ended(0)
                .report();
        assertThat(containers(report)).containsExactly("two/other");
        assertThat(report.at("/targets/0/process/proof").asText()).isIn("CGROUP", "MOUNTINFO");
    }

    @Test
    void aNativeSidecarIsATargetLikeAnyOther() {
        JsonNode report = scan().with("--pod", "sidecar").run().ended(0).report();
        assertThat(containers(report)).containsExactly("sidecar/app", "sidecar/proxy");
    }

    /** PID 1 is the pause process there: the target is found by its container ID. */
    @Test
    void aSharedProcessNamespaceIsNoObstacle() {
        JsonNode report = scan().with("--pod", "shared").run().ended(0).report();
        assertThat(report.at("/targets/0/process/sharedPidNamespace").asBoolean())
                .isTrue();
        assertThat(report.at("/targets/0/process/pid").asInt()).isGreaterThan(1);
        assertThat(report.at("/coverage/entries").asInt()).isEqualTo(37);
    }

    @Test
    void allPodsOfANamespaceAreLookedAtOnce() {
        Scan.Result result = scan().with("--all-pods").run().ended(3, "hostPID");
        assertThat(containers(result.report())).contains("another/app", "mixed/app", "one/app", "shared/app");
        assertThat(Json.texts(result.report().path("passedOver"), "pod")).contains("hostpid");
    }
}
