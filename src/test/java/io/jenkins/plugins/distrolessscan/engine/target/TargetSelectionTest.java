package io.jenkins.plugins.distrolessscan.engine.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.cluster.FabricClusterTest;
import io.jenkins.plugins.distrolessscan.engine.cluster.Pods;
import io.jenkins.plugins.distrolessscan.engine.model.KnownTarget;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver.Reason;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.WorkloadName;
import io.jenkins.plugins.distrolessscan.engine.target.TargetSelection.Chosen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which containers are looked at, and why others are not. */
class TargetSelectionTest {
    private static final Selection ALL = selection(Optional.empty(), Set.of(), 20);

    private static Selection selection(Optional<String> container, Set<Reason> allowed, int max) {
        return new Selection("shop", List.of(), Optional.empty(), container, Optional.empty(), true, allowed, max);
    }

    @Test
    void aDeploymentOfFiftyReplicasFitsIntoAScan() throws Exception {
        List<PodFacts> pods = IntStream.range(0, 50)
                .mapToObj(i -> pod("web-" + i, json -> {}))
                .toList();
        Selection labels = Selection.ofLabels("shop", "app=x");
        assertThat(TargetSelection.choose(pods, labels).passedOver()).isEmpty();
    }

    @Test
    void aWorkloadOwnsItsPodsAndNotThoseOfAnotherWithItsLabels() {
        assertThat(owned("deployment/web", "ReplicaSet/web-5f7d9c8b6")).isTrue();
        assertThat(owned("deploy/web", "ReplicaSet/web-canary-5f7d9c8b6")).isFalse();
        assertThat(owned("Deployment.apps/web", "StatefulSet/web")).isFalse();
        assertThat(owned("statefulset/web", "StatefulSet/web")).isTrue();
        assertThat(owned("sts/web", "StatefulSet/web-2")).isFalse();
        assertThat(owned("daemonset/agent", "DaemonSet/agent")).isTrue();
        for (String wrong :
                List.of("web", "deployment", "deployment/", "deployment/Web", "cronjob/web", "a/b/c", "/")) {
            assertThat(WorkloadName.parse(wrong)).as(wrong).isEmpty();
        }
    }

    private static boolean owned(String workload, String owner) {
        String[] parts = owner.split("/");
        return WorkloadName.parse(workload)
                .orElseThrow()
                .owns(pod(
                        "web-0",
                        json -> part(json, "metadata")
                                .putArray("ownerReferences")
                                .addObject()
                                .put("controller", true)
                                .put("kind", parts[0])
                                .put("name", parts[1])));
    }

    private static PodFacts replica(String name) {
        return pod(name, json -> {
            part(json, "metadata")
                    .putArray("ownerReferences")
                    .addObject()
                    .put("controller", true)
                    .put("kind", "ReplicaSet")
                    .put("name", "web-5f7d9c8b6");
            ((ObjectNode) json.at("/status/containerStatuses/0"))
                    .put("imageID", "registry.example/web@sha256:" + "5e".repeat(32));
        });
    }

    @Test
    void ofEqualReplicasASampleIsTakenAndTheRestDoesNotCountAgainstTheLimit() throws Exception {
        List<PodFacts> pods =
                IntStream.range(0, 50).mapToObj(i -> replica("web-" + i)).toList();
        Selection three = selection(Optional.empty(), Set.of(), 5).sparing(new Sparing(3, List.of()));
        TargetSelection.Chosen chosen = TargetSelection.choose(pods, three, "0a1b2c");
        assertThat(chosen.targets()).hasSize(3);
        assertThat(chosen.assumed()).hasSize(47).doesNotContainAnyElementsOf(chosen.targets());
        assertThat(chosen.passedOver()).isEmpty();
        assertThat(TargetSelection.choose(pods, three, "0a1b2c")).isEqualTo(chosen);
        assertThat(IntStream.range(0, 9)
                        .mapToObj(seed -> names(pods, three, "seed-" + seed))
                        .distinct())
                .as("another scan takes others")
                .hasSizeGreaterThan(1);
        assertThat(TargetSelection.choose(pods.subList(0, 3), three, "").assumed())
                .isEmpty();
    }

    private static List<String> names(List<PodFacts> pods, Selection selection, String seed) {
        try {
            return TargetSelection.choose(pods, selection, seed).targets().stream()
                    .map(choice -> choice.pod().name())
                    .toList();
        } catch (ScanException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsNotEqualForCertainIsScanned() throws Exception {
        List<PodFacts> pods =
                IntStream.range(0, 5).mapToObj(i -> pod("web-" + i, json -> {})).toList();
        Selection one = ALL.sparing(new Sparing(1, List.of()));
        assertThat(TargetSelection.choose(pods, one).assumed()).isEmpty();
    }

    @Test
    void aKnownContainerKeepsItsPlaces() throws Exception {
        PodFacts pod = replica("web-0");
        KnownTarget known = new KnownTarget(
                pod.uid(),
                "app",
                pod.containers().get(0).containerId(),
                pod.containers().get(0).imageId());
        Selection unchanged = ALL.sparing(new Sparing(0, List.of(known)));
        assertThat(TargetSelection.choose(List.of(pod), unchanged).assumed()).hasSize(1);
        assertThat(TargetSelection.choose(List.of(replica("web-1")), unchanged).targets())
                .as("another pod")
                .hasSize(1);
    }

    private static PodFacts pod(String name, Consumer<ObjectNode> change) {
        ObjectNode json = Pods.json("shop", name);
        change.accept(json);
        return Pods.read(json);
    }

    private static ObjectNode part(ObjectNode pod, String part) {
        return (ObjectNode) pod.path(part);
    }

    private static List<String> names(Chosen chosen) {
        return chosen.targets().stream()
                .map(t -> t.pod().name() + "/" + t.container().name())
                .toList();
    }

    private static PassedOver onlyReason(Consumer<ObjectNode> change) throws ScanException {
        return onlyReason(change, ALL);
    }

    private static PassedOver onlyReason(Consumer<ObjectNode> change, Selection selection) throws ScanException {
        Chosen chosen = TargetSelection.choose(List.of(pod("web", change)), selection);
        assertThat(chosen.targets()).isEmpty();
        assertThat(chosen.passedOver()).hasSize(1);
        assertThat(chosen.passedOver().get(0).text()).isNotBlank().endsWith(".");
        assertThat(chosen.passedOver().get(0).container()).isEqualTo("app");
        return chosen.passedOver().get(0);
    }

    @Test
    void regularContainersAndSidecarsAreTargetsAndInitContainersAreNot() throws Exception {
        PodFacts pod = pod("web", json -> {
            Pods.addContainer(json, "initContainers", "initContainerStatuses", "setup");
            Pods.addContainer(json, "initContainers", "initContainerStatuses", "proxy")
                    .put("restartPolicy", "Always");
            Pods.addContainer(json, "containers", "containerStatuses", "second");
        });
        Chosen chosen = TargetSelection.choose(List.of(pod), ALL);
        assertThat(names(chosen)).containsExactly("web/proxy", "web/app", "web/second");
        assertThat(chosen.passedOver()).isEmpty();
        Chosen named = TargetSelection.choose(List.of(pod), selection(Optional.of("setup"), Set.of(), 20));
        assertThat(names(named)).containsExactly("web/setup");
        assertThat(named.passedOver()).isEmpty();
    }

    @Test
    void everyContainerIsATargetWhateverThePodsAnnotationSays() throws Exception {
        Chosen chosen = TargetSelection.choose(List.of(withDefault("second")), ALL);
        assertThat(names(chosen)).containsExactly("web/app", "web/second");
        assertThat(chosen.passedOver()).isEmpty();
    }

    @Test
    void onlyTheRequestLetsThePodsAnnotationDecide() throws Exception {
        Selection defaults = ALL.withContainers("default");
        Chosen chosen = TargetSelection.choose(List.of(withDefault("second")), defaults);
        assertThat(names(chosen)).containsExactly("web/second");
        assertThat(chosen.passedOver()).extracting(PassedOver::reason).containsExactly(Reason.NOT_DEFAULT);
        assertThat(names(TargetSelection.choose(List.of(withDefault("none")), defaults)))
                .as("an annotation that names none of them")
                .containsExactly("web/app", "web/second");
        assertThat(defaults.words()).isNotEqualTo(ALL.words());
    }

    @Test
    void containersAreAllOrDefaultAndNotOneByNameToo() {
        assertThat(FabricClusterTest.failure(() -> ALL.withContainers("some"))).hasMessageContaining("'all'");
        assertThat(FabricClusterTest.failure(
                        () -> selection(Optional.of("app"), Set.of(), 20).withContainers("default")))
                .hasMessageContaining("two ways");
    }

    private static PodFacts withDefault(String name) throws Exception {
        return pod("web", json -> {
            part(json, "metadata").putObject("annotations").put(TargetSelection.DEFAULT_CONTAINER, name);
            Pods.addContainer(json, "containers", "containerStatuses", "second");
        });
    }

    @Test
    void aContainerThatNoPodHasNamesThoseThatAreThere() {
        ScanException e = FabricClusterTest.failure(() ->
                TargetSelection.choose(List.of(pod("web", json -> {})), selection(Optional.of("nope"), Set.of(), 20)));
        assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(e).hasMessage("There is no container \"nope\" in pod \"web\"; there are: app.");
    }

    @Test
    void aNameThatNoContainerCanHaveIsWrongUsageAndNotRepeated() {
        for (String name : List.of("", "a\nb", "UPPER", "a".repeat(64))) {
            ScanException e = FabricClusterTest.failure(() -> TargetSelection.choose(
                    List.of(pod("web", json -> {})), selection(Optional.of(name), Set.of(), 20)));
            assertThat(e.kind()).as(name).isEqualTo(Kind.CONFIGURATION);
            assertThat(e).hasMessageEndingWith("at most 63. There are: app.");
        }
    }

    @Test
    void aPodWithoutTheNamedContainerIsPassedOverWhenAnotherHasIt() throws Exception {
        PodFacts with = pod("b", json -> Pods.addContainer(json, "containers", "containerStatuses", "side"));
        Chosen chosen = TargetSelection.choose(
                List.of(with, pod("a", json -> {})), selection(Optional.of("side"), Set.of(), 20));
        assertThat(names(chosen)).containsExactly("b/side");
        assertThat(chosen.passedOver()).extracting(PassedOver::pod).containsExactly("a");
    }

    @Test
    void theOrderIsByNameWhateverTheServerAnswers() throws Exception {
        List<PodFacts> pods =
                new ArrayList<>(List.of(pod("c", json -> {}), pod("a", json -> {}), pod("b", json -> {})));
        assertThat(names(TargetSelection.choose(pods, ALL))).containsExactly("a/app", "b/app", "c/app");
    }

    @Test
    void beyondTheLimitTargetsAreCountedAndLeftAlone() throws Exception {
        Chosen chosen = TargetSelection.choose(
                List.of(pod("a", json -> {}), pod("b", json -> {}), pod("c", json -> {})),
                selection(Optional.empty(), Set.of(), 2));
        assertThat(names(chosen)).containsExactly("a/app", "b/app");
        assertThat(chosen.passedOver()).singleElement().satisfies(p -> {
            assertThat(p.reason()).isEqualTo(Reason.TARGET_LIMIT);
            assertThat(p.pod()).isEqualTo("c");
            assertThat(p.text()).contains("limit of 2", "--max-targets", "administrator's setting");
        });
    }

    @Test
    void aRequestSaysWhatToScanExactlyOnce() {
        Selection nothing = new Selection(
                "shop", List.of(), Optional.empty(), Optional.empty(), Optional.empty(), false, Set.of(), 20);
        Selection twice = new Selection(
                "shop", List.of("web"), Optional.empty(), Optional.empty(), Optional.of("a=b"), false, Set.of(), 20);
        for (Selection wrong :
                List.of(nothing, twice, selection(Optional.empty(), Set.of(), 0), Selection.ofPod(" ", "web"))) {
            assertThat(FabricClusterTest.failure(() -> TargetSelection.check(wrong))
                            .kind())
                    .isEqualTo(Kind.CONFIGURATION);
        }
    }

    @Test
    void noPodAtAllIsNotFound() {
        for (Selection s : List.of(ALL, Selection.ofPod("shop", "web"), Selection.ofLabels("shop", "app=x"))) {
            assertThat(FabricClusterTest.failure(() -> TargetSelection.choose(List.of(), s))
                            .kind())
                    .isEqualTo(Kind.NOT_FOUND);
        }
    }

    @Test
    void theNodesProcessesAreNeverShared() throws Exception {
        Consumer<ObjectNode> hostPid = json -> part(json, "spec").put("hostPID", true);
        assertThat(onlyReason(hostPid).reason()).isEqualTo(Reason.HOST_PID);
        assertThat(onlyReason(hostPid, selection(Optional.empty(), Set.of(Reason.values()), 20))
                        .reason())
                .isEqualTo(Reason.HOST_PID);
    }

    @ParameterizedTest
    @CsvSource({"hostNetwork,HOST_NETWORK", "hostIPC,HOST_IPC"})
    void otherHostNamespacesAreSharedByExplicitChoiceOnly(String field, Reason reason) throws Exception {
        Consumer<ObjectNode> change = json -> part(json, "spec").put(field, true);
        assertThat(onlyReason(change).reason()).isEqualTo(reason);
        assertThat(names(TargetSelection.choose(
                        List.of(pod("web", change)), selection(Optional.empty(), Set.of(reason), 20))))
                .containsExactly("web/app");
    }

    @Test
    void foldersOfTheNodeAreNamedAndNeedAChoice() throws Exception {
        Consumer<ObjectNode> change = json -> {
            Pods.array(json, "spec", "volumes").addObject().put("name", "cfg").putObject("configMap");
            Pods.array(json, "spec", "volumes")
                    .addObject()
                    .put("name", "docker")
                    .putObject("hostPath");
        };
        assertThat(onlyReason(change).text()).contains("(docker)");
        Selection allowed = selection(Optional.empty(), Set.of(Reason.HOST_PATH), 20);
        assertThat(TargetSelection.choose(List.of(pod("web", change)), allowed).targets())
                .hasSize(1);
    }

    @Test
    void onlyHostThingsCanBeAllowed() throws Exception {
        Selection everything = selection(Optional.empty(), Set.of(Reason.values()), 20);
        assertThat(onlyReason(
                                json -> part(json, "metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z"),
                                everything)
                        .reason())
                .isEqualTo(Reason.BEING_DELETED);
    }

    /** A virtual kubelet of an unusual node name, a played node: nothing but the container's ID tells. */
    @ParameterizedTest
    @ValueSource(strings = {"", "cci://5d1f-uuid", "containerd://0a", "containerd://app"})
    void aRunningContainerOfAnotherKindOfRuntimeIsPassedOverAndTheOthersAreScanned(String id) throws Exception {
        Consumer<ObjectNode> change = json ->
                ((ObjectNode) Pods.array(json, "status", "containerStatuses").get(0)).put("containerID", id);
        PassedOver odd = onlyReason(change);
        assertThat(odd.reason()).isEqualTo(Reason.UNSUPPORTED_RUNTIME);
        assertThat(odd.text()).contains("container ID", "not supported");
        Chosen chosen = TargetSelection.choose(List.of(pod("odd", change), pod("web", json -> {})), ALL);
        assertThat(names(chosen)).containsExactly("web/app");
    }

    @Test
    void podsThatCannotWorkArePassedOver() throws Exception {
        assertThat(onlyReason(json -> part(json, "spec").putObject("os").put("name", "windows"))
                        .reason())
                .isEqualTo(Reason.WINDOWS);
        assertThat(onlyReason(json ->
                                part(json, "spec").putObject("nodeSelector").put("kubernetes.io/os", "windows"))
                        .reason())
                .isEqualTo(Reason.WINDOWS);
        assertThat(onlyReason(json ->
                                part(json, "metadata").putObject("annotations").put("kubernetes.io/config.mirror", "x"))
                        .reason())
                .isEqualTo(Reason.STATIC_POD);
        for (String phase : List.of("Succeeded", "Failed")) {
            assertThat(onlyReason(json -> part(json, "status").put("phase", phase))
                            .reason())
                    .isEqualTo(Reason.COMPLETED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fargate-ip-10-0-0-1.ec2.internal", "virtual-node-aci-linux", "cn-virtual-kubelet-1"})
    void virtualNodesArePassedOver(String node) throws Exception {
        assertThat(onlyReason(json -> part(json, "spec").put("nodeName", node)).reason())
                .isEqualTo(Reason.VIRTUAL_NODE);
    }

    @Test
    void aFargateProfileIsAVirtualNodeWhateverItsName() throws Exception {
        assertThat(onlyReason(json -> part(json, "metadata")
                                .putObject("labels")
                                .put("eks.amazonaws.com/fargate-profile", "x"))
                        .reason())
                .isEqualTo(Reason.VIRTUAL_NODE);
    }

    @ParameterizedTest
    @CsvSource({
        "kata,virtual machine",
        "kata-qemu,virtual machine",
        "Kata-FC,virtual machine",
        "gvisor,gVisor",
        "runsc-kvm,gVisor",
        "wasmtime-spin,WebAssembly"
    })
    void runtimesThatAreKnownNotToWorkAreNamed(String runtimeClass, String word) throws Exception {
        PassedOver passed = onlyReason(json -> part(json, "spec").put("runtimeClassName", runtimeClass));
        assertThat(passed.reason()).isEqualTo(Reason.UNSUPPORTED_RUNTIME);
        assertThat(passed.text()).contains(word).contains(runtimeClass);
    }

    @Test
    void otherRuntimeClassesAreTried() throws Exception {
        PodFacts nvidia = pod("web", json -> part(json, "spec").put("runtimeClassName", "nvidia"));
        assertThat(TargetSelection.choose(List.of(nvidia), ALL).targets()).hasSize(1);
    }

    @Test
    void aContainerThatDoesNotRunSaysWhatItWaitsFor() throws Exception {
        PassedOver crash = onlyReason(json -> Pods.state(json, "containerStatuses", 0, "waiting", "CrashLoopBackOff"));
        assertThat(crash.reason()).isEqualTo(Reason.NOT_RUNNING);
        assertThat(crash.text()).contains("waiting (CrashLoopBackOff)");
        assertThat(onlyReason(json -> Pods.state(json, "containerStatuses", 0, "terminated", "OOMKilled"))
                        .text())
                .contains("ended (OOMKilled)");
        assertThat(onlyReason(json -> part(json, "status").remove("containerStatuses"))
                        .text())
                .contains("not reported a state");
    }

    @ParameterizedTest
    @ValueSource(strings = {"labels", "annotations"})
    void whoOptsOutIsLeftAlone(String where) throws Exception {
        assertThat(onlyReason(json -> part(json, "metadata").putObject(where).put(PodRefusal.OPT_OUT, "true"))
                        .reason())
                .isEqualTo(Reason.OPTED_OUT);
        PodFacts no = pod("web", json -> part(json, "metadata").putObject(where).put(PodRefusal.OPT_OUT, "false"));
        assertThat(TargetSelection.choose(List.of(no), ALL).targets()).hasSize(1);
    }

    @Test
    void tenEphemeralContainersAreEnoughAndThoseWeWouldAddCount() throws Exception {
        PassedOver full = onlyReason(json -> ephemeral(json, 10));
        assertThat(full.reason()).isEqualTo(Reason.TOO_MANY_EPHEMERAL_CONTAINERS);
        assertThat(full.text()).contains("kubectl rollout restart");
        PodFacts nine = pod("web", json -> {
            ephemeral(json, 9);
            Pods.addContainer(json, "containers", "containerStatuses", "second");
        });
        Chosen chosen = TargetSelection.choose(List.of(nine), ALL);
        assertThat(names(chosen)).containsExactly("web/app");
        assertThat(chosen.passedOver())
                .extracting(PassedOver::reason)
                .containsExactly(Reason.TOO_MANY_EPHEMERAL_CONTAINERS);
    }

    private static void ephemeral(ObjectNode json, int count) {
        for (int i = 0; i < count; i++) {
            Pods.array(json, "spec", "ephemeralContainers").addObject().put("name", "e" + i);
        }
    }

    @ParameterizedTest
    @CsvSource({"47Mi,false", "48Mi,true", "1Gi,true", "50M,false", "51M,true"})
    void aPodsMemoryLimitLeavesRoomForTheProbe(String limit, boolean enough) throws Exception {
        PodFacts limited = pod("web", json -> limit(json, 0, limit));
        assertThat(TargetSelection.choose(List.of(limited), ALL).targets()).hasSize(enough ? 1 : 0);
    }

    @Test
    void theLimitIsThePodsAndUnlimitedWhenOneContainerIs() throws Exception {
        PodFacts sum = pod("web", json -> {
            Pods.addContainer(json, "containers", "containerStatuses", "second");
            limit(json, 0, "24Mi");
            limit(json, 1, "24Mi");
        });
        assertThat(TargetSelection.choose(List.of(sum), ALL).targets()).hasSize(2);
        PodFacts half = pod("web", json -> {
            Pods.addContainer(json, "containers", "containerStatuses", "second");
            limit(json, 0, "8Mi");
        });
        assertThat(TargetSelection.choose(List.of(half), ALL).targets()).hasSize(2);
        assertThat(onlyReason(json -> limit(json, 0, "32Mi")).text()).contains("32 MiB");
    }

    /** By default from Kubernetes 1.34. */
    @Test
    void aLimitOfThePodItselfCountsWhateverItsContainersHave() throws Exception {
        assertThat(onlyReason(json -> podLimit(json, "24Mi")).reason()).isEqualTo(Reason.TOO_LITTLE_MEMORY);
        Consumer<ObjectNode> above = json -> {
            limit(json, 0, "1Gi");
            podLimit(json, "24Mi");
        };
        assertThat(onlyReason(above).text()).contains("limited to 24 MiB");
        Consumer<ObjectNode> below = json -> {
            limit(json, 0, "24Mi");
            podLimit(json, "64Mi");
        };
        assertThat(TargetSelection.choose(List.of(pod("web", below)), ALL).targets())
                .hasSize(1);
    }

    @Test
    void limitsThatAreLargerTogetherThanANumberHoldsAreLarge() throws Exception {
        PodFacts vast = pod("web", json -> {
            Pods.addContainer(json, "containers", "containerStatuses", "second");
            limit(json, 0, "7Ei");
            limit(json, 1, "7Ei");
        });
        assertThat(vast.memoryLimit()).hasValue(Long.MAX_VALUE);
        assertThat(TargetSelection.choose(List.of(vast), ALL).targets()).hasSize(2);
    }

    private static void podLimit(ObjectNode json, String memory) {
        part(json, "spec").putObject("resources").putObject("limits").put("memory", memory);
    }

    private static void limit(ObjectNode json, int container, String memory) {
        ((ObjectNode) json.path("spec").path("containers").get(container))
                .putObject("resources")
                .putObject("limits")
                .put("memory", memory);
    }

    @Test
    void ofAPodThatNoNodeTakesTheSchedulersWordsAreTold() throws Exception {
        PassedOver unscheduled = onlyReason(json -> {
            Pods.state(json, "containerStatuses", 0, "none", "");
            json.withObject("/status")
                    .putArray("conditions")
                    .addObject()
                    .put("type", "PodScheduled")
                    .put("status", "False")
                    .put("reason", "Unschedulable")
                    .put("message", "0/1 nodes are available");
        });
        assertThat(unscheduled.reason()).isEqualTo(Reason.NOT_RUNNING);
        assertThat(unscheduled.text())
                .contains("no node was found for it", "Unschedulable: 0/1 nodes are available")
                .doesNotContain("has not reported");
    }
}
