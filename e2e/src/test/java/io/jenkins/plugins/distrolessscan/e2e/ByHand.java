package io.jenkins.plugins.distrolessscan.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a person sees of a pod's main process: a debug container of busybox prints its program, its mapped and its open
 * files. Which package a file belongs to comes from the lists in the folder from which the image was made.
 */
record ByHand(String exe, Set<String> mapped, Set<String> open) {
    private static final Pattern LINK = Pattern.compile(".* -> (/.*)");

    static ByHand look(TestNamespace namespace, String pod) {
        TestCluster.kubectl(
                "-n",
                namespace.name(),
                "debug",
                pod,
                "--profile=restricted",
                "--container=byhand",
                "--target=app",
                "--image=" + TestCluster.image("debug:v1"),
                "--quiet",
                "--",
                "/bin/sh",
                "-c",
                "ls -l /proc/1/exe; echo; cat /proc/1/maps; echo; ls -l /proc/1/fd");
        namespace.await(pod, ".status.ephemeralContainerStatuses[0].state.terminated.exitCode", "0");
        String[] parts = namespace.log(pod, "byhand").split("\n\n");
        return new ByHand(links(parts[0]).iterator().next(), files(parts[1]), links(parts[2]));
    }

    private static Set<String> links(String text) {
        Set<String> paths = new TreeSet<>();
        text.lines().map(LINK::matcher).filter(m -> m.matches()).forEach(m -> paths.add(m.group(1)));
        return paths;
    }

    private static Set<String> files(String maps) {
        Set<String> paths = new TreeSet<>();
        maps.lines()
                .map(line -> line.split(" +", 6))
                .filter(words -> words.length == 6 && words[5].startsWith("/"))
                .forEach(words -> paths.add(words[5].strip()));
        return paths;
    }

    /** The Debian packages of the mapped files, by the lists beside status.d. */
    Set<String> debianPackages(Path root) {
        return owners(
                root.resolve("var/lib/dpkg/status.d"), ".md5sums", line -> "/" + line.replaceFirst("^\\S+ +", ""));
    }

    /** The Python distributions of the mapped files, by their RECORD. */
    Set<String> pythonPackages(Path root, String packages) {
        Set<String> found = new TreeSet<>();
        for (Path info : children(root.resolve(packages))) {
            Path list = info.resolve("RECORD");
            if (Files.isRegularFile(list)
                    && lines(list).anyMatch(line -> mapped.contains("/" + packages + "/" + line.split(",")[0]))) {
                found.add(info.getFileName().toString().replaceFirst("-.*", "").toLowerCase(Locale.ROOT));
            }
        }
        return found;
    }

    private Set<String> owners(Path lists, String ending, UnaryOperator<String> path) {
        Map<String, String> owner = new HashMap<>();
        for (Path list : children(lists)) {
            String name = list.getFileName().toString();
            if (name.endsWith(ending)) {
                lines(list)
                        .forEach(line ->
                                owner.put(path.apply(line), name.substring(0, name.length() - ending.length())));
            }
        }
        Set<String> found = new TreeSet<>();
        mapped.stream().filter(owner::containsKey).map(owner::get).forEach(found::add);
        return found;
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path file) {
        return new String(TestCluster.read(file), StandardCharsets.UTF_8).lines();
    }
}
