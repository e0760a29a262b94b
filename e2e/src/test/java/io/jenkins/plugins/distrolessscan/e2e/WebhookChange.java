package io.jenkins.plugins.distrolessscan.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.StreamSupport;

/** What {@link WebhookServer} makes of a debug container. Its name in lower case is the pod's. */
enum WebhookChange {
    NONE(true),
    IMAGE_ALWAYS(true, "image", "\"SHELL\""),
    ARGUMENTS_ALWAYS(true),
    LIFETIME(false),
    MORE_ARGUMENTS(false),
    KEY(false),
    SHELL_THAT_STAYS(false, "image", "\"SHELL\"", "command", "[\"/bin/sh\"]", "args", "[\"-c\", \"sleep 777\"]"),
    IMAGE(false, "image", "\"SHELL\""),
    READ_ONLY_ROOT(false, "securityContext/readOnlyRootFilesystem", "false"),
    USER(false, "securityContext/runAsUser", "10001"),
    SECCOMP(false, "securityContext/seccompProfile", "{\"type\": \"Unconfined\"}"),
    CAPABILITIES(false, "securityContext/capabilities", "{\"drop\": [\"ALL\"], \"add\": [\"NET_RAW\"]}"),
    SELINUX(false, "securityContext/seLinuxOptions", "{\"level\": \"s0:c1,c2\"}"),
    ENVIRONMENT(false, "env", "[{\"name\": \"LD_PRELOAD\", \"value\": \"/x\"}]"),
    PULL_POLICY(false, "imagePullPolicy", "\"Always\""),
    TERMINATION(false, "terminationMessagePolicy", "\"FallbackToLogsOnError\""),
    WORKING_FOLDER(false, "workingDir", "\"/tmp\""),
    SECOND(false),
    NEIGHBOUR(false),
    SLOW(true);

    private final boolean always;
    private final String[] members;

    /**
     * @param always in the dry run too
     * @param members name and JSON of each member that is changed
     */
    WebhookChange(boolean always, String... members) {
        this.always = always;
        this.members = members;
    }

    static WebhookChange of(String pod) {
        return Arrays.stream(values())
                .filter(change -> change.pod().equals(pod))
                .findFirst()
                .orElse(NONE);
    }

    String pod() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean always() {
        return always;
    }

    /** Adds to a JSON patch what is to be changed of a pod's last ephemeral container. */
    void apply(ArrayNode patch, JsonNode pod, int last, boolean dry, String shell) {
        String entry = "/spec/ephemeralContainers/" + last;
        JsonNode asked = pod.at(entry);
        if (dry && !always) {
            return;
        }
        for (int i = 0; i < members.length; i += 2) {
            add(patch, entry + "/" + members[i], Json.parse(members[i + 1].replace("SHELL", shell)));
        }
        switch (this) {
            case LIFETIME, ARGUMENTS_ALWAYS -> arguments(patch, entry, asked, "--lifetime=", "--lifetime=80000");
            // A point of the curve that nobody else knows the other half of.
            case KEY -> arguments(patch, entry, asked, "--key=", "--key=hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo");
            case MORE_ARGUMENTS -> add(patch, entry + "/args/-", Json.parse("\"--samples=5\""));
            case SECOND -> {
                ObjectNode other = asked.deepCopy();
                other.put("name", "injected").put("image", shell);
                other.set("command", Json.parse("[\"/bin/sh\"]"));
                other.set("args", Json.parse("[\"-c\", \"sleep 888\"]"));
                add(patch, "/spec/ephemeralContainers/-", other);
            }
            case NEIGHBOUR -> {
                String id = pod.at("/status/containerStatuses").findValuesAsText("containerID").stream()
                        .map(text -> text.replaceFirst(".*://", ""))
                        .filter(other -> !asked.path("args").toString().contains(other))
                        .findFirst()
                        .orElseThrow();
                arguments(patch, entry, asked, "--container=", "--container=" + id);
                add(patch, entry + "/targetContainerName", Json.parse("\"other\""));
            }
            case SLOW -> slow(asked);
            default -> {
                // Its members say it all.
            }
        }
    }

    /** Dry runs of misuse differ from the probe's own image, command or context; the first question is answered at once. */
    private static void slow(JsonNode asked) {
        if (asked.path("name").asText().contains("-check")) {
            TestNamespace.pause(14_000);
        }
    }

    private static void arguments(ArrayNode patch, String entry, JsonNode asked, String start, String other) {
        int at = StreamSupport.stream(asked.path("args").spliterator(), false)
                .map(JsonNode::asText)
                .map(argument -> argument.startsWith(start))
                .toList()
                .indexOf(true);
        if (at >= 0) {
            patch.addObject()
                    .put("op", "replace")
                    .put("path", entry + "/args/" + at)
                    .put("value", other);
        }
    }

    private static void add(ArrayNode patch, String path, JsonNode value) {
        patch.addObject().put("op", "add").put("path", path).set("value", value);
    }
}
