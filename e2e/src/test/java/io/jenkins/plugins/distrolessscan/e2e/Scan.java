package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * One run of the command line as a process of its own. After every run its output, its report and its arguments are
 * searched for the credential, and its output for a stack trace.
 */
final class Scan {
    private static final Duration LIMIT = Duration.ofMinutes(8);

    private final List<String> options;
    private final List<String> secrets;
    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>();

    private Scan(List<String> options, List<String> secrets, Path folder) {
        this.options = options;
        this.secrets = secrets;
        this.folder = folder;
    }

    /** A scan that reaches the cluster by server URL, token file and CA file. */
    static Scan of(TestNamespace.Access access) {
        return to(TestCluster.server(), TestCluster.ca(), access.token());
    }

    /** A scan of a server of one's own. */
    static Scan to(String server, String ca, String token) {
        Path folder = temporary();
        Path tokenFile = write(folder, "token", token);
        Path caFile = write(folder, "ca.pem", ca);
        return new Scan(
                List.of("--server", server, "--token-file", tokenFile.toString(), "--ca-file", caFile.toString()),
                List.of(token),
                folder);
    }

    /** A scan that reaches the cluster by a kubeconfig. */
    static Scan withKubeconfig(String kubeconfig, String token) {
        Path folder = temporary();
        Path file = write(folder, "kubeconfig", kubeconfig);
        return new Scan(List.of("--kubeconfig", file.toString()), List.of(token), folder);
    }

    /** A scan with nothing but the options given later. */
    static Scan bare() {
        return new Scan(List.of(), List.of(), temporary());
    }

    /** With more options. */
    Scan with(String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(Arrays.asList(more));
        Scan scan = new Scan(all, secrets, folder);
        scan.environment.putAll(environment);
        return scan;
    }

    /** With a variable of its environment. */
    Scan environment(String variable, String value) {
        Scan scan = with();
        scan.environment.put(variable, value);
        return scan;
    }

    /** Of one pod. */
    Scan pod(TestNamespace namespace, String pod) {
        return with("-n", namespace.name(), "--pod", pod);
    }

    /** Runs with the image of the probe, a time limit and an output folder, unless they are given already. */
    Result run() {
        List<String> all = new ArrayList<>(options);
        byDefault(all, "--image", TestCluster.probeImage());
        byDefault(all, "--timeout", "2m");
        byDefault(all, "--output", folder.resolve("out").toString());
        return exactly(all);
    }

    /** Runs beside what the test does meanwhile. */
    CompletableFuture<Result> start() {
        return CompletableFuture.supplyAsync(this::run);
    }

    /** Runs with the given options only. */
    Result exactly() {
        return exactly(options);
    }

    private Result exactly(List<String> all) {
        Path jar = Path.of(System.getProperty("jar"));
        assertThat(jar).as("the command line: mvn -f cli package builds it").isRegularFile();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar.toString(),
                "scan"));
        command.addAll(all);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        // What the environment says of clusters is not to be used, so it is set to what would do harm.
        builder.environment().put("KUBECONFIG", folder.resolve("no-such-file").toString());
        builder.environment().put("KUBERNETES_MASTER", "https://127.0.0.1:1");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(environment);
        Finished finished = Finished.of(builder, "", LIMIT);
        forget();
        Result result = new Result(finished, out(all), String.join(" ", all));
        result.assertNothingLeaked(secrets, folder);
        return result;
    }

    /** The report stays for whoever looks into a failure, the credential does not. */
    private void forget() {
        try {
            Files.deleteIfExists(folder.resolve("token"));
            Files.deleteIfExists(folder.resolve("kubeconfig"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path out(List<String> all) {
        int at = all.indexOf("--output");
        return at < 0 ? folder.resolve("out") : folder.resolve(all.get(at + 1));
    }

    private static void byDefault(List<String> all, String option, String value) {
        if (!all.contains(option)) {
            Collections.addAll(all, option, value);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory(
                    Files.createDirectories(Path.of("target", "runs").toAbsolutePath()), "run");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path write(Path folder, String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a run left. */
    record Result(Finished finished, Path output, String options) {
        int exit() {
            return finished.exit();
        }

        /** All that a person or a program reads of it without opening a file. */
        String text() {
            return finished.output();
        }

        JsonNode report() {
            assertThat(output.resolve("report.json"))
                    .as("report of a run that said:%n%s", text())
                    .isRegularFile();
            return Json.parse(new String(TestCluster.read(output.resolve("report.json")), StandardCharsets.UTF_8));
        }

        /** The report's only target. */
        JsonNode target() {
            assertThat(report().path("targets"))
                    .as("targets; it said:%n%s", text())
                    .hasSize(1);
            return report().at("/targets/0");
        }

        String verdict() {
            return report().at("/verdict/result").asText();
        }

        String outcome() {
            return target().path("outcome").asText();
        }

        /** The state of a statement of the risk, such as S-5, wherever it stands. */
        List<String> states(String id) {
            return Json.all(report().path("risk"))
                    .filter(node -> node.path("id").asText().equals(id) && node.has("state"))
                    .map(node -> node.path("state").asText())
                    .toList();
        }

        /** None of these statements is said to hold. */
        Result notHeld(String... ids) {
            for (String id : ids) {
                assertThat(states(id)).as("%s of: %s", id, text()).isNotEmpty().doesNotContain("VERIFIED", "ENFORCED");
            }
            return this;
        }

        /** All that the report says, as text. */
        String said() {
            return text() + report();
        }

        /** Exit code and a sentence with these words, in this order or any. */
        Result ended(int exit, String... words) {
            assertThat(finished.exit())
                    .as("exit code of: scan %s%n%s", options, text())
                    .isEqualTo(exit);
            for (String word : words) {
                assertThat(text()).as("output of: scan %s", options).containsIgnoringCase(word);
            }
            return this;
        }

        private void assertNothingLeaked(List<String> secrets, Path folder) {
            assertThat(text())
                    .as("output of: scan %s", options)
                    .doesNotContain("internal error")
                    .doesNotContain("Exception in thread")
                    .doesNotContain("\tat ");
            for (String secret : secrets) {
                for (String part : telling(secret)) {
                    assertThat(text()).as("output").doesNotContain(part);
                    assertThat(finished.arguments()).as("arguments").doesNotContain(part);
                    files(output)
                            .forEach(file -> assertThat(new String(TestCluster.read(file), StandardCharsets.ISO_8859_1))
                                    .as("%s", folder.relativize(file))
                                    .doesNotContain(part));
                }
            }
        }

        /** The parts of a token that only its owner knows: all of it, its claims as they are sent, its signature. */
        private static List<String> telling(String token) {
            String[] parts = token.split("\\.");
            return parts.length == 3 ? List.of(parts[1], parts[2]) : List.of(token);
        }

        private static List<Path> files(Path folder) {
            if (!Files.isDirectory(folder)) {
                return List.of();
            }
            try (Stream<Path> all = Files.walk(folder)) {
                return all.filter(Files::isRegularFile).toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
