package io.jenkins.plugins.distrolessscan.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

    /** The number on the node of a container's main process. */
    static long main(String containerId) {
        String id = containerId.replaceFirst(".*://", "");
        return pids().filter(pid -> text(pid.resolve("cgroup")).contains(id))
                .map(pid -> Long.parseLong(pid.getFileName().toString()))
                .filter(pid -> text(PROC.resolve(pid + "/status")).contains("NSpid:\t" + pid + "\t1\n"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no main process of container " + id + " on this machine"));
    }

    /** The root of a container, as its main process sees it, for the node's administrator. */
    static Path root(String containerId) {
        return PROC.resolve(main(containerId) + "/root");
    }

    /** A file or folder of a container's root. */
    static Path root(String containerId, String path) {
        return root(containerId).resolve(path);
    }

    /** Writes into a container's root as the node's administrator, so that no image has to be made. */
    static void write(String containerId, String path, byte[] content) {
        Path file = root(containerId, path);
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a signal, such as {@code STOP}, to processes of the node. */
    static void signal(String signal, long... pids) {
        for (long pid : pids) {
            Finished.of(new ProcessBuilder("kill", "-" + signal, Long.toString(pid)), "", Duration.ofSeconds(10));
        }
    }

    /** A program of the project's own cluster, such as {@code kubelet}. */
    static long program(String name) {
        return Long.parseLong(
                text(TestCluster.folder().resolve("run/" + name + ".pid")).strip());
    }

    /** The numbers on the node of the processes of a pod that run this command. */
    static List<Long> commandPids(String podUid, String command) {
        return pids().filter(
                        pid -> text(pid.resolve("cgroup")).replace('_', '-').contains(podUid))
                .filter(pid ->
                        text(pid.resolve("cmdline")).replace('\0', ' ').strip().equals(command))
                .map(pid -> Long.parseLong(pid.getFileName().toString()))
                .toList();
    }

    /** Programs and arguments of all processes of a pod, whatever container they are in. */
    static List<String> commands(String podUid) {
        return pids().filter(
                        pid -> text(pid.resolve("cgroup")).replace('_', '-').contains(podUid))
                .map(pid -> text(pid.resolve("cmdline")).replace('\0', ' ').strip())
                .filter(command -> !command.isEmpty())
                .toList();
    }

    /** How many processes the kernel has killed for memory in the container's group and in its pod's. */
    static long killedForMemory(String containerId) {
        Path group = group(containerId, "memory");
        return Stream.of(group, group.getParent())
                .flatMap(folder ->
                        Stream.of("memory.oom_control", "memory.events").map(folder::resolve))
                .flatMap(file -> text(file).lines())
                .filter(line -> line.startsWith("oom_kill "))
                .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
                .sum();
    }

    /** The control group of a container. */
    static Path group(String containerId, String controller) {
        String line = text(PROC.resolve(main(containerId) + "/cgroup"))
                .lines()
                .filter(l -> List.of(l.split(":", 3)[1].split(",")).contains(controller) || l.startsWith("0::"))
                .findFirst()
                .orElseThrow();
        String[] parts = line.split(":", 3);
        Path v1 = Path.of("/sys/fs/cgroup/" + controller + parts[2]);
        return Files.isDirectory(v1) ? v1 : Path.of("/sys/fs/cgroup" + parts[2]);
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
