package io.jenkins.plugins.distrolessscan.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The node of the project's own cluster, which is this machine, and the audit log of its API server. */
final class Node {
    private static final Path PROC = Path.of("/proc");

    private Node() {}

    /**
     * The processes of a container's process namespace, by their number on the node, with start time and name: whoever
     * is there before and after is the same process.
     *
     * @param containerId as in the pod's status, with or without the runtime's prefix
     */
    static Map<Long, String> processes(String containerId) {
        String id = containerId.replaceFirst(".*://", "");
        String namespace = pids().filter(pid -> text(pid.resolve("cgroup")).contains(id))
                .map(Node::pidNamespace)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no process of container " + id + " on this machine"));
        Map<Long, String> found = new TreeMap<>();
        pids().filter(pid -> pidNamespace(pid).equals(namespace)).forEach(pid -> {
            String stat = text(pid.resolve("stat"));
            if (!stat.isEmpty()) {
                String[] behindName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                String name = stat.substring(stat.indexOf('('), stat.lastIndexOf(')') + 1);
                found.put(Long.valueOf(pid.getFileName().toString()), name + " started at " + behindName[19]);
            }
        });
        return found;
    }

    /** The root of a container, as its main process sees it, for the node's administrator. */
    static Path root(String containerId) {
        String first = processes(containerId).keySet().stream()
                .filter(pid ->
                        text(PROC.resolve(pid + "/status")).lines().anyMatch(line -> line.matches("NSpid:.*\\s1")))
                .map(String::valueOf)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no first process of container " + containerId));
        return PROC.resolve(first).resolve("root");
    }

    private static Stream<Path> pids() {
        try (Stream<Path> all = Files.list(PROC)) {
            return all.filter(p -> p.getFileName().toString().chars().allMatch(Character::isDigit)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pidNamespace(Path pid) {
        try {
            return Files.readSymbolicLink(pid.resolve("ns/pid")).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return ""; // ended meanwhile
        }
    }

    /** What the API server's audit log holds of a user's calls to {@code pods/ephemeralcontainers} that were no dry runs. */
    static List<JsonNode> attachments(String user) {
        return calls(user).stream()
                .filter(call -> call.at("/objectRef/subresource").asText().equals("ephemeralcontainers"))
                .filter(call -> !call.path("requestURI").asText().contains("dryRun=All"))
                .toList();
    }

    /** All calls of a user. The log is written before an answer is sent. */
    static List<JsonNode> calls(String user) {
        String log = new String(
                TestCluster.read(TestCluster.folder().resolve("state/audit/audit.log")), StandardCharsets.UTF_8);
        // The last line may be half written: another one's.
        return log.substring(0, log.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> line.contains(user))
                .map(Json::parse)
                .toList();
    }
}
