package io.jenkins.plugins.distrolessscan.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares a text with a file of the repository; {@code -Dgolden.rewrite=true} writes the file instead. */
final class GoldenFile {
    /** The repository: the working directory of the plugin's build; the command line's build names it. */
    private static final Path HOME = Path.of(System.getProperty("distrolessscan.home", "."));

    private GoldenFile() {}

    static Path inRepository(String path) {
        return HOME.resolve(path);
    }

    static void assertSame(String name, byte[] actual) {
        assertSameAs(
                inRepository("src/test/resources/io/jenkins/plugins/distrolessscan/engine/report")
                        .resolve(name),
                actual);
    }

    static void assertSameAs(Path golden, byte[] actual) {
        try {
            if (Boolean.getBoolean("golden.rewrite")) {
                Files.createDirectories(golden.getParent());
                Files.write(golden, actual);
            }
            assertThat(new String(actual, StandardCharsets.UTF_8))
                    .as("%s (rewrite it with -Dgolden.rewrite=true and look at the difference)", golden.getFileName())
                    .isEqualTo(Files.readString(golden).replace("\r\n", "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
