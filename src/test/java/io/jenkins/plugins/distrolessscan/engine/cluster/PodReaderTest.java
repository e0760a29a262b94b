package io.jenkins.plugins.distrolessscan.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.EphemeralFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.Phase;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A pod's object, read as facts. */
class PodReaderTest {
    private static final String POD = """
            {"metadata": {"namespace": "shop", "name": "web-0", "uid": "u1", "resourceVersion": "9",
               "creationTimestamp": "2026-01-02T03:04:05Z", "labels": {"app": "web"},
               "annotations": {"a": "b", "kubectl.kubernetes.io/last-applied-configuration": "{password}"},
               "ownerReferences": [{"kind": "X", "name": "x"}, {"kind": "StatefulSet", "name": "web", "controller": true}]},
             "spec": {"nodeName": "n1", "serviceAccountName": "web", "shareProcessNamespace": true, "hostIPC": true,
               "runtimeClassName": "nvidia",
               "securityContext": {"runAsUser": 1000, "runAsGroup": 2000, "runAsNonRoot": true,
                  "seLinuxOptions": {"level": "s0"}, "appArmorProfile": {"type": "RuntimeDefault"}},
               "initContainers": [{"name": "setup", "image": "i"}, {"name": "side", "image": "s", "restartPolicy": "Always"}],
               "containers": [{"name": "app", "image": "registry.example/app:1",
                  "resources": {"limits": {"memory": "64Mi", "cpu": "250m", "ephemeral-storage": "1G"},
                                "requests": {"memory": "32Mi"}},
                  "securityContext": {"runAsUser": 65532, "privileged": true, "readOnlyRootFilesystem": true,
                     "capabilities": {"add": ["NET_BIND_SERVICE"]}, "appArmorProfile": {"type": "Localhost"}}}],
               "ephemeralContainers": [{"name": "d1", "image": "busybox", "targetContainerName": "app", "stdin": true,
                  "env": [{"name": "A"}], "volumeMounts": [{"name": "v"}, {"name": "w"}],
                  "securityContext": {"privileged": true}}, {"name": "d2", "image": "p"}],
               "volumes": [{"name": "h", "hostPath": {"path": "/"}}, {"name": "c", "configMap": {}}]},
             "status": {"phase": "Running", "qosClass": "Burstable",
               "containerStatuses": [{"name": "app", "image": "x", "imageID": "registry.example/app@sha256:1",
                  "containerID": "containerd://1", "ready": true, "restartCount": 3,
                  "user": {"linux": {"uid": 65532, "gid": 65534, "supplementalGroups": [5]}},
                  "state": {"running": {"startedAt": "2026-01-02T03:05:00Z"}}}],
               "initContainerStatuses": [{"name": "setup", "state": {"terminated": {"reason": "Completed", "exitCode": 0}}}],
               "ephemeralContainerStatuses": [{"name": "d1", "state": {"terminated": {"reason": "Error", "exitCode": 137,
                  "message": "a\\nb", "startedAt": "2026-01-02T03:06:00Z", "finishedAt": "2026-01-02T03:07:00Z"}}}]}}
            """;

    @Test
    void thePodsOwnFieldsAreRead() throws Exception {
        PodFacts pod = Pods.read((ObjectNode) Pods.JSON.readTree(POD));
        assertThat(pod.uid()).isEqualTo("u1");
        assertThat(pod.created()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(pod.owner()).contains("StatefulSet/web");
        assertThat(pod.annotations()).as("the applied object may hold secrets").isEqualTo(Map.of("a", "b"));
        assertThat(pod.hostPathVolumes()).containsExactly("h");
        assertThat(pod.sharedProcessNamespace()).isTrue();
        assertThat(pod.hostIpc()).isTrue();
        assertThat(pod.hostPid()).isFalse();
        assertThat(pod.deleting()).isFalse();
        assertThat(pod.qosClass()).isEqualTo("Burstable");
        assertThat(pod.runtimeClass()).isEqualTo("nvidia");
        assertThat(pod.containers())
                .extracting(ContainerFacts::name, ContainerFacts::kind)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("setup", Kind.INIT),
                        org.assertj.core.groups.Tuple.tuple("side", Kind.SIDECAR),
                        org.assertj.core.groups.Tuple.tuple("app", Kind.REGULAR));
    }

    @Test
    void theBeginningOf1970IsNoTimeOfAStart() throws Exception {
        ObjectNode json = (ObjectNode) Pods.JSON.readTree(POD);
        ObjectNode end = (ObjectNode) json.at("/status/ephemeralContainerStatuses/0/state/terminated");
        end.put("reason", "StartError").put("startedAt", "1970-01-01T00:00:00Z");
        var ended = Pods.read(json).ephemeralContainer("d1").orElseThrow();
        assertThat(ended.started()).isEmpty();
        assertThat(ended.finished()).contains(Instant.parse("2026-01-02T03:07:00Z"));
    }

    @Test
    void aContainersContextIsItsOwnOrElseThePods() throws Exception {
        PodFacts pod = Pods.read((ObjectNode) Pods.JSON.readTree(POD));
        ContainerFacts app = pod.container("app").orElseThrow();
        assertThat(app.runAsUser()).hasValue(65532);
        assertThat(app.runAsGroup()).as("the pod's").hasValue(2000);
        assertThat(app.runAsNonRoot()).contains(true);
        assertThat(app.privileged()).isTrue();
        assertThat(app.readOnlyRootFilesystem()).isTrue();
        assertThat(app.addedCapabilities()).containsExactly("NET_BIND_SERVICE");
        assertThat(app.appArmorProfile()).contains("{\"type\":\"Localhost\"}");
        assertThat(app.seLinuxOptions()).contains("{\"level\":\"s0\"}");
        assertThat(app.statusUser().map(Identity::toString)).contains("65532:65534");
        assertThat(app.memoryLimit()).hasValue(64L << 20);
        assertThat(app.memoryRequest()).hasValue(32L << 20);
        assertThat(app.cpuLimitMillis()).hasValue(250);
        assertThat(app.ephemeralStorageLimit()).hasValue(1_000_000_000L);
        assertThat(app.phase()).isEqualTo(Phase.RUNNING);
        assertThat(app.restartCount()).isEqualTo(3);
        ContainerFacts setup = pod.container("setup").orElseThrow();
        assertThat(setup.phase()).isEqualTo(Phase.TERMINATED);
        assertThat(setup.runAsUser()).hasValue(1000);
        assertThat(pod.container("side").orElseThrow().phase()).isEqualTo(Phase.UNKNOWN);
    }

    @Test
    void ephemeralContainersAreReadWithTheirEnd() throws Exception {
        PodFacts pod = Pods.read((ObjectNode) Pods.JSON.readTree(POD));
        EphemeralFacts ended = pod.ephemeralContainer("d1").orElseThrow();
        assertThat(ended.exitCode()).contains(137);
        assertThat(ended.reason()).isEqualTo("Error");
        assertThat(ended.message()).isEqualTo("a b");
        assertThat(ended.finished()).contains(Instant.parse("2026-01-02T03:07:00Z"));
        assertThat(ended.mounts()).isEqualTo(2);
        assertThat(ended.environment()).isEqualTo(1);
        assertThat(ended.stdin()).isTrue();
        assertThat(ended.securityContext()).isEqualTo("{\"privileged\":true}");
        EphemeralFacts fresh = pod.ephemeralContainer("d2").orElseThrow();
        assertThat(fresh.phase()).isEqualTo(Phase.UNKNOWN);
        assertThat(fresh.securityContext()).isEqualTo("{}");
        assertThat(fresh.exitCode()).isEmpty();
    }

    @Test
    void anEmptyObjectIsAPodWithoutAnything() {
        PodFacts pod = Pods.read(Pods.JSON.createObjectNode());
        assertThat(pod.name()).isEmpty();
        assertThat(pod.created()).isEqualTo(Instant.EPOCH);
        assertThat(pod.containers()).isEmpty();
        assertThat(pod.owner()).isEmpty();
    }
}
