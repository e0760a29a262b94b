package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A program of others that reads an SBOM. It is looked for in the folder of {@code -Dreaders} and on the path. */
enum SbomReader {
    SYFT(List.of("syft", "convert", "-q", "FILE", "-o", "syft-json"), Set.of()) {
        @Override
        long packages(JsonNode said) {
            return said.path("artifacts").size();
        }
    },
    /** It knows no package type for a runtime that no package brought. */
    TRIVY(
            List.of("trivy", "sbom", "-q", "--format", "json", "--list-all-pkgs", "--scanners", "license", "FILE"),
            Set.of("generic")) {
        @Override
        long packages(JsonNode said) {
            return Json.each(said.path("Results"))
                    .filter(result -> result.path("Class").asText().endsWith("-pkgs"))
                    .mapToLong(result -> result.path("Packages").size())
                    .sum();
        }
    },
    OSV_SCANNER(
            List.of("osv-scanner", "scan", "source", "--offline", "--format", "json", "--all-packages", "-L", "FILE"),
            Set.of()) {
        @Override
        long packages(JsonNode said) {
            return Json.each(said.path("results"))
                    .mapToLong(result -> result.path("packages").size())
                    .sum();
        }
    };

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final List<String> command;
    private final Set<String> unknown;

    SbomReader(List<String> command, Set<String> unknown) {
        this.command = command;
        this.unknown = unknown;
    }

    /** How many packages it takes, by what it printed. */
    abstract long packages(JsonNode said);

    /** Where it is on this machine. */
    Optional<Path> program() {
        return Stream.concat(
                        Stream.of(System.getProperty("readers", "")),
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder).resolve(command.get(0)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** It takes every package of a document, but for types that it does not know. */
    void assertTakesAllOf(Path document) {
        List<String> words = command.stream()
                .map(word -> word.equals("FILE") ? document.toString() : word)
                .map(word ->
                        word.equals(command.get(0)) ? program().orElseThrow().toString() : word)
                .toList();
        Finished finished = Finished.of(new ProcessBuilder(words), "", LIMIT);
        assertThat(packages(Json.parse(finished.out())))
                .as("packages of %s that %s takes: %s", document, this, finished.err())
                .isEqualTo(expected(document));
    }

    private long expected(Path document) {
        return Json.each(Json.parse(new String(TestCluster.read(document), StandardCharsets.UTF_8))
                        .path("components"))
                .map(component -> component.path("purl").asText())
                .filter(purl -> !purl.isEmpty())
                .filter(purl -> unknown.stream().noneMatch(type -> purl.startsWith("pkg:" + type + "/")))
                .count();
    }
}
