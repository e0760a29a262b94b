package io.jenkins.plugins.distrolessscan.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever admission makes of the pod or of the one entry is named, and nothing else is. */
class PodComparisonTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "distroless-scan-1";
    private static final String DIGEST = "@sha256:" + "ab".repeat(32);

    private final JsonNode before = Pods.json("shop", "web-0");
    private final ObjectNode asked = read("""
            {"name":"distroless-scan-1","image":"registry.example/probe%s","imagePullPolicy":"IfNotPresent",
             "targetContainerName":"app","command":["/probe"],"args":["--nonce=a","--lifetime=75"],
             "terminationMessagePolicy":"File",
             "securityContext":{"runAsUser":65532,"readOnlyRootFilesystem":true,"capabilities":{"drop":["ALL"]},
                                "seccompProfile":{"type":"RuntimeDefault"}}}
            """.formatted(DIGEST));

    private static ObjectNode read(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<AdmissionChange> changes(BiConsumer<ObjectNode, ObjectNode> admission) {
        ObjectNode after = before.deepCopy();
        after.withObject("/metadata").put("resourceVersion", "7").put("generation", 2);
        after.withObject("/metadata").putArray("managedFields").addObject().put("manager", "x");
        ObjectNode entry = asked.deepCopy();
        entry.putObject("resources");
        entry.put("terminationMessagePath", "/dev/termination-log");
        after.withObject("/spec").putArray("ephemeralContainers").add(entry);
        admission.accept(after, entry);
        return PodComparison.between(
                Pods.told(before),
                Pods.told(after),
                Pods.told(asked),
                ServerDefaults.of("v1.34.4"),
                new ForeignText(Optional.empty()));
    }

    @Test
    void whatTheServerItselfWritesIsNoChange() {
        assertThat(changes((pod, entry) -> {})).isEmpty();
    }

    static Stream<Arguments> changesOfTheEntry() {
        return Stream.of(
                entry("args", e -> e.putArray("args").add("--lifetime=9000")),
                entry("command", e -> e.putArray("command").add("/bin/sh")),
                entry("image", e -> e.put("image", "registry.example/other" + DIGEST.replace('b', 'c'))),
                entry("imagePullPolicy", e -> e.put("imagePullPolicy", "Always")),
                entry("targetContainerName", e -> e.put("targetContainerName", "neighbour")),
                entry("workingDir", e -> e.put("workingDir", "/tmp")),
                entry("env", e -> e.putArray("env").addObject().put("name", "LD_PRELOAD")),
                entry(
                        "volumeMounts",
                        e -> e.putArray("volumeMounts").addObject().put("name", "v")),
                entry("stdin", e -> e.put("stdin", true)),
                entry("terminationMessagePolicy", e -> e.put("terminationMessagePolicy", "FallbackToLogsOnError")),
                entry("terminationMessagePath", e -> e.put("terminationMessagePath", "/tmp/x")),
                entry("resources.limits", e -> e.putObject("resources").putObject("limits")),
                entry(
                        "securityContext.runAsUser",
                        e -> e.withObject("/securityContext").put("runAsUser", 0)),
                entry(
                        "securityContext.readOnlyRootFilesystem",
                        e -> e.withObject("/securityContext").remove("readOnlyRootFilesystem")),
                entry(
                        "securityContext.capabilities.add",
                        e -> e.withObject("/securityContext/capabilities")
                                .putArray("add")
                                .add("SYS_ADMIN")),
                entry(
                        "securityContext.seccompProfile.type",
                        e -> e.withObject("/securityContext/seccompProfile").put("type", "Unconfined")),
                entry(
                        "securityContext.seLinuxOptions",
                        e -> e.withObject("/securityContext")
                                .putObject("seLinuxOptions")
                                .put("type", "spc_t")));
    }

    private static Arguments entry(String member, java.util.function.Consumer<ObjectNode> change) {
        return Arguments.of(member, change);
    }

    @ParameterizedTest
    @MethodSource("changesOfTheEntry")
    void everyMemberOfTheEntryIsCompared(String member, java.util.function.Consumer<ObjectNode> change) {
        assertThat(changes((pod, entry) -> change.accept(entry)))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.place()).isEqualTo(Place.ENTRY);
                    assertThat(member).startsWith(found.member());
                });
    }

    @Test
    void theSameDigestInAnotherRegistryIsToldApart() {
        assertThat(changes((pod, entry) -> entry.put("image", "mirror.example/cache/probe" + DIGEST)))
                .extracting(AdmissionChange::place)
                .containsExactly(Place.REGISTRY);
    }

    @Test
    void anotherEphemeralContainerIsNamed() {
        assertThat(changes((pod, entry) ->
                        pod.withArray("/spec/ephemeralContainers").addObject().put("name", "injected")))
                .extracting(AdmissionChange::text)
                .containsExactly("another ephemeral container, injected, was added");
        assertThat(changes((pod, entry) -> pod.withArray("/spec/ephemeralContainers")
                        .add(entry.deepCopy().put("image", "x"))))
                .as("of the same name")
                .extracting(AdmissionChange::place)
                .containsExactly(Place.OTHER_CONTAINER);
    }

    @Test
    void whatIsChangedElsewhereInThePodIsNamedWithoutItsValue() {
        List<AdmissionChange> found = changes((pod, entry) -> {
            pod.withObject("/metadata/labels").put("injected-by", "secret value");
            ((ObjectNode) pod.at("/spec/containers/0")).put("image", "other");
            pod.withObject("/spec").put("serviceAccountName", "admin");
        });
        assertThat(found)
                .allSatisfy(change -> assertThat(change.place()).isEqualTo(Place.POD))
                .extracting(AdmissionChange::member)
                .anyMatch(member -> member.startsWith("metadata.labels"))
                .contains("spec.containers[app].image", "spec.serviceAccountName");
        assertThat(found.toString()).doesNotContain("secret value");
    }

    @Test
    void anyNumberOfChangesIsBoundedAndTheirNamesAreCleaned() {
        List<AdmissionChange> found = changes((pod, entry) -> {
            for (int i = 0; i < 500; i++) {
                pod.withObject("/metadata").put("x\u001b" + "y".repeat(400) + i, i);
            }
        });
        assertThat(found)
                .hasSizeLessThanOrEqualTo(20)
                .allSatisfy(change -> assertThat(change.member())
                        .hasSizeLessThanOrEqualTo(130)
                        .doesNotContain("\u001b"));
    }

    @Test
    void aVersionThatIsNoneHasTheDefaultsOfEveryVersion() {
        assertThat(ServerDefaults.of("").wrote("resources", ApiJson.of(Map.of())))
                .isTrue();
        assertThat(ServerDefaults.of("v1.40.0+x").wrote("resources", ApiJson.of(Map.of("limits", 1))))
                .isFalse();
    }
}
