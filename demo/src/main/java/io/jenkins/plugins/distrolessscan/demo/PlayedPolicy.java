package io.jenkins.plugins.distrolessscan.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Plays docs/examples/admission-policy.yaml, which holds the scanner's account to the scan's own debug container: the
 * same rules with the same messages.
 */
final class PlayedPolicy {
    private static final String NAME = "distroless-scan";
    private static final Pattern CONTAINER_NAME = Pattern.compile("distroless-scan-[a-z2-7]{10}");
    private static final Pattern ARGUMENT = Pattern.compile(
            "--(nonce|key|not-after|deadline|lifetime|cap|container|memory|margin|cpu|share|verify|samples)=[A-Za-z0-9_-]{1,64}");
    private static final List<String> UNWANTED =
            List.of("env", "envFrom", "volumeMounts", "volumeDevices", "ports", "workingDir");

    private final SamplePod pod;

    PlayedPolicy(SamplePod pod) {
        this.pod = pod;
    }

    /** @throws Refused 422 with the message of the first rule that an added debug container breaks */
    void admit(JsonNode added) throws Refused {
        require(added.path("image").asText().equals(DemoCluster.IMAGE), "only the pinned probe image");
        require(
                CONTAINER_NAME.matcher(added.path("name").asText()).matches()
                        && !added.path("targetContainerName").asText("").isEmpty(),
                "one debug container at a time, with a name of the scan and a target container");
        require(ownCall(added), "only the probe's own command and arguments");
        require(
                UNWANTED.stream().noneMatch(added::has)
                        && !added.path("stdin").asBoolean()
                        && !added.path("tty").asBoolean(),
                "no environment, volumes, ports, stdin, tty or working directory");
        require(
                confined(added.path("securityContext")),
                "not privileged, not root, no capability, no escalation, read-only root, RuntimeDefault seccomp");
        String target = added.path("targetContainerName").asText();
        require(
                ofTarget(added, target, "appArmorProfile") && ofTarget(added, target, "seLinuxOptions"),
                "no AppArmor profile and no SELinux options but the target's own");
        require(!pod.spec().path("hostPID").asBoolean(), "no pod that shares the node's process namespace");
    }

    private static boolean ownCall(JsonNode added) {
        JsonNode command = added.path("command");
        if (command.size() != 1
                || !command.path(0).asText().equals("/probe")
                || added.path("args").size() < 7
                || added.path("args").size() > 13) {
            return false;
        }
        for (JsonNode argument : added.path("args")) {
            if (!ARGUMENT.matcher(argument.asText()).matches()) {
                return false;
            }
        }
        return true;
    }

    private static boolean confined(JsonNode context) {
        JsonNode all = JsonNodeFactory.instance.arrayNode().add("ALL");
        return context.has("privileged")
                && !context.path("privileged").asBoolean()
                && context.has("allowPrivilegeEscalation")
                && !context.path("allowPrivilegeEscalation").asBoolean()
                && context.path("readOnlyRootFilesystem").asBoolean()
                && context.path("runAsNonRoot").asBoolean()
                && context.path("runAsUser").asLong() > 0
                && context.has("runAsGroup")
                && !context.path("capabilities").has("add")
                && context.path("capabilities").path("drop").equals(all)
                && context.path("seccompProfile").path("type").asText().equals("RuntimeDefault")
                && context.path("procMount").asText("Default").equals("Default")
                && !context.has("windowsOptions");
    }

    private boolean ofTarget(JsonNode added, String target, String setting) {
        JsonNode given = added.path("securityContext").path(setting);
        return given.isMissingNode() || given.equals(pod.context(target, setting));
    }

    private void require(boolean holds, String message) throws Refused {
        if (!holds) {
            throw Refused.denied(pod.name(), NAME, message);
        }
    }
}
